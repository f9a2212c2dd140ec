import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HEAP, KEY, openShell, ROOT, type Shell, temporaryFolder } from './open-shell.ts';

// What only the whole program on a terminal can show: keys, the row below the prompt, files, and other shells.

/** Presses keys until the screen shows something. */
async function press(shell: Shell, keys: string, shows: string | RegExp): Promise<void> {
  shell.write(keys);
  await shell.until(shows);
}

/** What the terminal was asked to put on its clipboard. */
function copied(shell: Shell): readonly string[] {
  return Array.from(shell.output().matchAll(/\]52;c;([\w+/=]*)/g), ([, base64]) =>
    Buffer.from(base64, 'base64').toString(),
  );
}

describe('the menu', () => {
  test('comes with typing, is chosen from with Tab and the arrows, and Enter runs the line as it stands', async () => {
    const shell = await openShell();
    await press(shell, 'sample_index=a', /^\(pprof\) sample_index=a\n.*\n {2}alloc_objects .*\n {2}alloc_space /m);
    await press(shell, KEY.down, /^\(pprof\) sample_index=alloc_objects\n.*\n> alloc_objects/m);
    await press(shell, KEY.down, /^\(pprof\) sample_index=alloc_space\n.*\n.*\n> alloc_space/m);
    // The first Enter takes what is selected, the second runs it.
    await press(shell, KEY.enter, /^\(pprof\) sample_index=alloc_space *\n(?!.*\n> )/m);
    await press(shell, KEY.enter, /^\(pprof\) *\n.* · alloc_space/m);

    const from = shell.mark();
    await press(shell, 'to', /^ {2}top /m);
    shell.write('p 1\r');
    expect(await shell.promptAfter(from)).toMatch(/Showing top 1 nodes/);
  });

  test('shows functions with their share, and Tab puts one in', async () => {
    const shell = await openShell();
    await press(shell, 'list tagsof', /^ {2}main\.tagsOf +21\.71%$/m);
    await press(shell, KEY.tab, /^\(pprof\) list main\\?\.tagsOf/m);
  });

  test('Escape closes it', async () => {
    const shell = await openShell();
    await press(shell, 'pe', /^ {2}peek /m);
    shell.write(KEY.escape);
    await shell.until((screen) => !/^ {2}peek /m.test(screen) && /^\(pprof\) pe$/m.test(screen));
  });

  test('menu=tab: only when it is asked for', async () => {
    const shell = await openShell();
    await shell.enter('menu=tab');
    shell.write('pe');
    await shell.until('(pprof) pe');
    expect(shell.text()).not.toMatch(/^ {2}peek /m);
    await press(shell, KEY.tab, '(pprof) peek');
  });
});

describe('earlier lines', () => {
  test('the newest that begins like the line stands behind it, and Right takes it', async () => {
    const shell = await openShell();
    await shell.enter('top 3 -cum');
    await press(shell, 'to', '(pprof) top 3 -cum');
    const from = shell.mark();
    shell.write(`${KEY.right}\r`);
    expect(await shell.promptAfter(from)).toMatch(/Showing top 3 nodes/);

    // What only stands there is not run.
    await shell.enter('suggestions=off');
    await press(shell, 'to', /^\(pprof\) to$/m);
  });

  test('Ctrl-R finds one by letters in it, shows it, and Enter runs it', async () => {
    const shell = await openShell();
    for (const line of ['peek tagsOf', 'top 2', 'comments']) await shell.enter(line);
    await press(shell, KEY.ctrlR, /^search: /m);
    await press(shell, 'ptag', /^\(pprof\) peek tagsOf$/m);
    const from = shell.mark();
    shell.write(KEY.enter);
    expect(await shell.promptAfter(from)).toMatch(/\| main\.tagsOf$/m);
  });
});

