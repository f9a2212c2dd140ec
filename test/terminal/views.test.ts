/** The views as one meets them: from the prompt, over each other, and back, in a real terminal. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { drawing } from '../support/draw-profile.ts';
import { startInTerminal } from '../support/pty.ts';
import {
  HEAP,
  KEY,
  openShell,
  ownSurroundings,
  PROGRAM,
  ROOT,
  type Shell,
  type ShellMark,
  temporaryFolder,
} from './open-shell.ts';

const GOROUTINES = join(ROOT, 'examples/server/goroutine.pb.gz');
const ESCAPE = '\u001b';

/** Modes of the terminal that a view asks for, and gives back. */
const CURSOR = 25;
const WRAP = 7;
const CLICKS = 1000;

/** A view, as it looks on the heap profile at 80x24. */
interface Opened {
  readonly line: string;
  readonly shows: RegExp;
  /** Keys that go somewhere in it. */
  readonly keys: string;
  /** What it shows then. */
  readonly shown: RegExp;
  /** The line of record when it is left there; undefined where that is the line that was typed. */
  readonly record?: string;
}

const VIEWS: Readonly<Record<string, Opened>> = {
  browse: {
    line: 'browse',
    shows: /^> +0 +0% +463\.42MB +100% +▾ runtime\.main$/m,
    keys: `e/tagsof${KEY.enter}`,
    shown: /^> +62\.84MB +13\.56% +100\.60MB +21\.71% +▾ main\.tagsOf$/m,
    record: 'browse ^main\\.tagsOf$',
  },
  bottomup: {
    line: 'bottomup',
    shows: /^> +284\.99MB +61\.50% +▸ main\.\(\*Index\)\.Add$/m,
    keys: 'j',
    shown: /^> +62\.84MB +13\.56% +[▸▾] main\.tagsOf$/m,
    record: 'bottomup ^main\\.tagsOf$',
  },
  sandwich: {
    line: 'sandwich ^main\\.tagsOf$',
    shows: /100\.60MB +21\.71% +▸ main\.\(\*Index\)\.Add\n> +62\.84MB +13\.56% +100\.60MB +21\.71% +── main\.tagsOf$/m,
    keys: 'k',
    shown: /^> .*main\.\(\*Index\)\.Add$/m,
  },
  flame: {
    line: 'flame',
    shows: /^all\ncum 463\.42MB 100% {2}flat 0 0%$/m,
    keys: `/tagsof${KEY.enter}`,
    shown: /^main\.tagsOf .*\ncum 100\.60MB 21\.71% {2}flat 62\.84MB 13\.56% /m,
  },
  top: {
    line: 'top -i',
    shows: /^> +284\.99MB +61\.50% +61\.50% +385\.59MB +83\.21% +main\.\(\*Index\)\.Add$/m,
    keys: 'j',
    shown: /^> +62\.84MB +13\.56% +75\.06% +100\.60MB +21\.71% +main\.tagsOf$/m,
    record: 'top -i 2',
  },
  source: {
    line: 'source ^main\\.\\(\\*Index\\)\\.Add$',
    shows: /^ +93\.93MB +93\.93MB ▄ +61 {5}ix\.entries = append[\s\S]*^> +168\.16MB +168\.16MB █ +65 /m,
    keys: 'j',
    shown: /^> +\. +100\.60MB ▅ +66 .*tagsOf\(rec\)/m,
    // As the profile calls it.
    record: 'source /work/main/examples/oom/main.go:66',
  },
  find: {
    line: 'find tagsof',
    shows: /^> +62\.84MB +13\.56% +100\.60MB +21\.71% +main\.tagsOf$/m,
    keys: '',
    shown: /^callees of main\.tagsOf\n +30\.07MB +6\.49% +fmt\.Sprintf$/m,
  },
  tags: {
    line: 'tags -i bytes',
    shows: /^> +463\.42MB +100% +█+ +▾ bytes {2}99 values$/m,
    keys: 'j',
    shown: /^> +59\.63MB +12\.87% +34 .*16B to 32B/m,
  },
};

