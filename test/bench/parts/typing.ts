import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as NodePty from '@lydell/node-pty';
import type { ProfileSpec } from '../generate.ts';
import { percentile } from '../measure.ts';
import { HEAP } from '../reference-profiles.ts';
import { type Part, profileFor, type Surroundings } from '../surroundings.ts';
import { withinMillis } from '../table.ts';

/** What is typed, key by key, with the completion menu open behind most of them. */
const TYPED = ['peek handle', 'list ledgerflush', 'focus=idxscan', 'top 20 parse'] as const;

const ROUNDS = 3;
const PATIENCE_MS = 30_000;
/** A frame is whole when its synchronized update ends. */
const FRAME_END = '\u001b[?2026l';
const CLEAR_LINE = '\u0003';

/** From a key to the frame it leads to, on a terminal, with the menu open. */
export const typing: Part = async function* (surroundings) {
  const { isQuick, progress } = surroundings;
  const counts = isQuick ? [100_000] : [10_000, 100_000];
  for (const functions of counts) {
    const spec: ProfileSpec = { seed: 3, size: { samples: functions }, functions, depth: 52, ...HEAP };
    const { path } = await profileFor(surroundings, spec);
    progress(`${functions} functions: typing`);
    const { keys, menus } = await typeAll(path, surroundings);
    const name = `${functions.toLocaleString('en')} functions`;
    yield { what: `${name}: key to frame, median of ${keys.length} keys`, ours: { millis: percentile(keys, 0.5) } };
    yield {
      what: `${name}: key to frame, p95`,
      ours: { millis: percentile(keys, 0.95) },
      goals: [withinMillis(50)],
    };
    yield {
      what: `${name}: key to frame, p95 of ${menus.length} keys with the menu open`,
      ours: { millis: percentile(menus, 0.95) },
      goals: [withinMillis(50)],
    };
  }
};

interface KeyTimes {
  readonly keys: readonly number[];
  /** Those after which a menu was shown. */
  readonly menus: readonly number[];
}

async function typeAll(file: string, { root, program }: Surroundings): Promise<KeyTimes> {
  // A native module cannot be part of the bundle this runs from.
  const { spawn } = createRequire(join(root, 'package.json'))('@lydell/node-pty') as typeof NodePty;
  const home = mkdtempSync(join(tmpdir(), 'pprof-shell-home-'));
  const [node, ...args] = program;
  const env = { ...process.env, HOME: home, XDG_STATE_HOME: '', XDG_CONFIG_HOME: '', TERM: 'xterm-256color' };
  const terminal = spawn(node, [...args, file], { name: 'xterm-256color', cols: 100, rows: 30, cwd: root, env });
  let written = '';
  let onData = () => {};
  terminal.onData((data) => {
    written += data;
    onData();
  });
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`nothing came in time; it has written\n${written}`)),
        PATIENCE_MS,
      );
      onData = () => {
        if (!holds()) return;
        clearTimeout(timer);
        onData = () => {};
        resolve();
      };
      onData();
    });
  /** The milliseconds from a key to the end of its frame, and that frame. */
  const press = async (key: string) => {
    written = '';
    const begun = performance.now();
    terminal.write(key);
    await until(() => written.includes(FRAME_END));
    return { millis: performance.now() - begun, frame: stripVTControlCharacters(written) };
  };
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 60));

  const keys: number[] = [];
  const menus: number[] = [];
  try {
    await until(() => stripVTControlCharacters(written).includes('(pprof) '));
    // The names are being found out from the first key on.
    await press('p');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await press(CLEAR_LINE);
    for (let round = 0; round < ROUNDS; round++) {
      for (const line of TYPED) {
        for (const key of line) {
          await quiet();
          const { millis, frame } = await press(key);
          keys.push(millis);
          if (/%/.test(frame)) menus.push(millis);
        }
        await quiet();
        await press(CLEAR_LINE);
        await quiet();
      }
    }
  } finally {
    terminal.kill();
    rmSync(home, { recursive: true, force: true });
  }
  if (menus.length === 0) throw new Error('no menu of functions was ever shown');
  return { keys, menus };
}