describe('filters', () => {
  test('each is a step, and the row below the prompt says what is left', async () => {
    const shell = await openShell();
    await shell.enter('focus=Index');
    await shell.until(/focus=Index · 83\.21% of 463\.42MB$/m);
    await shell.enter('ignore=tagsOf');
    await shell.until(/focus=Index · ignore=tagsOf · 61\.50% of 463\.42MB$/m);
    expect(await shell.enter('undo 2')).toMatch(/^taken back: ignore=tagsOf\ntaken back: focus=Index$/);
    await shell.until(/^mem_profile\.pb\.gz · inuse_space$/m);
    await shell.enter('redo');
    await shell.until(/focus=Index · 83\.21% of 463\.42MB$/m);
    expect(await shell.enter('reset')).toBe('undo brings it back.');
  });

  test('mine: the code of the main module', async () => {
    const shell = await openShell();
    expect(await shell.enter('mine')).toMatch(/^Your code is /);
    await shell.until(/ · mine · 100% of 463\.42MB$/m);
    const rows = (await shell.enter('top')).matchAll(/^ .*% {2}(\S+)/gm);
    for (const [, name] of rows) expect(name).toMatch(/^main\./);
    expect(await shell.enter('mine which')).toMatch(/^ +463\.42MB +100% {2}main$/m);
    expect(await shell.enter('mine off')).toBe('All frames are shown again.');
  });
});