/** Types a line that opens a view, and waits for it. Gives the place of the prompt. */
async function open(shell: Shell, line: string, shows: RegExp): Promise<ShellMark> {
  const from = shell.mark();
  shell.write(`${line}\r`);
  await shell.until((screen) => shell.isAlternateScreen() && shows.test(screen));
  return from;
}

/** Presses keys until the screen shows something. */
async function press(
  shell: Pick<Shell, 'write' | 'until'>,
  keys: string,
  shows: Parameters<Shell['until']>[0],
): Promise<void> {
  shell.write(keys);
  await shell.until(shows);
}

/** Leaves all views; gives what stands between the prompt that was there and the new one. */
async function leave(shell: Shell, from: ShellMark): Promise<string> {
  shell.write('q');
  return shell.promptAfter(from);
}

/** The row that is selected. */
const selectedRow = (shell: Pick<Shell, 'lines'>) => shell.lines().find((line) => line.startsWith('>'));

/** The values that a report prints for names, one row each. */
function valuesIn(report: string): ReadonlyMap<string, string> {
  const rows = report.matchAll(/^ +(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) {2}(\S+)(?: \(inline\))?$/gm);
  return new Map(
    [...rows].map(([, flat, flatShare, cum, cumShare, name]) => [name, [flat, flatShare, cum, cumShare].join(' ')]),
  );
}

const inOneBlank = (text: string) => text.trim().replace(/\s+/g, ' ');

describe('from the prompt and back', () => {
  test('each view opens, leaves what is above alone and one line of record, which leads to the same place', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    await shell.enter('top 3');
    const above = () => shell.textOfRows(0, shell.mark());
    for (const { line, shows, keys, shown, record = line } of Object.values(VIEWS)) {
      const before = above();
      const from = await open(shell, line, shows);
      await press(shell, keys, shown);
      shell.write(KEY.escape);
      await shell.promptAfter(from);
      const told = record === line ? [line] : [line, record];
      expect(above()).toBe([before, ...told.map((text) => `(pprof) ${text}`)].join('\n'));

      const again = await open(shell, record, record === line ? shows : shown);
      shell.write(KEY.escape);
      await shell.promptAfter(again);
    }
    expect(await shell.quit()).toBe(0);
  });

  test('they show the numbers of the reports', async () => {
    const shell = await openShell({ columns: 120, rows: 40 });
    const printed = valuesIn(await shell.enter('top 40 -cum'));
    expect(printed.size).toBeGreaterThan(15);
    const valuesOf = (name: string) => printed.get(name) ?? `${name} is not printed`;

    // In a table of its own, each of them.
    const from = await open(shell, 'top -i', /row 1 of \d+/);
    const shown = shell.lines().flatMap((row) => {
      const [, flat, flatShare, cum, cumShare, name] =
        /^[> ] +(\S+) +(\S+%) +\S+% +(\S+) +(\S+%) {2}(\S.*)$/.exec(row) ?? [];
      return name === undefined ? [] : [[name, [flat, flatShare, cum, cumShare].join(' ')] as const];
    });
    expect(Object.fromEntries(shown)).toMatchObject(Object.fromEntries(printed));
    await leave(shell, from);

    // Where a function is called from one place alone, its row has all of its values.
    for (const name of ['main.(*Index).Add', 'main.tagsOf']) {
      const [flat, flatShare, cum, cumShare] = valuesOf(name).split(' ');
      const pattern = `^${name.replace(/[.*()]/g, '\\$&')}$`;
      const seen = async (line: string, row: string) => {
        const before = await open(shell, line, /^[q?E]/m);
        await shell.until((screen) => screen.split('\n').some((text) => inOneBlank(text).includes(row)));
        await leave(shell, before);
      };
      await seen(`browse ${pattern}`, `${flat} ${flatShare} ${cum} ${cumShare} ▾ ${name}`);
      await seen(`sandwich ${pattern}`, `> ${flat} ${flatShare} ${cum} ${cumShare} ── ${name}`);
      await seen(`bottomup ${pattern}`, `> ${flat} ${flatShare} ▾ ${name}`);
      await seen(`flame ${pattern}`, `cum ${cum} ${cumShare} flat ${flat} ${flatShare}`);
      await seen(`source ${pattern}`, `flat ${flat} cum ${cum} ${cumShare}`);
    }
  });

  test('the values of source lines are those of list', async () => {
    const shell = await openShell({ columns: 120, rows: 40 });
    const listed = [...(await shell.enter('list ^main.tagsOf$')).matchAll(/^ +(\S+) +(\S+) +(\d+):/gm)];
    expect(listed.length).toBeGreaterThan(5);
    const from = await open(shell, 'source ^main.tagsOf$', /source › main\.tagsOf/);
    for (const [, flat, cum, number] of listed) {
      expect(shell.text()).toMatch(
        new RegExp(`^[> ] +${flat} +${cum} .? +${number}( |$)`.replace(/\.(?=\d)/g, '\\.'), 'm'),
      );
    }
    await leave(shell, from);
  });
});

