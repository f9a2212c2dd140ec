import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Label, Mapping } from 'pprof-format';
import { describe, expect, onTestFinished, test } from 'vitest';
import { drawing } from '../support/draw-profile.ts';
import { startInTerminal } from '../support/pty.ts';
import { HEAP, KEY, openShell, ownSurroundings, PROGRAM, ROOT, type Shell, temporaryFolder } from './open-shell.ts';

/** A profile whose reports are longer than a pipe holds. */
const LONG = join(ROOT, 'examples/server/cpu.pb.gz');
const TOP_1 = /284\.99MB 61\.50% 61\.50% +385\.59MB 83\.21% +main\.\(\*Index\)\.Add/;

const historyOf = (home: string) => join(home, '.local/state/pprof-shell/history');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end, without a terminal. */
async function runToEnd(args: readonly string[], stdin: string): Promise<Ended> {
  const env = { ...process.env, ...ownSurroundings(temporaryFolder()) };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: ROOT, env });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

describe('a reader that has enough', () => {
  test.each(['-raw', "-e 'raw; raw'"])('ends %s without a word, and with status 0', (report) => {
    const script = `"$0" "$1" ${report} "$2" | head -1; echo "status \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, PROGRAM, LONG], { encoding: 'utf8' });
    expect(stdout).toBe('PeriodType: cpu nanoseconds\nstatus 0\n');
    expect(stderr.split('\n').filter((line) => !/^(File|Build ID|Type|Time|Duration|Entering)\b/.test(line))).toEqual([
      '',
    ]);
  });

  test('leaves a session as it is', async () => {
    const shell = await openShell({ args: [LONG] });
    expect(await shell.enter('raw | head -1')).toBe('PeriodType: cpu nanoseconds');
    expect(await shell.enter('traces | true')).toBe('');
    expect(await shell.enter('top 1')).toMatch(/Showing top 1 nodes/);
    expect(await shell.quit()).toBe(0);
  });
});

describe('without a place to keep things', () => {
  test('no HOME: the history is that of the session, and why settings cannot be saved is said', async () => {
    const shell = await openShell({ env: { HOME: undefined } });
    expect(await shell.enter('top 1')).toMatch(TOP_1);
    expect(await shell.enter('save settings')).toMatch(/neither XDG_CONFIG_HOME nor HOME is set/);
    expect(await shell.enter('history')).toMatch(/1 {2}top 1\n +2 {2}save settings/);
    expect(await shell.quit()).toBe(0);
  });

  // Nothing can be made in either, not even by root.
  test.each(['/dev/null', '/proc'])('HOME=%s', async (home) => {
    const shell = await openShell({ home });
    expect(await shell.enter('top 1')).toMatch(TOP_1);
    expect(await shell.enter('save settings')).toMatch(/^mkdir .*\n +settings stay for this session only$/);
    shell.write(KEY.up);
    await shell.until('(pprof) save settings');
    shell.write(KEY.ctrlC);
    expect(await shell.quit()).toBe(0);
  });
});

describe('the history', () => {
  test('two shells at once: all lines are kept whole and in order, for the user alone', async () => {
    const home = temporaryFolder();
    const shells = await Promise.all([openShell({ home }), openShell({ home })]);
    const scripts = ['nodecount', 'edgefraction'].map((option) =>
      Array.from({ length: 40 }, (_, i) => `${option}=${i + 1}`),
    );
    await Promise.all(
      shells.map(async (shell, i) => {
        await paste(shell, scripts[i]);
        await shell.quit();
      }),
    );
    const kept = readFileSync(historyOf(home), 'utf8').trimEnd().split('\n');
    for (const script of scripts) expect(kept.filter((line) => script.includes(line))).toEqual(script);
    expect(kept.filter((line) => line !== 'quit')).toHaveLength(80);
    expect(statSync(historyOf(home)).mode & 0o777).toBe(0o600);

    const next = await openShell({ home });
    expect(await next.enter('history nodecount=17')).toMatch(/ {2}nodecount=17$/m);
    expect(await next.enter('history edgefraction=17')).toMatch(/ {2}edgefraction=17$/m);
  });

  test('a line with a password is not kept', async () => {
    const home = temporaryFolder();
    const shell = await openShell({ home });
    await shell.enter('load http://me:geheim@127.0.0.1:1/debug/pprof/heap');
    await shell.enter('top 1');
    expect(await shell.enter('history')).not.toContain('geheim');
    await shell.quit();
    expect(readFileSync(historyOf(home), 'utf8')).toMatch(/^top 1\nhistory\n/);
  });
});

/** Pastes lines, and runs them. */
async function paste(shell: Shell, lines: readonly string[]): Promise<string> {
  const from = shell.mark();
  shell.paste(lines.join('\n'));
  await shell.until(`${lines.length} lines pasted`);
  shell.write(KEY.enter);
  // Each is shown behind a prompt of its own.
  return shell.promptAfter(from + lines.length - 1);
}

describe('much at once', () => {
  const LINES = 10_000;
  // Each line changes something, and what comes out at the end depends on the last ones.
  const script = `${Array.from({ length: LINES }, (_, i) => `nodecount=${(i % 9) + 2}\n`).join('')}nodecount=1\ntop\n`;

  test('a script of 10,000 lines on standard input', async () => {
    const { status, stdout } = await runToEnd([HEAP], script);
    expect(status).toBe(0);
    expect(stdout.match(/\(pprof\) /g)).toHaveLength(LINES + 3);
    expect(stdout).toMatch(TOP_1);
    expect(stdout).toContain('Showing top 1 nodes');
  });

  test('the same by source, with a mistake in the last line', async () => {
    const file = join(temporaryFolder(), 'script');
    writeFileSync(file, `${script}tpo\n`);
    const { status, stdout, stderr } = await runToEnd(['-e', `source ${file}`, HEAP], '');
    expect(stdout).toMatch(TOP_1);
    expect(stderr).toContain(`${file}:${LINES + 3}: unrecognized command: "tpo"`);
    expect(status).toBe(1);
  });

  test('a paste of a megabyte is refused, and the line stays', async () => {
    const shell = await openShell();
    shell.write('top ');
    await shell.until('(pprof) top');
    shell.paste('x'.repeat(2 ** 20));
    await shell.until(/a line ends at \d+ characters/);
    shell.write('1\r');
    await shell.until(/Showing top 1 nodes/);
  });

  test('20,000 pasted lines are asked about, and all run', async () => {
    const shell = await openShell();
    await paste(
      shell,
      Array.from({ length: 20_000 }, (_, i) => `nodecount=${(i % 9) + 1}`),
    );
    expect(await shell.enter('top')).toMatch(/Showing top 2 nodes/);
  });
});

const ESCAPE = '\u001b';

test('TERM=dumb: lines without any escape sequence', async () => {
  const env = { ...ownSurroundings(temporaryFolder()), TERM: 'dumb' };
  const program = startInTerminal(process.execPath, [PROGRAM, HEAP], { cwd: ROOT, env });
  onTestFinished(() => program.kill());
  await program.until(/^\(pprof\) *$/m);
  program.write('top 1\rtpo\rfind\r');
  await program.until(/find needs a terminal to draw on/);
  program.write('quit\r');
  expect(await program.exited).toBe(0);
  expect(program.scrollback()).toMatch(TOP_1);
  expect(program.output()).not.toContain(ESCAPE);
});

describe('sizes', () => {
  test('20 columns and 5 rows: everything opens, says what it needs, and leads back', async () => {
    const shell = await openShell({ columns: 20, rows: 5 });
    shell.write('pe');
    await shell.until(/^\(pprof\) pe\ninuse_space\n +peek/m);
    shell.write(KEY.ctrlC);
    for (const screen of ['find', 'browse']) {
      const from = shell.mark();
      shell.write(`${screen}\r`);
      await shell.until(/needs \d+x\d+/);
      shell.write(KEY.escape);
      await shell.promptAfter(from);
    }
    const from = shell.mark();
    shell.write('top | pager\r');
    await shell.until(/^1-4 of \d+/m);
    expect(shell.lines().every((line) => line.length <= 20)).toBe(true);
    shell.write('q');
    await shell.promptAfter(from);
    expect(await shell.quit()).toBe(0);
  });

  test('500 columns and 200 rows: everything takes the room there is', async () => {
    const shell = await openShell({ columns: 500, rows: 200 });
    shell.write('list e');
    await shell.until(/^\(pprof\) list e\n.*\n {2}\S.*\d%$/m);
    shell.write(KEY.ctrlC);
    let from = shell.mark();
    shell.write('find\r');
    await shell.until((screen) => /^Esc back/m.test(screen.split('\n')[199]));
    shell.write(KEY.escape);
    from = await leftScreen(shell, from);
    shell.write('browse\r');
    await shell.until((screen) => /^q quit/m.test(screen.split('\n')[199]));
    shell.write('q');
    from = await leftScreen(shell, from);
    shell.write('raw | pager\r');
    await shell.until(/lines 1-199 of \d{3,}/);
    shell.write('q');
    await leftScreen(shell, from);
    expect(await shell.quit()).toBe(0);
  });
});

/** The place of the prompt after a screen. */
async function leftScreen(shell: Shell, from: number): Promise<number> {
  await shell.promptAfter(from);
  return shell.mark();
}

test('LC_ALL=C: nothing but ASCII is written, whatever is open', async () => {
  const shell = await openShell({ env: { LC_ALL: 'C' } });
  await shell.enter('names=short');
  await shell.enter('top 5 focus');
  shell.write('list slices');
  await shell.until(/^ {2}slices\./m);
  shell.write(KEY.ctrlC);
  await shell.enter('names slices');
  const screens = ['find', 'browse', 'bottomup', 'sandwich tagsOf', 'flame', 'top -i', 'source tagsOf', 'tags -i'];
  for (const screen of [...screens, 'goroutines', 'raw | pager', 'focus=größe; browse']) {
    const from = shell.mark();
    shell.write(`${screen}\r`);
    await shell.until((text) => shell.isAlternateScreen() && text.trim() !== '');
    shell.write(KEY.down);
    shell.write(KEY.escape);
    await shell.promptAfter(from);
  }
  await shell.quit();
  expect(shell.output().match(/.{0,20}[\u0080-\u{10ffff}].{0,20}/gu)).toBeNull();
  expect(shell.output()).toContain('slices.Sorted[string]');
});

test('paths as on Windows are taken as they are', async () => {
  const folder = temporaryFolder();
  for (const file of ['C:\\heap.pb.gz', 'D:\\My Profiles\\heap 2.pb.gz']) copyFileSync(HEAP, join(folder, file));
  const shell = await openShell({ cwd: folder });
  expect(await shell.enter('load C:\\heap.pb.gz')).toBe('2: C:\\heap.pb.gz  inuse_space 463.42MB');
  expect(await shell.enter('load "D:\\My Profiles\\heap 2.pb.gz"')).toMatch(/^3: D:\\My Profiles\\heap 2\.pb\.gz /);
  expect(await shell.enter('load \\\\server\\share\\none.pb.gz')).toMatch(/^\\\\server\\share\\none\.pb\.gz: stat /);
  expect(await shell.enter('use C:\\heap.pb.gz')).toBe('2: C:\\heap.pb.gz');
  // The file is shown by its name alone.
  await shell.until(/^#2 of 3 heap\.pb\.gz · inuse_space/m);
  await shell.enter('top 1 > C:\\top.txt');
  expect(readFileSync(join(folder, 'C:\\top.txt'), 'utf8')).toMatch(TOP_1);
});

test('Ctrl-Z and fg: the shell that started it has the terminal meanwhile, and the line is still there', async () => {
  const env = { ...ownSurroundings(temporaryFolder()), PS1: 'bash> ' };
  const bash = startInTerminal('bash', ['--norc', '--noprofile', '-i'], { cwd: ROOT, env, columns: 120 });
  onTestFinished(() => bash.kill());
  await bash.until(/^bash> $/m);
  bash.write(`${process.execPath} ${PROGRAM} ${HEAP}\r`);
  await bash.until(/^\(pprof\) *$/m);
  bash.write('top 1');
  await bash.until('(pprof) top 1');
  bash.write(KEY.ctrlZ);
  await bash.until(/Stopped.*\n(?:.*\n)*bash> $/m);
  bash.write("stty -a | tr -s ' ;' '\\n' | grep -x -e '-*icanon' -e '-*echo'\r");
  await bash.until(/^icanon\necho\n/m);
  bash.write('fg\r');
  await bash.until(/^\(pprof\) top 1\n.*inuse_space/m);
  bash.write(' -cum\r');
  await bash.until(/Showing top 1 nodes(?:.*\n)*\(pprof\) *$/m);
  expect(bash.scrollback()).toMatch(/^\(pprof\) top 1 -cum\n/m);
  bash.write('quit\r');
  await bash.until(/^\(pprof\) quit\nbash> $/m);
  bash.write('exit\r');
  expect(await bash.exited).toBe(0);
});

describe('a program behind |', () => {
  test('has all keys while it runs, and the prompt has them again', async () => {
    const shell = await openShell();
    const from = shell.mark();
    shell.write(
      `top 1 | sh -c 'echo ready; read first </dev/tty; read second </dev/tty; cat; echo "$first, $second"'\r`,
    );
    await shell.until(/^ready$/m);
    // In pieces, as they are typed: every one of them must get there.
    for (const piece of ['a', 'bc', 'd', '\r', 'e', 'f', '\r']) {
      shell.write(piece);
      await shell.until((screen) => screen.includes(piece.trim()));
    }
    expect(await shell.promptAfter(from)).toMatch(/^abcd, ef$/m);
    expect(await shell.enter('top 1')).toMatch(TOP_1);
  });

  test.runIf(existsSync('/usr/bin/less'))('less scrolls, searches, and leaves', async () => {
    const shell = await openShell({ args: [LONG], env: { LESS: undefined } });
    const from = shell.mark();
    shell.write('raw | less -X\r');
    await shell.until(/^PeriodType: cpu nanoseconds/m);
    shell.write('/^Mappings');
    await shell.until(/^\/\^Mappings$/m);
    shell.write('\r');
    await shell.until(/^Mappings$/m);
    shell.write('q');
    await shell.promptAfter(from);
    expect(await shell.enter('top 1')).toMatch(/Showing top 1 nodes/);
  });

  test('Ctrl-C ends the program, not the shell', async () => {
    const shell = await openShell();
    const from = shell.mark();
    shell.write("top 1 | sh -c 'echo ready; exec sleep 60'\r");
    await shell.until(/^ready$/m);
    shell.write(KEY.ctrlC);
    await shell.promptAfter(from);
    expect(await shell.enter('top 1')).toMatch(TOP_1);
  });
});

describe('a profile whose names are meant for the terminal', () => {
  /** What would write a title, colour, clear, reset, print, delete, reverse, and pretend to be a prompt. */
  const EVIL = [
    'title\u001b]0;owned\u0007',
    'color\u001b[97;101mred',
    'clear\u001b[3J\u001b[1;1f',
    'reset\u001bc',
    'print\u009b5i',
    'delete\b\b\b\u007f',
    'reversed\u202eteser',
    'line\r\n(pprof) owned',
    'dcs\u001bP1$r0m\u001b\\\\',
  ];

  /** A profile that has them wherever it has text. */
  function evilProfile(folder: string): string {
    const profile = drawing(EVIL.map((_, i) => `main;f${i};g${i}@file${i}.go:${i + 1} ${100 + i}`).join('\n'));
    const { stringTable } = profile;
    const evilAt = (i: number) => stringTable.dedup(EVIL[i % EVIL.length]);
    for (const [i, fn] of profile.function.entries()) {
      fn.name = stringTable.dedup(`evil${i}.${EVIL[i % EVIL.length]}`);
      fn.systemName = fn.name;
      fn.filename = stringTable.dedup(`/tmp/${EVIL[i % EVIL.length]}.go`);
    }
    for (const [i, sample] of profile.sample.entries())
      sample.label = [new Label({ key: evilAt(i), str: evilAt(i + 1) })];
    profile.mapping = [new Mapping({ id: 1, memoryStart: 1, memoryLimit: 2, filename: evilAt(0), buildId: evilAt(1) })];
    profile.comment = EVIL.map((_, i) => evilAt(i));
    profile.docUrl = stringTable.dedup(`https://${EVIL[0]}`);
    const file = join(folder, 'evil \u001b]0;owned\u0007.pb');
    writeFileSync(file, profile.encode());
    return file;
  }

  test('nothing of that reaches it, through no command', async () => {
    const folder = temporaryFolder();
    const file = evilProfile(folder);
    // What is typed has no control characters, so a second one needs a plainer name.
    copyFileSync(file, join(folder, 'second.pb'));
    const shell = await openShell({ args: [file], cwd: folder, columns: 120 });
    const lines = [
      ...['top', 'top -cum', 'text', 'tree', 'peek .', 'traces', 'tags', 'raw', 'comments', 'list .', 'disasm .'],
      ...['folded', 'speedscope', 'dot', 'callgrind', 'top -mine', 'names', 'names=short', 'top', 'names=full', 'o'],
      ...['top -json', 'top -csv', 'top -markdown', 'traces -json', 'tags -csv', 'raw -markdown', 'peek . -markdown'],
      ...['help flat', 'help cpu', 'profiles', 'load second.pb', 'use 1', 'diff 1 2', 'base 2', 'close', 'use owned'],
      ...['check "flat(evil3) < 1%"', 'mine', 'mine which', 'reset', 'focus=evil3', 'filters', 'undo', 'copy tags'],
      ...[
        'weblist evil1 > /dev/null',
        'proto > /dev/null',
        'lines=true',
        'top',
        'granularity=files',
        'tree',
        'reset all',
      ],
      ...['raw | cat', 'top | cat', 'top -json | cat', 'top -csv | cat', 'comments | cat', 'tagroot=title', 'top'],
    ];
    for (const line of lines) expect(/^\(pprof\) owned/m.test(await shell.enter(line)), line).toBe(false);
    for (const typed of ['peek evil', 'focus=red', 'tagfocus=', 'use ', 'load evi']) {
      shell.write(typed);
      shell.write(KEY.tab);
      await shell.until(/^ {2}\S|nothing to complete/m);
      shell.write(KEY.ctrlC);
      await shell.until((screen) => !screen.includes(typed.trim()));
    }
    const views = ['browse', 'bottomup', 'sandwich evil16', 'flame', 'top -i', 'source evil1', 'tags -i', 'goroutines'];
    for (const screen of ['find evil', 'raw | pager', ...views]) {
      const from = shell.mark();
      shell.write(`${screen}\r`);
      await shell.until((text) => shell.isAlternateScreen() && /\\x1b|\\u202e|\\x0d/.test(text));
      shell.write(KEY.down + KEY.down);
      shell.write(KEY.escape);
      await shell.promptAfter(from - 1);
    }
    // The menu is headed by a name, filters come from names, and so does the line of record.
    for (const view of views.slice(0, -3)) {
      const from = shell.mark();
      shell.write(`${view}\r`);
      await shell.until((text) => shell.isAlternateScreen() && text.includes('\\u202e'));
      shell.write('/reversed\r\r');
      await shell.until(/── .*(reversed|line)/);
      shell.write('f');
      // A long breadcrumb leaves the filter out.
      await shell.until(/^evil .* › (?:focus=\^evil.*|…) › /);
      shell.write('q');
      await shell.promptAfter(from);
      await shell.enter('reset');
    }
    await shell.quit();

    expect(shell.output()).toContain('evil16.line\\x0d\\x0a(pprof) owned');
    expect(foreignControls(shell.output())).toEqual([]);
  });

  /** What is not text, and not written by the shell itself, with what stands around it. */
  function foreignControls(output: string): readonly string[] {
    const rest = output.replace(OWN_SEQUENCES, '').replace(/\r\n|\t/g, ' ');
    return Array.from(
      rest.matchAll(/.{0,30}[\p{Control}\u202a-\u202e\u2066-\u2069\ufffd].{0,10}/gsu),
      ([found]) => found,
    );
  }
});

/** What the shell writes itself: colours of its themes, moves, erasing, modes, and the clipboard. */
const OWN_SEQUENCES = new RegExp(
  [
    // To the beginning of a row that is then cleared.
    `\r${ESCAPE}\\[K`,
    `${ESCAPE}\\[(?:(?:0|1|2|4|7|9|2[2479]|3[0-79]|9[0-6]|38;5;\\d+|(?:38;5;\\d+;)?48;5;\\d+)?m|\\d*[ABEG]|[02]?K|2?J|(?:1;1)?H)`,
    // Rows of views: in a frame that does not wrap, each from its first column to what is left of it.
    `(?<=${ESCAPE}\\[(?:\\?7l|K))${ESCAPE}\\[\\d+;1H`,
    `(?<=${ESCAPE}\\[\\?7h)${ESCAPE}\\[\\d+;\\d+H(?=${ESCAPE}\\[\\?25h)`,
    `${ESCAPE}\\[\\?(?:7|25|1000|1006|1049|2004|2026)[hl]`,
    `${ESCAPE}\\]52;c;[A-Za-z0-9+/=]*\u0007`,
  ].join('|'),
  'g',
);

describe('Ctrl-C stops a load', () => {
  /** The address of a server that never answers. */
  async function silentServer(): Promise<string> {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/debug/pprof/heap`;
  }

  test('at the start, which ends the program', async () => {
    const env = ownSurroundings(temporaryFolder());
    const program = startInTerminal(process.execPath, [PROGRAM, await silentServer()], { cwd: ROOT, env });
    onTestFinished(() => program.kill());
    await program.until('Fetching profile');
    program.write(KEY.ctrlC);
    expect(await program.exited).toBe(130);
    expect(program.text()).toContain('cancelled');
  });

  test('in the shell, which goes on as it was', async () => {
    const shell = await openShell();
    await shell.enter('focus=tagsOf');
    const from = shell.mark();
    shell.write(`load ${await silentServer()}\r`);
    await shell.until('Fetching profile');
    shell.write(KEY.ctrlC);
    expect(await shell.promptAfter(from)).toMatch(/stopped$/);
    expect(await shell.enter('profiles')).not.toMatch(/127\.0\.0\.1/);
    expect(await shell.enter('top 1')).toMatch(/focus=tagsOf/);
  });
});
