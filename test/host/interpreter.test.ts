import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusOf } from '../../src/shell/status.ts';
import { currentSession } from '../../src/shell/workspace.ts';
import { encodeDrawing } from '../support/draw-profile.ts';
import { drawnShell } from '../support/drawn-shell.ts';

const PROFILE = `
  main;serve;json.(*Decoder).Decode  50
  main;serve;write                   30
  main;gc                            20
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-interpreter-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('filters', () => {
  test('are steps that can be taken back and done again', async () => {
    const shell = drawnShell(PROFILE);
    await shell.type('focus=serve');
    await shell.type('ignore=write');
    expect(await shell.type('filters')).toBe(
      '      left       of total  filter\n' +
        '      80ns         80.00%  1 focus=serve\n' +
        '      50ns         50.00%  2 ignore=write\n' +
        'undo takes back: ignore=write\n',
    );
    expect(shell.interpreter.rest).toEqual({ share: '50.00%', amount: '50ns', total: '100ns' });
    expect(await shell.type('undo')).toBe('taken back: ignore=write\n');
    expect(shell.interpreter.rest?.share).toBe('80.00%');
    expect(await shell.type('undo')).toBe('taken back: focus=serve\n');
    expect(shell.interpreter.rest).toBeUndefined();
    await expect(shell.type('undo')).rejects.toThrow('nothing to undo');
    expect(await shell.type('redo 2')).toBe('done again: focus=serve\ndone again: ignore=write\n');
    expect(currentSession(shell.workspace).options).toMatchObject({ focus: 'serve', ignore: 'write' });
    await expect(shell.type('redo')).rejects.toThrow('nothing to redo');
  });

  test('are called in the status what they were set by', async () => {
    const shell = drawnShell(PROFILE);
    const filters = () => statusOf(shell.workspace, undefined).filters;
    for (const line of ['focus=serve', 'mine serve|write', 'unit=ms']) await shell.type(line);
    expect(filters()).toEqual(['focus=serve', 'mine']);
    await shell.type('show=gc');
    expect(filters()).toEqual(['focus=serve', 'show=gc']);
    await shell.type('undo');
    expect(filters()).toEqual(['focus=serve', 'mine']);
  });

  test('are dropped by number or name, and all at once', async () => {
    const shell = drawnShell(PROFILE);
    for (const line of ['focus=serve', 'ignore=write', 'hide=main', 'filters drop 2']) await shell.type(line);
    expect(currentSession(shell.workspace).options).toMatchObject({ focus: 'serve', ignore: '', hide: 'main' });
    await shell.type('filters drop hide');
    expect(currentSession(shell.workspace).options.hide).toBe('');
    await expect(shell.type('filters drop 7')).rejects.toThrow('no filter "7" is set');
    expect(await shell.type('reset')).toBe('undo brings it back.\n');
    expect(await shell.type('filters')).toContain('No filters are set.');
    await shell.type('undo');
    expect(currentSession(shell.workspace).options.focus).toBe('serve');
  });

  test('a new one forgets what was taken back', async () => {
    const shell = drawnShell(PROFILE);
    for (const line of ['focus=a', 'undo', 'focus=b']) await shell.type(line);
    await expect(shell.type('redo')).rejects.toThrow('nothing to redo');
  });
});

describe('names as people paste them', () => {
  test('that are no pattern are taken literally, and that is said', async () => {
    const shell = drawnShell(PROFILE);
    expect(await shell.type('peek (*Decoder')).toContain(
      '"(*Decoder" is taken literally: it is no pattern (missing argument to repetition operator)',
    );
    await shell.type('focus=json.(*Decoder).Decode');
    expect(currentSession(shell.workspace).options.focus).toBe(String.raw`json\.\(\*Decoder\)\.Decode`);
    expect(await shell.type('focus="main|gc"')).toBe('');
    expect(currentSession(shell.workspace).options.focus).toBe('main|gc');
  });

  test('that match nothing as a pattern, but are there as text, are taken literally', async () => {
    const shell = drawnShell('main;Map[int].Get  1');
    expect(await shell.type('focus=Map[int].Get')).toBe(
      '"Map[int].Get" is taken literally: as a pattern it matches nothing\n',
    );
    expect(await shell.type('focus=Map[xyz].Get')).toBe('');
  });

  test('are what pprof takes them for where nobody reads along', async () => {
    const shell = drawnShell(PROFILE, { hasTerminal: false, dialect: 'pprof' });
    await expect(shell.type('peek (*Decoder')).rejects.toThrow('parsing argument regexp (*Decoder');
    await shell.type('focus="main"');
    expect(currentSession(shell.workspace).options.focus).toBe('"main"');
  });
});

describe('the workspace', () => {
  const other = () => {
    const file = join(folder, 'other.pb.gz');
    writeFileSync(file, gzipSync(encodeDrawing('main;serve;write  90\nmain;new  10')));
    return file;
  };

  test('opens profiles, each with its own options', async () => {
    const shell = drawnShell(PROFILE);
    await shell.type('focus=gc');
    expect(await shell.type(`load ${other()}`)).toBe(`2: ${other()}  cpu 100ns\n`);
    expect(currentSession(shell.workspace).options.focus).toBe('');
    expect(await shell.type('top 1')).toContain('90ns 90.00%');
    expect(await shell.type('use 1')).toBe('1: drawn.pb\n');
    expect(await shell.type('top 1')).toContain('20ns 20.00%');
    expect(await shell.type('use other')).toContain('2: ');
    expect(await shell.type('profiles')).toContain('*   2 ');
    // Whatever digits there are in the path of a profile.
    for (const digit of '3456789')
      await expect(shell.type(`use ${digit}`)).rejects.toThrow('no open profile is called');
    await expect(shell.type('use 9')).rejects.toThrow('no open profile is called "9"');
    await expect(shell.type('use')).rejects.toThrow('use takes one profile, but got none');
    await shell.type('close');
    expect(shell.workspace.sessions.map(({ id }) => id)).toEqual([1]);
    await expect(shell.type('close')).rejects.toThrow('the last profile stays open');
  });

  test('shares filters where the user says so', async () => {
    const shell = drawnShell(PROFILE);
    for (const line of [`load ${other()}`, 'shared_filters=on', 'focus=write', 'unit=ms']) await shell.type(line);
    const options = () => shell.workspace.sessions.map(({ options: { focus, unit } }) => `${focus} ${unit}`);
    expect(options()).toEqual(['write minimum', 'write ms']);
    await shell.type('undo 2');
    expect(options()).toEqual([' minimum', ' minimum']);
    await shell.type('redo');
    expect(options()).toEqual(['write minimum', 'write minimum']);
  });

  test('shares the filters there are when the user says so, with profiles opened later too', async () => {
    const shell = drawnShell(PROFILE);
    for (const line of [`load ${other()}`, 'use 1', 'focus=write', 'set shared_filters=on', `load ${other()}`]) {
      await shell.type(line);
    }
    const filters = () => shell.workspace.sessions.map(({ options: { focus } }) => focus);
    expect(filters()).toEqual(['write', 'write', 'write']);
    await shell.type('use 1');
    await shell.type('undo');
    expect(filters()).toEqual(['', '', '']);
    await shell.type('use 3');
    expect(await shell.type('filters')).toContain('undo takes back: undo in 1');
  });

  test('merges, and compares with a base', async () => {
    const shell = drawnShell(PROFILE);
    await shell.type(`load ${other()}`);
    expect(await shell.type('merge')).toBe('3: sum of 1 + 2\n');
    expect(await shell.type('merge')).toBe('4: sum of 1 to 3\n');
    await shell.type('close');
    await shell.type('use 3');
    expect(await shell.type('top 1')).toContain('120ns 60.00%');
    await shell.type('use 2');
    expect(await shell.type('base 1')).toBe('5: 2 - 1\n');
    expect(await shell.type('top 1')).toContain('60ns 60.00%');
    await expect(shell.type('merge 1')).rejects.toThrow('merge needs two profiles or more');
  });

  test('reads a profile again and keeps what was set', async () => {
    const shell = drawnShell(PROFILE);
    const file = other();
    await shell.type(`load ${file}`);
    await shell.type('focus=new');
    writeFileSync(file, gzipSync(encodeDrawing('main;new  70')));
    expect(await shell.type('reload')).toContain(`2: ${file}  cpu 70ns`);
    expect(await shell.type('top 1')).toContain('70ns   100%');
    await expect(shell.type('reload 1')).rejects.toThrow('1 was made in the shell (drawn.pb)');
  });

  test('opens all profiles of a directory, and goes on after those it cannot read', async () => {
    const shell = drawnShell(PROFILE, { files: { '/s/heap.10.pb.gz': '', '/s/heap.9.pb.gz': '', '/s/notes.txt': '' } });
    await expect(shell.type('load /s')).rejects.toThrow('none of 2 profiles could be read');
    await shell.type(`load /s/heap.9.pb.gz ${other()}`);
    expect([shell.workspace.sessions.length, shell.interpreter.hasFailed]).toEqual([2, true]);
    const empty = drawnShell(PROFILE, { files: { '/s/notes.txt': '' } });
    await expect(empty.type('load /s')).rejects.toThrow('/s: no profiles among its 1 files');
  });

  test('names a few of many in its messages', async () => {
    const shell = drawnShell(PROFILE);
    await shell.type(`load ${Array.from({ length: 8 }, other).join(' ')}`);
    await expect(shell.type('use other')).rejects.toThrow('"other" is in the names of 8 open profiles');
    await expect(shell.type('use none')).rejects.toMatchObject({ hint: expect.stringContaining(' and 3 more;') });
  });
});

describe('output', () => {
  test('goes to programs, and behind what a file has', async () => {
    const shell = drawnShell(PROFILE);
    expect(await shell.type('top | grep gc')).toBe('      20ns 20.00%   100%       20ns 20.00%  gc\n');
    expect(await shell.type('top | head -1')).toContain('Showing nodes');
    expect(await shell.type('help | head -1')).not.toBe('');
    const file = join(folder, 'log.txt');
    await shell.type(`top 1 >> ${file}`);
    await shell.type(`filters >>${file}`);
    expect(readFileSync(file, 'utf8')).toMatch(/50ns[\s\S]*No filters are set\.\n$/);
    await expect(shell.type('top |')).rejects.toThrow('unexpected end of line after |');
    await expect(shell.type('top >>')).rejects.toThrow('unexpected end of line after >>');
    await expect(shell.type(`top >> ${folder}`)).rejects.toThrow('is a directory');
  });

  test('goes to programs that have enough of it, and to some that are not there', async () => {
    const long = Array.from({ length: 5_000 }, (_, i) => `main;f${i};${'g'.repeat(60)}${i}  1`).join('\n');
    const shell = drawnShell(long);
    expect(await shell.type('traces | head -1')).toBe('Type: cpu\n');
    await expect(shell.type('traces | pprof-shell-no-such-program')).rejects.toThrow(
      'pprof-shell-no-such-program: not found',
    );
    // What a program finds is its own business.
    expect(await shell.type('top | grep -q nothing')).toBe('');
  });

  test('that is meant for other programs goes where the line leads it', async () => {
    const shell = drawnShell('main;f\u001b[31m  1');
    expect(JSON.parse(await shell.type('speedscope | cat'))).toHaveProperty('$schema');
    expect(await shell.type('callgrind | cat')).toContain('f\u001b[31m');
    const handingOver = drawnShell('main;f\u001b[31m  1', { handOver: (work) => work(), copyText: () => undefined });
    await handingOver.type(`callgrind | cat > ${join(folder, 'safe.callgrind')}`);
    expect(readFileSync(join(folder, 'safe.callgrind'), 'utf8')).toContain('f\\x1b[31m');
    await shell.type('save calls.pb.gz proto');
    expect(shell.written.get('calls.pb.gz')).not.toBe('');
  });

  test('of lists goes to a file with >, and quoted operators are words', async () => {
    const shell = drawnShell(PROFILE);
    expect(await shell.type('profiles > list.txt')).toBe('written to list.txt\n');
    expect(shell.written.get('list.txt')).toContain('drawn.pb');
    await shell.type('names serve > names.txt');
    expect(shell.written.get('names.txt')).toContain('serve');
    await shell.type('top >"my top.txt" serve; profiles >"my list.txt"');
    expect(shell.written.get('my top.txt')).toContain('focus=serve');
    expect(shell.written.get('my list.txt')).toContain('drawn.pb');
    expect(await shell.type("top '|' x")).toContain('Active filters:\n   focus=||x');
    expect(await shell.type('focus=a | b')).toBe('');
    expect(currentSession(shell.workspace).options.focus).toBe('a | b');
  });

  test('is written as JSON, CSV and Markdown', async () => {
    const shell = drawnShell(PROFILE);
    expect(JSON.parse(await shell.type('top -json'))).toMatchObject({ report: 'top' });
    expect(await shell.type('top -csv 1')).toContain('json.(*Decoder).Decode');
    expect(await shell.type('tags -markdown')).not.toContain('-markdown');
    // What is quoted is no flag.
    expect(await shell.type('top "-json"')).toContain('focus=-json');
    const piped = drawnShell(PROFILE, { dialect: 'pprof' });
    expect(await piped.type('top -json')).toContain('ignore=json');
  });

  test('is copied and saved, that of the last line or of another', async () => {
    const copied: string[] = [];
    const shell = drawnShell(PROFILE, { copyText: (text) => void copied.push(text) });
    await expect(shell.type('copy')).rejects.toThrow('nothing has been printed yet');
    const printed = await shell.type('top 1 -cum');
    await shell.type('focus=gc');
    expect(await shell.type('copy')).toMatch(/^copied \d+ lines\n$/);
    // As it was printed, but without what a terminal adds.
    expect(printed.startsWith(copied[0])).toBe(true);
    expect(copied[0]).toContain('Showing top 1 nodes out of 5');
    await shell.type('save top.txt');
    expect(shell.written.get('top.txt')).toBe(copied[0]);
    await shell.type('copy profiles');
    expect(copied[1]).toContain('drawn.pb');
    // What was seen last.
    await shell.type('focus=');
    await shell.type('top | grep write');
    await shell.type('profiles > list.txt');
    await shell.type('copy');
    expect(copied[2]).toBe('      30ns 30.00% 80.00%       30ns 30.00%  write\n');
    await shell.type('focus=gc');
    await expect(shell.type('save')).rejects.toThrow('save needs a file name');
    expect(currentSession(shell.workspace).options.focus).toBe('gc');
  });

  test('in the pager, where there is one', async () => {
    const shown: string[] = [];
    const shell = drawnShell(PROFILE, { showText: async (text, title) => void shown.push(title, text) });
    await shell.type('top 1 | pager');
    expect(shown).toEqual(['top 1 | pager', expect.stringContaining('Showing nodes')]);
    await expect(drawnShell(PROFILE).type('top | pager')).rejects.toThrow('pager needs a terminal');
  });
});

describe('scripts', () => {
  test('run line by line in the language of the shell, whoever sources them', async () => {
    const files = { '/s': '# what is hot\nalias hot "top 1 $1"\r\n\nhot gc | head -2\n' };
    const shell = drawnShell(PROFILE, { files, dialect: 'pprof', hasTerminal: false });
    expect(await shell.type('source /s')).toBe('Active filters:\n   focus=gc\n');
    expect(await shell.type('hot serve')).toContain('focus=serve');
  });

  test('end where a line fails, and tell its place', async () => {
    const shell = drawnShell(PROFILE, { files: { '/s': 'focus=gc\nbogus\nignore=x' } });
    await expect(shell.type('source /s')).rejects.toThrow('/s:2: unrecognized command: "bogus"');
    expect(currentSession(shell.workspace).options).toMatchObject({ focus: 'gc', ignore: '' });
    await expect(shell.type('source /none')).rejects.toThrow('cannot read /none');
  });

  test('that source themselves end', async () => {
    const shell = drawnShell(PROFILE, { files: { '/s': 'source /s' } });
    await expect(shell.type('source /s')).rejects.toThrow('/s leads back to itself');
  });

  test('of ten thousand lines', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? `focus=f${i}` : 'undo'));
    const shell = drawnShell(PROFILE, { files: { '/s': lines.join('\n') } });
    await shell.type('source /s');
    expect(currentSession(shell.workspace).options.focus).toBe('');
  });

  test('a line is taken apart at semicolons where all parts are commands', async () => {
    const shell = drawnShell(PROFILE);
    expect(await shell.type('focus=gc; top 1')).toContain('focus=gc');
    await expect(shell.type('peek a; b')).rejects.toThrow('no matches found for regexp: a;');
    await shell.type('alias two top 1; filters');
    expect(await shell.type('two')).toContain('undo takes back');
  });
});

describe('set-up', () => {
  test('is kept by save settings, and there again in the next shell', async () => {
    const env = { XDG_CONFIG_HOME: folder };
    const shell = drawnShell(PROFILE, { env });
    for (const line of ['names=short', 'set keys vi', "alias hot 'top 5 $1; tags'", 'bind alt+t top 20']) {
      await shell.type(line);
    }
    await shell.type('save settings');
    const file = `${folder}/pprof-shell/settings`;
    const settings = shell.written.get(file) ?? '';
    const next = drawnShell(PROFILE, { env, files: { [file]: settings } });
    await next.interpreter.startUp();
    const { settings: kept, aliases, bindings } = shell.workspace;
    expect(next.workspace).toMatchObject({ settings: kept, aliases, bindings });
    expect(kept).toMatchObject({ names: 'short', keys: 'vi', theme: 'auto' });
  });

  test('mistakes in the start-up file are told, and the shell goes on', async () => {
    const env = { XDG_CONFIG_HOME: '/c' };
    const startup = 'set naems=short\nalias hot top 1\n';
    const shell = drawnShell(PROFILE, { env, files: { '/c/pprof-shell/startup': startup } });
    await shell.interpreter.startUp();
    expect(await shell.type('set')).toContain('names=full');
    expect(await shell.type('hot')).toContain('Showing nodes');
  });

  test('what there is not is refused', async () => {
    const shell = drawnShell(PROFILE);
    await expect(shell.type('set naems=short')).rejects.toThrow('no setting is called "naems"');
    await expect(shell.type('names=tiny')).rejects.toThrow('invalid value "tiny" for names');
    await expect(shell.type('naems=short')).rejects.toMatchObject({ hint: 'did you mean names=short?' });
    await expect(shell.type('nodecont=5')).rejects.toMatchObject({ hint: 'did you mean nodecount=5?' });
    await expect(shell.type('top|grep x')).rejects.toMatchObject({ hint: 'put blanks around the |' });
    await expect(shell.type('profiles -json')).rejects.toThrow('profiles does not know "-json"');
    await expect(shell.type('mine -json')).rejects.toThrow('mine does not know "-json"');
    await expect(shell.type('filters drop')).rejects.toThrow('filters drop needs the number or the name of a filter');
    await expect(shell.type('set sort=cum')).rejects.toThrow('sort is an option of reports, not a setting');
    await expect(shell.type('alias top top')).rejects.toThrow('top cannot be an alias: it is a command');
    await expect(shell.type('alias focus x')).rejects.toThrow('it is an option');
    await expect(shell.type('unalias hot')).rejects.toThrow('there is no alias hot');
    await expect(shell.type('save settings')).rejects.toThrow('neither XDG_CONFIG_HOME nor HOME is set');
  });
});

test('history lists earlier lines', async () => {
  const shell = drawnShell(PROFILE, { history: ['top', 'peek a', 'top 5'] });
  expect(await shell.type('history')).toBe('    1  top\n    2  peek a\n    3  top 5\n');
  expect(await shell.type('history 1')).toBe('    3  top 5\n');
  expect(await shell.type('history peek')).toBe('    2  peek a\n');
});

describe('what pprof does not know, on standard input', () => {
  const piped = () => drawnShell(PROFILE, { dialect: 'pprof', hasTerminal: false });

  test('is read as this shell reads it', async () => {
    const shell = piped();
    expect(await shell.type('check "cum(serve) < 90%" | cat')).toBe('ok    cum(serve) = 80.00% < 90%\n');
    expect(await shell.type('profiles > list.txt')).toBe('written to list.txt\n');
    expect(await shell.type('top "main"')).toContain('focus="main"');
    expect(shell.interpreter.hasFailed).toBe(false);
  });

  test('fails the script where it goes wrong, as pprof its own commands do not', async () => {
    const shell = piped();
    await expect(shell.type('peek (')).rejects.toThrow('parsing argument regexp');
    await expect(shell.type('bogus')).rejects.toThrow('unrecognized command');
    expect(shell.interpreter.hasFailed).toBe(false);
    for (const line of ['check "cum(serve < 90%"', 'load none.pb.gz', 'check "cum(serve) < 9%"']) {
      const failing = piped();
      await failing.type(line).catch(() => undefined);
      expect([line, failing.interpreter.hasFailed]).toEqual([line, true]);
    }
  });
});