describe('sizes', () => {
  const LINES = [...Object.values(VIEWS).map(({ line }) => line), 'goroutines'];

  test.each([
    [200, 50],
    [40, 10],
  ])('%i columns and %i rows: each view takes the room there is', async (columns, rows) => {
    const shell = await openShell({ columns, rows });
    for (const line of LINES) {
      const from = await open(shell, line, /^(?:.*\n)+(?:q quit|Esc back|small terminal)/);
      const lines = shell.lines();
      expect(lines).toHaveLength(rows);
      expect(lines[rows - 1], line).toMatch(/^(?:q quit|Esc back|small terminal: 80x24 shows more)/);
      expect(lines[0], line).toMatch(line.startsWith('find') ? /^find: tagsof/ : / › /);
      // The second to last row is used where there is room.
      shell.write(KEY.escape);
      await shell.promptAfter(from);
    }
    expect(await shell.quit()).toBe(0);
  });

  test('a view follows the terminal, says what it needs where that is too small, and is there again', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    await press(shell, `e${KEY.down}${KEY.down}`, /^> .*main\.run$/m);
    shell.resize(120, 40);
    await shell.until((screen) => /^q quit/.test(screen.split('\n')[39]) && /^> .*main\.run$/m.test(screen));
    shell.resize(20, 5);
    await shell.until(/^needs 30x6/m);
    shell.resize(80, 24);
    await shell.until((screen) => /^q quit/.test(screen.split('\n')[23]) && /^> .*main\.run$/m.test(screen));
    expect(shell.lines().filter((row) => / main\.main$/.test(row))).toHaveLength(1);
    // Keys work on what is there.
    await press(shell, KEY.down, /^> .*main\.ingest$/m);
    await leave(shell, from);
  });
});