describe('several profiles', () => {
  test('load, use, diff', async () => {
    const shell = await openShell();
    expect(await shell.enter('load examples/server/heap.pb.gz')).toMatch(/^2: examples\/server\/heap\.pb\.gz /);
    await shell.until(/^#2 of 2 heap\.pb\.gz · inuse_space$/m);
    await shell.enter('focus=grow');
    await shell.enter('use 1');
    // Each has options of its own.
    await shell.until(/^#1 of 2 mem_profile\.pb\.gz · inuse_space$/m);
    expect(await shell.enter('diff 1 2')).toMatch(/^ +284\.99MB +0 +-284\.99MB .* gone main\.\(\*Index\)\.Add$/m);
    expect(await shell.enter('base 2')).toMatch(/^3: 1 - 2$/);
    expect(await shell.enter('top 1')).toMatch(/main\.\(\*Index\)\.Add/);
  });

  test('says so when the file was written, and reload reads it', async () => {
    const file = join(temporaryFolder(), 'now.pb.gz');
    copyFileSync(HEAP, file);
    const shell = await openShell({ args: [file] });
    await shell.enter('focus=json');
    copyFileSync(join(ROOT, 'examples/server/heap.pb.gz'), file);
    const later = Date.now() / 1000 + 10;
    utimesSync(file, later, later);
    expect(await shell.enter('top 1')).toMatch(
      /now\.pb\.gz has been written since it was read; reload reads it again$/,
    );
    expect(await shell.enter('top 1')).not.toMatch(/has been written/);
    expect(await shell.enter('reload')).toMatch(/13\.94MB/);
    await shell.until(/focus=json · .* of 13\.94MB$/m);
  });
});

describe('results', () => {
  test('copy asks the terminal with exactly the text that was printed', async () => {
    const shell = await openShell();
    const printed = await shell.enter('tags');
    expect(await shell.enter('copy')).toBe(`copied ${printed.split('\n').length} lines`);
    await shell.enter('copy top 1 | tr a-z A-Z');
    const [first, second] = copied(shell);
    expect(first).toBe(`${printed}\n`);
    expect(second).toMatch(/MAIN\.\(\*INDEX\)\.ADD\n$/);
    expect(first).not.toContain('\u001b');
  });

  test('pager=on: what is longer than the screen opens in a view, and is in the scrollback afterwards', async () => {
    const shell = await openShell({ rows: 20 });
    await shell.enter('pager=on');
    expect(await shell.enter('top 3')).toMatch(/Showing top 3 nodes/);
    const from = shell.mark();
    await press(shell, 'peek .\r', /lines 1-19 of \d+/);
    expect(shell.isAlternateScreen()).toBe(true);
    await press(shell, '/tagsOf\r', /main\.tagsOf/);
    shell.write('q');
    const printed = await shell.promptAfter(from);
    expect(printed.split('\n').length).toBeGreaterThan(19);
    expect(printed).toMatch(/62\.84MB.*\| main\.tagsOf$/m);
  });
});

describe('set-up', () => {
  test('names=short shortens what is shown, not what is asked for or written to files', async () => {
    const folder = temporaryFolder();
    const shell = await openShell({ cwd: folder });
    await shell.enter('names=short');
    expect(await shell.enter('peek encoding/json.*literalStore')).toMatch(/\| json\.\(\*decodeState\)\.literalStore$/m);
    await shell.enter('top > top.txt');
    expect(readFileSync(join(folder, 'top.txt'), 'utf8')).toContain('encoding/json.(*decodeState).literalStore');
    expect(await shell.enter('names literalStore')).toMatch(/^json\.\S+ +encoding\/json\.\S+literalStore$/m);
  });

  test('save settings keeps theme and keys, aliases and bindings for the next shell', async () => {
    const home = temporaryFolder();
    const first = await openShell({ home });
    const red = await first.enter('top 1');
    expect(first.output()).toContain('\u001b[38;5;');
    for (const line of ['set theme=plain', 'set keys=vi', "alias hot 'top 1 $1; peek $1'", 'bind alt+t top 2']) {
      expect(await first.enter(line)).toBe('');
    }
    expect(await first.enter('save settings')).toBe(`settings saved to ${home}/.config/pprof-shell/settings`);
    await first.quit();

    const next = await openShell({ home });
    await next.until(/^insert · mem_profile\.pb\.gz/m);
    expect(await next.enter('top 1')).toBe(red);
    expect(next.output()).not.toMatch(/\[3\d/);
    expect(await next.enter('hot tagsOf')).toMatch(/focus=tagsOf[\s\S]*\| main\.tagsOf$/m);

    // Escape leads to the commands of vi, where 0 and D take away what was typed.
    await press(next, 'top 3', '(pprof) top 3');
    await press(next, KEY.escape, /^normal · /m);
    await press(next, '0D', /^\(pprof\) *$/m);
    expect(await next.enter('abind')).toBe("bind alt+t 'top 2'");
  });

  test('bind: a key runs a line, and the line that was being typed comes back', async () => {
    const shell = await openShell();
    await shell.enter('bind ctrl+g top 2');
    await press(shell, 'peek tags', '(pprof) peek tags');
    await press(shell, '\u0007', /^\(pprof\) top 2\n[\s\S]*Showing top 2 nodes[\s\S]*^\(pprof\) peek tags/m);
  });

  test('an alias takes words', async () => {
    const shell = await openShell();
    await shell.enter("alias hot 'top 1 $1; peek $1'");
    expect(await shell.enter('hot tagsOf')).toMatch(/focus=tagsOf[\s\S]*\| main\.tagsOf$/m);
    expect(await shell.enter('alias')).toBe("alias hot 'top 1 $1; peek $1'");
  });

  test('a shell begins with the lines of the start-up file; what fails is told with its place, and costs nothing else', async () => {
    const home = temporaryFolder();
    const startup = join(home, '.config/pprof-shell/startup');
    mkdirSync(dirname(startup), { recursive: true });
    writeFileSync(startup, '# mine\nalias hot top 1\ntpo\nnodecount=2\n');
    const shell = await openShell({ home });
    expect(shell.text()).toContain(`${startup}:3: unrecognized command: "tpo"`);
    expect(await shell.enter('top')).toMatch(/Showing top 2 nodes/);
    expect(await shell.enter('hot')).toMatch(/Showing top 1 nodes/);

    const without = await openShell({ home, args: ['-no_config', HEAP] });
    expect(without.text()).not.toContain('tpo');
    expect(await without.enter('top')).toMatch(/Showing top 10 nodes/);
  });
});

describe('three pasted lines', () => {
  const LINES = 'top 1\nfocus=json\ntop 2\n';

  test('are asked about, and run one after the other', async () => {
    const shell = await openShell();
    const from = shell.mark();
    shell.paste(LINES);
    await shell.until(/^3 lines pasted: .*\n {2}top 1\n {2}focus=json\n {2}top 2$/m);
    shell.write(KEY.enter);
    const printed = await shell.promptAfter(from + 2);
    expect(shell.scrollback()).toMatch(/^\(pprof\) top 1\n[\s\S]*^\(pprof\) focus=json\n\(pprof\) top 2\n/m);
    expect(printed).toMatch(/focus=json/);
  });

  test('or dropped, and nothing ran', async () => {
    const shell = await openShell();
    shell.paste(LINES);
    await shell.until('3 lines pasted');
    shell.write(KEY.escape);
    await shell.until((screen) => !screen.includes('pasted'));
    expect(await shell.enter('history')).toMatch(/^ +1 {2}history$/);
  });
});
