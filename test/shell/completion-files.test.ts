import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { REPORTS } from '../../src/report/reports.ts';
import { completionFile } from '../../src/shell/completion-files/completion-file.ts';
import { completedFlags, type OtherFlags } from '../../src/shell/completion-files/flags.ts';
import { startInTerminal, type TerminalProgram } from '../support/pty.ts';

// The files are tried in the shells they are for, where those are installed.
const FLAGS: OtherFlags = {
  others: {
    base: { kind: 'text', help: "Subtract this profile: it's the one before." },
    tls_ca: { kind: 'text', help: 'The file with the authority.' },
    color: { kind: 'text', help: 'Colour the output: auto, "always" or `never`, \\ $HOME.' },
    e: { kind: 'text', help: 'Run these commands.' },
    seconds: { kind: 'seconds', help: 'Let a server record for so many seconds.' },
    http: { kind: 'text', help: 'Not here.' },
    version: { kind: 'switch', help: 'Print the version.' },
  },
  sampleTypes: [{ flag: 'inuse_space', type: 'inuse_space' }],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(folder, shell), completionFile(shell, FLAGS));
  const work = join(folder, 'work');
  mkdirSync(join(work, 'old runs'), { recursive: true });
  for (const file of ['heap.pb.gz', 'notes.txt', 'old runs/a.pb.gz', "it's.prof"]) writeFileSync(join(work, file), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What is typed, and what it may become: those it has to be offered, and those it must not. */
const CASES: readonly Case[] = [
  { typed: '-inuse', offered: ['-inuse_space'], refused: ['-color=', 'heap.pb.gz'] },
  { typed: '--inuse', offered: ['--inuse_space'] },
  { typed: '-to', offered: ['-top', '-topproto'] },
  { typed: '-foc', offered: ['-focus='] },
  { typed: '-relative', offered: ['-relative_percentages'] },
  { typed: '-color ', offered: ['auto', 'always', 'never'], refused: ['heap.pb.gz'] },
  { typed: '-color=al', offered: ['always'], refused: ['auto'] },
  { typed: '--color=al', offered: ['always'], refused: ['auto'] },
  { typed: '-sample_index=inuse_s', offered: ['inuse_space'], refused: ['cpu'] },
  { typed: '-top -unit=mini', offered: ['minimum'] },
  { typed: '-base he', offered: ['heap.pb.gz'] },
  { typed: '-base=he', offered: ['heap.pb.gz'] },
  { typed: '-top -trim=false -ver', offered: ['-version'] },
  { typed: '-tagfocus=key=x -ver', offered: ['-version'] },
  { typed: '-focus http://a:1 -ver', offered: ['-version'] },
  { typed: '-top he', offered: ['heap.pb.gz'], refused: ['notes.txt'] },
  { typed: '-tls_ca no', offered: ['notes.txt'] },
  { typed: '-e ', offered: [], refused: ['heap.pb.gz', 'notes.txt', '-top'] },
  { typed: '-http', offered: [], refused: ['-http='] },
  { typed: 'heap.pb.gz -to', offered: [], refused: ['-top'] },
  { typed: '-- -to', offered: [], refused: ['-top'] },
];

interface Case {
  readonly typed: string;
  readonly offered: readonly string[];
  readonly refused?: readonly string[];
}

test('every flag of a report is there, with help in one line', () => {
  const flags = completedFlags(FLAGS);
  expect(flags.map(({ name }) => name)).toEqual(expect.arrayContaining(REPORTS.map(({ name }) => name)));
  expect(flags.filter(({ help }) => help === '' || help.includes('\n'))).toEqual([]);
  expect(new Set(flags.map(({ name }) => name)).size).toBe(flags.length);
});

test('a shell there is no file for', () => {
  expect(() => completionFile('tcsh', FLAGS)).toThrow('invalid value "tcsh" for flag -completion');
});

describe.skipIf(!isInstalled('bash'))('bash (skipped where it is not installed)', () => {
  test('its file is valid', () => execFileSync('bash', ['-n', join(folder, 'bash')]));

  test.each(CASES)('pprof-shell $typed', ({ typed, offered, refused = [] }) => {
    const candidates = bashCandidates(`pprof-shell ${typed}`).map((text) => text.trimEnd());
    expect(candidates).toEqual(expect.arrayContaining(offered.filter((text) => !text.endsWith('.txt'))));
    for (const text of refused) expect(candidates).not.toContain(text);
  });

  test('where = splits no words, what stands before it is offered too', () => {
    expect(bashCandidates('pprof-shell -color=al', ' \t\n')).toEqual(['-color=always ']);
  });
});

/** The words bash offers at the end of a line, as its function says: readline adds files where it offers none. */
function bashCandidates(line: string, breaks = ' \t\n"\'><=;|&(:'): string[] {
  const isBreak = (char: string) => breaks.includes(char) && !/\s/.test(char);
  const words: string[] = [];
  for (const word of line.split(/(\s+)/)) {
    if (/^\s*$/.test(word)) continue;
    let part = '';
    for (const char of word) {
      // Signs that stand next to each other are one word.
      if (part !== '' && isBreak(char) !== isBreak(part[0])) {
        words.push(part);
        part = '';
      }
      part += char;
    }
    words.push(part);
  }
  if (line.endsWith(' ')) words.push('');
  const script = `source ../bash; COMPREPLY=(); _pprof_shell; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const quotedWords = words.map((word) => `'${word}'`).join(' ');
  const setUp = [
    'compopt() { :; }',
    `COMP_WORDBREAKS=$'${breaks.replaceAll("'", "\\'")}'`,
    `COMP_LINE='${line}' COMP_POINT=${line.length}`,
    `COMP_WORDS=(${quotedWords}) COMP_CWORD=${words.length - 1}`,
  ].join('; ');
  const output = execFileSync('bash', ['--norc', '-c', `${setUp}; ${script}`], { cwd: join(folder, 'work') });
  return output
    .toString()
    .split('\n')
    .filter((candidate) => candidate !== '');
}

describe.skipIf(!isInstalled('fish'))('fish (skipped where it is not installed)', () => {
  test('its file is valid', () => execFileSync('fish', ['--no-execute', join(folder, 'fish')]));

  test.each(CASES)('pprof-shell $typed', ({ typed, offered, refused = [] }) => {
    const candidates = fishCandidates(`pprof-shell ${typed}`).map((candidate) => candidate.split('\t')[0]);
    // fish writes a flag and its value together, and shows flags without their =.
    const bare = candidates.map((text) => text.replace(/^--?\w+=/, ''));
    expect(bare).toEqual(expect.arrayContaining(offered.map((text) => text.replace(/=$/, ''))));
    for (const text of refused) expect(bare.filter((candidate) => !candidate.startsWith('notes'))).not.toContain(text);
  });

  test('profiles come first, then directories', () => {
    expect(fishCandidates('pprof-shell -top ').slice(0, 3)).toEqual(['heap.pb.gz', "it's.prof", 'old runs/']);
    expect(fishCandidates('pprof-shell -base=')[0]).toBe(`-base=heap.pb.gz\t${FLAGS.others['base'].help}`);
    expect(fishCandidates('pprof-shell -top old\\ runs/')).toEqual(['old runs/a.pb.gz']);
  });

  test('help stands behind a flag as it is', () => {
    expect(fishCandidates('pprof-shell -col')).toContain(`-color\t${FLAGS.others['color'].help}`);
    expect(fishCandidates('pprof-shell -bas')).toContain(`-base\t${FLAGS.others['base'].help}`);
  });
});

function fishCandidates(line: string): string[] {
  const script = 'source ../fish; complete -C "$argv[1]"';
  const home = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const env = { ...process.env, ...home };
  const output = execFileSync('fish', ['--no-config', '-c', script, line], { cwd: join(folder, 'work'), env });
  return output
    .toString()
    .split('\n')
    .filter((candidate) => candidate !== '');
}

describe('at the keyboard (skipped where a shell is not installed)', () => {
  let program: TerminalProgram | undefined;
  afterEach(() => program?.kill());

  const SHELLS: Readonly<Record<string, { args: string[]; setUp: string }>> = {
    bash: { args: ['--norc', '--noprofile', '-i'], setUp: "PS1='ready> '; bind 'set bell-style none'" },
    zsh: { args: ['-f', '-i'], setUp: "autoload -U compinit; compinit -u -D; unsetopt beep; PS1='ready> '" },
  };

  async function start(shell: string): Promise<TerminalProgram> {
    const env = { HOME: folder, ZDOTDIR: folder, PS1: 'ready> ', INPUTRC: '/dev/null' };
    program = startInTerminal(shell, SHELLS[shell].args, { cwd: join(folder, 'work'), env, columns: 100, rows: 40 });
    program.write(`${SHELLS[shell].setUp}; source ../${shell}; clear; echo set up\r`);
    await program.until(/^set up\n+ready> *$/m);
    return program;
  }

  describe.each(Object.keys(SHELLS).map((shell) => [shell] as const))('%s', (shell) => {
    test.skipIf(!isInstalled(shell))('Tab completes flags, values and files', async () => {
      const terminal = await start(shell);
      const becomes = async (typed: string, line: string) => {
        terminal.write(`pprof-shell ${typed}\t`);
        await terminal.until((screen) => screen.includes(`ready> pprof-shell ${line}`));
        terminal.write('\u0015');
      };
      await becomes('-inu', '-inuse_space');
      await becomes('-foc', '-focus=');
      await becomes('--relat', '--relative_percentages');
      await becomes('-color=al', '-color=always');
      await becomes('-color alw', '-color always');
      await becomes('-base=he', '-base=heap.pb.gz');
      await becomes('-top he', '-top heap.pb.gz');
      await becomes('-tls_ca no', '-tls_ca notes.txt');
      await becomes('-top old', '-top old\\ runs/');
      await becomes('-top it', "-top it\\'s.prof");
    });
  });

  test.skipIf(!isInstalled('zsh'))('zsh shows help as it is', async () => {
    const terminal = await start('zsh');
    terminal.write('pprof-shell -co\t\t');
    await terminal.until('never`, \\ $HOME.');
  });
});