describe('one view over the other', () => {
  test('from browse to flame to source and back to the same row; q leaves them all', async () => {
    const shell = await openShell({ columns: 200, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    await press(shell, '/tagsof\r', /^> .*main\.tagsOf$/m);
    const tree = shell.lines().slice(0, -1);
    await press(shell, 'F', /› browse › flame › .*main\.tagsOf\n[\s\S]*cum 100\.60MB 21\.71%/);
    await press(shell, 's', /› browse › flame › source › main\.tagsOf[\s\S]*30\.07MB/);
    await press(shell, KEY.escape, /› browse › flame › .*main\.tagsOf\n[\s\S]*cum 100\.60MB 21\.71%/);
    shell.write(KEY.escape);
    await shell.until((screen) => screen.startsWith(tree.join('\n')));
    await press(shell, 'S', /› sandwich › main\.tagsOf/);
    await press(shell, 'T', /› sandwich › top › \^main\\\.tagsOf\$\n/);
    expect(shell.isAlternateScreen()).toBe(true);
    expect(await leave(shell, from)).toMatch(/^top -i \^main\\\.tagsOf\$$|^\(pprof\) top -i \^main\\\.tagsOf\$$/);
  });

  test('each view opens from each other by its key, on what is selected', async () => {
    const shell = await openShell({ columns: 200, rows: 24 });
    const opened = { b: 'browse', B: 'bottomup', S: 'sandwich', F: 'flame', T: 'top', s: 'source', t: 'tags' };
    for (const start of ['browse ^main\\.tagsOf$', 'flame ^main\\.tagsOf$', 'top -i', 'source ^main.tagsOf$']) {
      const from = await open(shell, start, /main\.tagsOf/);
      const own = start.split(' ')[0];
      for (const [key, name] of Object.entries(opened)) {
        if (name === own) continue;
        await press(shell, key, new RegExp(`› ${own} › ${name}\\b`));
        await press(shell, KEY.escape, new RegExp(`› ${own}(?! › (?:${Object.values(opened).join('|')})\\b)`));
      }
      await leave(shell, from);
    }
  });

  test('Enter opens the menu, and what is chosen there is done', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'browse ^main\\.tagsOf$', /^> .*main\.tagsOf$/m);
    await press(shell, KEY.enter, /^── main\.tagsOf ─+\n> f {2}focus/m);
    // It goes round: up from the first is the last, which copies.
    await press(shell, KEY.up, /^> y {2}copy/m);
    await press(shell, KEY.enter, /^copied$/m);
    expect(shell.output()).toContain(`\u001b]52;c;${Buffer.from('main.tagsOf').toString('base64')}\u0007`);
    await press(shell, KEY.enter, /^> f {2}focus/m);
    await press(shell, KEY.escape, /^q quit/m);
    await press(shell, `${KEY.enter}jjj`, /^> s {2}source/m);
    await press(shell, KEY.enter, /› browse › source › main\.tagsOf/);
    await press(shell, KEY.escape, /^> .*main\.tagsOf$/m);
    // A key counts in the menu too; what is printed leaves the views, and is the line of record.
    shell.write(`${KEY.enter}p`);
    const printed = await shell.promptAfter(from);
    expect(printed).toMatch(/^\(pprof\) peek \^main\\\.tagsOf\$\n[\s\S]*62\.84MB.*\| main\.tagsOf\n/);
  });
});

describe('filters', () => {
  test('f, i and H set them, u takes them back; the session has them, and so has the line of record', async () => {
    const shell = await openShell({ columns: 100, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    await press(shell, '/tagsof\r', /^> .*main\.tagsOf$/m);
    await press(
      shell,
      'f',
      /focus=\^main\\\.tagsOf\$ 21\.71% of 463\.42MB › browse\n[\s\S]*^> +62\.84MB.* main\.tagsOf$/m,
    );
    await press(shell, 'u', /inuse_space › browse\n[\s\S]*^taken back: focus=\^main\\\.tagsOf\$$/m);
    await press(shell, 'f', /focus=\^main\\\.tagsOf\$ 21\.71% of 463\.42MB › browse\n/);
    await press(shell, '/sprintf\r', /^> .*fmt\.Sprintf$/m);
    await press(shell, 'i', (screen) => !screen.includes('fmt.Sprintf') && screen.includes('main.tagsOf'));
    await press(shell, '/eachline\r', /^> .*main\.eachLine$/m);
    await press(shell, 'H', (screen) => !screen.includes('main.eachLine') && screen.includes('main.ingest.func1'));
    const left = await leave(shell, from);
    expect(await shell.enter('filters')).toMatch(
      /focus=\^main\\\.tagsOf\$[\s\S]*ignore=\^fmt\\\.Sprintf\$[\s\S]*hide=\^main\\\.eachLine\$/,
    );
    const values = valuesIn(await shell.enter('top 40 -cum'));

    // The same again, from the line alone.
    const record = left.replace('(pprof) ', '');
    expect(record).toMatch(/^focus=\^main\\\.tagsOf\$; ignore=\^fmt\\\.Sprintf\$; hide=\^main\\\.eachLine\$; browse/);
    await shell.enter('reset');
    await leave(shell, await open(shell, record, /› browse\n[\s\S]*main\.ingest\.func1/));
    expect(valuesIn(await shell.enter('top 40 -cum'))).toEqual(values);
  });

  test('what was taken back and done again is in the line of record as what it is', async () => {
    const shell = await openShell({ columns: 100, rows: 24 });
    const from = await open(shell, 'flame ^main.tagsOf$', /cum 100\.60MB/);
    await press(shell, 'f', /focus=\^main\\\.tagsOf\$|› … ›/);
    await press(shell, 'u', /^taken back/m);
    await press(shell, KEY.ctrlR, /^done again: focus=\^main\\\.tagsOf\$$/m);
    expect(await leave(shell, from)).toMatch(/^\(pprof\) focus=\^main\\\.tagsOf\$; flame /);
  });

  test('v shows the next sample type, and stays at the row', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'top -i', /^> .*main\.\(\*Index\)\.Add$/m);
    await press(shell, 'j', /^> .*main\.tagsOf$/m);
    await press(shell, 'v', /› alloc_objects › top\n[\s\S]*^> .*main\.tagsOf$/m);
    expect(await leave(shell, from)).toBe('(pprof) sample_index=alloc_objects; top -i 2');
    await shell.until(/gz · alloc_objects$/m);
  });
});

