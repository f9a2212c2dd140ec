import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as NodePty from '@lydell/node-pty';
import { type Command, median, repeatInTurn } from '../measure.ts';
import { BARE_NODE, type Part, type Surroundings, tinyProfile } from '../surroundings.ts';
import { atMostLonger } from '../table.ts';

const RUNS = 15;
const PATIENCE_MS = 15_000;
const PROMPT = '(pprof) ';

/** A profile of 11 kB, where starting is everything. */
export const tiny: Part = async function* (surroundings) {
  const { program, goPprof, progress } = surroundings;
  const file = tinyProfile(surroundings);
  progress('tiny: batch');
  const ourCommand = [...program, '-top', file];
  const commands =
    goPprof === undefined ? [ourCommand, BARE_NODE] : [ourCommand, BARE_NODE, [...goPprof, '-top', file]];
  const [ours, node, go] = await repeatInTurn(commands, { runs: RUNS });
  const what = 'tiny (11 kB): load, top';
  yield { what, ours, against: 'node -e 0', theirs: node, goals: [atMostLonger(60)] };
  if (go !== undefined) yield { what, ours, against: 'go tool pprof', theirs: go };

  progress('tiny: to the prompt on a terminal');
  const [prompt, bare] = await promptTimes(surroundings, [...program, file]);
  yield {
    what: 'tiny: start to prompt, on a terminal',
    ours: { millis: prompt },
    against: 'node -e 0 there',
    theirs: { millis: bare },
    goals: [atMostLonger(200)],
  };
};

/** Median milliseconds until the shell shows its prompt, and until a bare Node has ended, in turn. */
async function promptTimes({ root }: Surroundings, command: Command): Promise<[prompt: number, bare: number]> {
  const home = mkdtempSync(join(tmpdir(), 'pprof-shell-home-'));
  const prompts: number[] = [];
  const bares: number[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      prompts.push(await timeOnTerminal(command, { root, home, until: PROMPT }));
      bares.push(await timeOnTerminal(BARE_NODE, { root, home, until: undefined }));
    }
  } finally {
    rmSync(home, { recursive: true });
  }
  return [median(prompts), median(bares)];
}

interface TerminalRun {
  readonly root: string;
  readonly home: string;
  /** The text to wait for; undefined: the end of the process. */
  readonly until: string | undefined;
}

function timeOnTerminal([program, ...args]: Command, { root, home, until }: TerminalRun): Promise<number> {
  // A native module cannot be part of the bundle this runs from.
  const { spawn } = createRequire(join(root, 'package.json'))('@lydell/node-pty') as typeof NodePty;
  const begun = performance.now();
  const terminal = spawn(program, args, {
    name: 'xterm-256color',
    cols: 100,
    rows: 30,
    cwd: root,
    env: { ...process.env, HOME: home, XDG_STATE_HOME: '', TERM: 'xterm-256color' },
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => fail('nothing happened'), PATIENCE_MS);
    const fail = (problem: string) => {
      clearTimeout(timer);
      terminal.kill();
      reject(new Error(`${program} ${args.join(' ')} on a terminal: ${problem}; it has written\n${text}`));
    };
    const end = () => {
      clearTimeout(timer);
      resolve(performance.now() - begun);
    };
    terminal.onData((data) => {
      text += data;
      if (until === undefined || !stripVTControlCharacters(text).includes(until)) return;
      end();
      terminal.kill();
    });
    terminal.onExit(({ exitCode }) => {
      if (until === undefined) end();
      else fail(`ended with ${exitCode}`);
    });
  });
}