describe('keys', () => {
  test('? lists them, / searches, n and N go on', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    await press(shell, '?', /^ {2}e \* +open the heaviest path below$/m);
    await press(shell, KEY.down, (screen) => !/^ {2}Space /m.test(screen));
    await press(shell, KEY.escape, /^> .*runtime\.main$/m);
    await press(shell, '/json', /^> .*json[\s\S]*^\/json$/m);
    await press(shell, KEY.enter, /^q quit/m);
    const selected = () => /\S+$/.exec(selectedRow(shell) ?? '')?.[0];
    const first = selected();
    await press(shell, 'n', () => selected() !== first);
    await press(shell, 'N', () => selected() === first);
    // Esc takes a search back to where it began.
    await press(shell, '/strings', /^> .*strings\./m);
    await press(shell, KEY.escape, () => selected() === first);
    await leave(shell, from);
  });

  test('what is typed while a view opens is meant for it', async () => {
    const shell = await openShell({ columns: 200, rows: 24 });
    const from = shell.mark();
    shell.write('browse\re/tagsof\rFs');
    await shell.until(/› browse › flame › source › main\.tagsOf/);
    shell.write('qtop 1\r');
    expect(await shell.promptAfter(from + 2)).toMatch(/Showing top 1 nodes/);
  });

  test('a paste goes into a search, on one line, and nowhere else', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    shell.paste('quit\n');
    await press(shell, '/', /^\/$/m);
    shell.paste('main.tagsOf');
    await shell.until(/^> .*main\.tagsOf[\s\S]*^\/main\.tagsOf$/m);
    shell.write(KEY.enter);
    await leave(shell, from);
  });
});

describe('the mouse', () => {
  const click = (x: number, y: number) => `${ESCAPE}[<0;${x};${y}M${ESCAPE}[<0;${x};${y}m`;
  const wheel = (by: 'up' | 'down') => `${ESCAPE}[<${by === 'up' ? 64 : 65};10;10M`;

  test('a click selects, the wheel scrolls, a double click opens or zooms', async () => {
    const shell = await openShell({ columns: 200, rows: 24 });
    const from = await open(shell, 'browse', /runtime\.main/);
    await shell.until(() => shell.isOn(CLICKS));
    await press(shell, click(20, 5), /^> .*▸ main\.run$/m);
    await press(shell, click(20, 4) + click(20, 4), /› runtime\.main › main\.main\n.*\n> .*▾ main\.main$/m);
    await press(shell, 'Z', /^.*runtime\.main$\n> .*main\.main$/m);
    await press(shell, wheel('up'), /^> .*runtime\.main$/m);
    await press(shell, 'F', /› browse › flame/);
    const add = shell.lines().findIndex((line) => line.startsWith('main.(*Index).Add')) + 1;
    await press(shell, click(10, add) + click(10, add), /› main\.\(\*Index\)\.Add\n/);
    expect(await leave(shell, from)).toContain('(pprof) flame ^main\\.\\(\\*Index\\)\\.Add$');
    await shell.until(() => !shell.isOn(CLICKS));
  });

  test('mouse=off: the terminal is not asked for it, and keeps it', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    await shell.enter('set mouse=off');
    const from = await open(shell, 'browse', /runtime\.main/);
    shell.write(click(20, 5));
    await press(shell, 'j', /^> .*main\.main$/m);
    await leave(shell, from);
    expect(shell.output()).not.toContain('[?1000');
  });
});

describe('the terminal is as it was', () => {
  /** Nothing of a view is left, once all has come that was written. */
  async function expectRestored(program: Pick<Shell, 'until' | 'isOn' | 'isAlternateScreen'>): Promise<void> {
    await program.until(() => !program.isAlternateScreen() && program.isOn(CURSOR));
    expect({ wrap: program.isOn(WRAP), clicks: program.isOn(CLICKS) }).toEqual({ wrap: true, clicks: false });
  }

  test('while Ctrl-Z has stopped it, and the view is drawn again behind fg', async () => {
    const env = { ...ownSurroundings(temporaryFolder()), PS1: 'bash> ' };
    const bash = startInTerminal('bash', ['--norc', '--noprofile', '-i'], { cwd: ROOT, env, columns: 100 });
    onTestFinished(() => bash.kill());
    await bash.until(/^bash> $/m);
    bash.write(`${process.execPath} ${PROGRAM} ${HEAP}\r`);
    await bash.until(/^\(pprof\) *$/m);
    bash.write('browse ^main\\.tagsOf$\r');
    await bash.until(/^> .*main\.tagsOf$/m);
    const view = bash.text();
    bash.write(KEY.ctrlZ);
    await bash.until(/Stopped.*\n(?:.*\n)*bash> $/m);
    await expectRestored(bash);
    bash.write('fg\r');
    await bash.until((screen) => screen === view);
    await bash.until(() => bash.isOn(CLICKS));
    bash.write('q');
    await bash.until(/^\(pprof\) *$/m);
    await expectRestored(bash);
    bash.write('quit\r');
    await bash.until(/^bash> $/m);
    bash.write('exit\r');
    await bash.exited;
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('behind %s', async (signal) => {
    const shell = await openShell({ columns: 80, rows: 24 });
    await open(shell, 'flame', /^all$/m);
    shell.kill(signal);
    await shell.exited;
    await expectRestored(shell);
  });

  test('behind a fault of ours', async () => {
    const thrower = "process.on('SIGUSR2',()=>{throw new Error('a fault')})";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(thrower)}` };
    const shell = await openShell({ columns: 80, rows: 24, env });
    await open(shell, 'flame', /^all$/m);
    shell.kill('SIGUSR2');
    expect(await shell.exited).not.toBe(0);
    await expectRestored(shell);
    await shell.until('a fault');
  });
});

describe('INK_SCREEN_READER=true', () => {
  async function openSpoken() {
    const env = { ...ownSurroundings(temporaryFolder()), INK_SCREEN_READER: 'true' };
    const shell = startInTerminal(process.execPath, [PROGRAM, HEAP], { cwd: ROOT, env });
    onTestFinished(() => shell.kill());
    // The cursor stands behind all that is read.
    const atPrompt = () =>
      shell.until(
        (screen) => !shell.isAlternateScreen() && shell.takesPastes() && /\(pprof\) *\nmem_profile/.test(screen),
      );
    await atPrompt();
    return { shell, atPrompt };
  }

  test('each view is told in words, and follows the keys', async () => {
    const { shell, atPrompt } = await openSpoken();
    const told: Readonly<Record<string, RegExp>> = {
      browse: /runtime\.main\nflat 0, 0%, cum 463\.42MB, 100%\n/,
      bottomup: /main\.\(\*Index\)\.Add\nflat 284\.99MB, 61\.50%/,
      'sandwich ^main\\.tagsOf$': /main\.tagsOf\nflat 62\.84MB, 13\.56%, cum 100\.60MB, 21\.71%/,
      flame: /all\ncum 463\.42MB 100%, flat 0 0%/,
      'top -i': /main\.\(\*Index\)\.Add/,
      'source ^main\\.tagsOf$': /line \d+/,
      'find tagsof': /match 1 of \d+: main\.tagsOf, 100\.60MB, 21\.71%/,
      'tags -i bytes': /bytes/,
      goroutines: /No goroutines/,
    };
    for (const [line, words] of Object.entries(told)) {
      shell.write(`${line}\r`);
      await shell.until((screen) => shell.isAlternateScreen() && words.test(screen));
      // Words, no table: nothing is drawn with blanks or blocks.
      expect(shell.lines().join('\n').trim(), line).not.toMatch(/[█▁▄▸▾]|^>/m);
      if (!/^(?:find|goroutines)/.test(line)) {
        const before = shell.text();
        await press(shell, KEY.down, (screen) => screen !== before);
      }
      shell.write(KEY.escape);
      await atPrompt();
    }
    shell.write('quit\r');
    expect(await shell.exited).toBe(0);
  });

  test('a line that was entered stays, and what it prints begins in the next', async () => {
    const { shell, atPrompt } = await openSpoken();
    await press(shell, 'top 1\r', /Showing top 1 nodes/);
    await atPrompt();
    expect(shell.scrollback()).toMatch(/^\(pprof\) top 1\nShowing nodes accounting for/m);
  });
});

describe('$EDITOR from source', () => {
  test('has the terminal, opens at the line, and the view is there again', async () => {
    const folder = temporaryFolder();
    const editor = join(folder, 'vi');
    writeFileSync(
      editor,
      `#!/bin/sh\necho "$@" > ${folder}/asked\nprintf 'editing; Enter ends it'\nread answer </dev/tty\n`,
    );
    chmodSync(editor, 0o755);
    const shell = await openShell({ columns: 80, rows: 24, env: { EDITOR: editor, VISUAL: undefined } });
    const from = await open(shell, 'source ^main\\.\\(\\*Index\\)\\.Add$', /^> .*168\.16MB.* 65 /m);
    await shell.until('it calls nothing in the samples');
    const view = shell.text();
    await press(shell, 'e', 'editing; Enter ends it');
    // Where it was recorded, or beside the profile.
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/^\+65 \/.*\/examples\/oom\/main\.go\n$/);
    shell.write('ok\r');
    await shell.until((screen) => screen === view);
    await press(shell, 'j', /^> .* 66 /m);
    await leave(shell, from);
  });

  test('where there is none, that is said in the view', async () => {
    const shell = await openShell({ columns: 80, rows: 24, env: { EDITOR: undefined, VISUAL: undefined } });
    const from = await open(shell, 'source ^main.tagsOf$', /source › main\.tagsOf/);
    await press(shell, 'e', /EDITOR is not set/);
    await leave(shell, from);
  });
});

describe('nothing to show', () => {
  test('a profile without samples: each view opens or says why not, and the session goes on', async () => {
    const file = join(temporaryFolder(), 'empty.pb');
    writeFileSync(file, drawing('main;work 1').encode());
    const shell = await openShell({ args: [file], columns: 80, rows: 24 });
    await shell.enter('focus=nothing');
    for (const line of ['browse', 'bottomup', 'flame', 'top -i', 'tags -i', 'goroutines', 'find', 'browse work']) {
      const from = await open(shell, line, /\b[Nn]o(?:thing)?\b|\b0 of\b/);
      await press(shell, 'jG', /^(?:q quit|Esc back|nothing|no )/m);
      shell.write(KEY.escape);
      await shell.promptAfter(from);
    }
    for (const line of ['sandwich work', 'source work']) {
      expect(await shell.enter(line)).toMatch(/no/);
    }
    expect(await shell.enter('top 1')).toMatch(/focus=nothing/);
  });

  test('goroutines of a heap profile: what has them is said', async () => {
    const shell = await openShell({ columns: 80, rows: 24 });
    const from = await open(shell, 'goroutines', /^No goroutines: this profile counts/m);
    shell.write(KEY.escape);
    await shell.promptAfter(from);
    expect(await shell.enter('top 1')).toMatch(/main\.\(\*Index\)\.Add/);
  });

  test('goroutines of a goroutine profile: as many as top says', async () => {
    const shell = await openShell({ args: [GOROUTINES], columns: 80, rows: 24 });
    const [, total] = /of (\d+) total/.exec(await shell.enter('top 1')) ?? [];
    const from = await open(shell, 'goroutines', new RegExp(`\\b${total}\\b`));
    shell.write(KEY.escape);
    await shell.promptAfter(from);
  });
});
