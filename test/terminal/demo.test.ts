import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { HEAP, KEY, openShell, ROOT, type Shell, temporaryFolder } from './open-shell.ts';

// What README.md shows under "A first look", done in a terminal: its text and what happens cannot part ways.
const FIRST_LOOK = section(readFileSync(join(ROOT, 'README.md'), 'utf8'), 'A first look');

function section(markdown: string, title: string): string {
  const [, text] = new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(markdown) ?? [];
  if (text === undefined) throw new Error(`README.md has no section "${title}"`);
  return text;
}

/** A folder as a user has it: the profile, the sources it was made from, and another profile. */
function demoFolder(): string {
  const folder = temporaryFolder();
  const example = dirname(HEAP);
  for (const file of readdirSync(example)) copyFileSync(join(example, file), join(folder, file));
  copyFileSync(join(ROOT, 'examples/server/heap.pb.gz'), join(folder, 'after.pb.gz'));
  copyFileSync(join(ROOT, 'examples/server/mutex.pb.gz'), join(folder, 'mutex.pb.gz'));
  const recorded = join(ROOT, 'test/memory/programs/auditlog/recorded');
  copyFileSync(join(recorded, 'heap.debug1.txt'), join(folder, 'heap.txt'));
  mkdirSync(join(folder, 'snapshots'));
  for (const file of readdirSync(recorded).filter((name) => name.endsWith('.pb.gz')))
    copyFileSync(join(recorded, file), join(folder, 'snapshots', file));
  return folder;
}

const inOneBlank = (line: string) => line.trim().replace(/\s+/g, ' ');

test('the session that README.md shows prints what it shows there', async () => {
  const [, block] = /^```\n(\$ pprof-shell [\s\S]*?)^```$/m.exec(FIRST_LOOK) ?? [];
  if (block === undefined) throw new Error('README.md shows no session');
  const [start, ...steps] = block.trimEnd().split(/^\(pprof\) /m);
  const [command, ...greeting] = start.trimEnd().split('\n');
  expect(steps.length).toBeGreaterThan(1);

  const shell = await openShell({ args: command.replace('$ pprof-shell ', '').split(' '), cwd: demoFolder() });
  expectInOrder(shell.text(), greeting);
  for (const step of steps) {
    const [line, ...shown] = step.trimEnd().split('\n');
    expectInOrder(await shell.enter(line), shown);
  }
  expect(await shell.quit()).toBe(0);
});

/** README.md leaves lines out, and does not show how wide tabs are. */
function expectInOrder(printed: string, lines: readonly string[]): void {
  let rest = printed.split('\n').map(inOneBlank);
  for (const line of lines) {
    const at = rest.indexOf(inOneBlank(line));
    expect(at, `${JSON.stringify(line)} is printed`).not.toBe(-1);
    rest = rest.slice(at + 1);
  }
}

/** A line that is entered, and what it has to print. */
interface Entry {
  /** What stands in the table, where that is no line to enter as it is. */
  readonly line?: string;
  readonly prints: RegExp;
}

/** How something that the table names is tried out, in a folder. */
type Trial = Entry | Steps;

type Steps = (shell: Shell, folder: string) => Promise<void>;

/** Opens a screen, and leaves it. */
const opens =
  (keys: string, shows: RegExp): Trial =>
  async (shell) => {
    const from = shell.mark();
    shell.write(keys);
    await shell.until((screen) => shell.isAlternateScreen() && shows.test(screen));
    shell.write(KEY.escape);
    // A prompt that made way for a screen comes back to its row.
    await shell.promptAfter(from - 1);
  };

/** Sets something, which shows in the row below the prompt. */
const show =
  (line: string, status: RegExp): Steps =>
  async (shell) => {
    await shell.enter(line);
    await shell.until((screen) => status.test(screen.trimEnd().split('\n').at(-1) ?? ''));
  };

/** Sets an option, which shows in the next report. */
const changes =
  (line: string, report: string, prints: RegExp): Trial =>
  async (shell) => {
    expect(await shell.enter(line)).toBe('');
    expect(await shell.enter(report)).toMatch(prints);
  };

/** Makes a file. */
const makes =
  (line: string, file: string, content: RegExp): Trial =>
  async (shell, folder) => {
    expect(await shell.enter(line)).toContain(file);
    expect(readFileSync(join(folder, file), 'latin1')).toMatch(content);
  };

/** Opens the profiles it is about first. */
const after =
  (lines: readonly string[], line: string, prints: RegExp): Trial =>
  async (shell) => {
    for (const before of lines) await shell.enter(before);
    expect(await shell.enter(line)).toMatch(prints);
  };

const NOTHING = /^$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how such a file begins
const GZIP = /^\u001f\u008b/u;

/** Row by row, by what stands in the first column. */
const TRIALS: readonly Readonly<Record<string, Trial>>[] = [
  {
    'top 10': { prints: /284\.99MB 61\.50%.*main\.\(\*Index\)\.Add/ },
    'top10 -cum': { prints: /cum%\n.*100% +main\.main\n/ },
    'top 5 json -scanner': { prints: /focus=json\n +ignore=scanner\n/ },
  },
  { find: opens('find\r', /find:/), 'Ctrl-T': opens(KEY.ctrlT, /find:/) },
  { browse: opens('browse\r', /runtime\.main/), 'browse Index': opens('browse Index\r', /main\.\(\*Index\)\.Add/) },
  {
    bottomup: opens('bottomup\r', /284\.99MB +61\.50% +▸ main\.\(\*Index\)\.Add/),
    'sandwich RE': opens('sandwich tagsOf\r', /▸ main\.\(\*Index\)\.Add\n.*100\.60MB +21\.71% +── main\.tagsOf/),
    flame: opens('flame\r', /^all\ncum 463\.42MB 100%/m),
    'top -i': opens('top -i\r', /284\.99MB +61\.50% +61\.50% +385\.59MB +83\.21% +main\.\(\*Index\)\.Add/),
    'source RE': opens('source main.*Add\r', /93\.93MB +93\.93MB ▄ +61 .*ix\.entries = append/),
  },
  {
    'peek REGEX': { line: 'peek tagsOf', prints: /62\.84MB.*\| main\.tagsOf\n.*fmt\.Sprintf/ },
    tree: { prints: /62\.84MB.*\| main\.tagsOf\n/ },
  },
  { 'list REGEX': { line: 'list main.*Add', prints: /93\.93MB +61: +ix\.entries = append/ } },
  {
    traces: { prints: /-----\+-----/ },
    tags: { prints: /bytes: Total 463\.42MB/ },
    raw: { prints: /^PeriodType: space bytes\n/ },
    comments: { prints: NOTHING },
  },
  { 'weblist REGEX': makes('weblist main.*Add > page.html', 'page.html', /<html/) },
  { 'disasm REGEX': { line: 'disasm Add', prints: /put the binary where the profile names it/ } },
  { 'proto > focused.pb.gz': makes('proto > focused.pb.gz', 'focused.pb.gz', GZIP) },
  {
    'focus=REGEX': show('focus=Index', /focus=Index/),
    'ignore=': show('ignore=tagsOf', /ignore=tagsOf · 61\.50% of 463\.42MB/),
    'hide=': show('hide=json', /hide=json/),
    'show=': show('show=main', /show=main/),
    'show_from=': show('show_from=Add', /show_from=Add/),
    'tagfocus=': show('tagfocus=16b:1mb', /tagfocus=16b:1mb/),
  },
  {
    undo: async (shell) => {
      await shell.enter('focus=tagsOf');
      expect(await shell.enter('undo')).toBe('taken back: focus=tagsOf');
    },
    redo: { prints: /done again: focus=tagsOf/ },
    filters: { prints: /100\.60MB +21\.71% +1 focus=tagsOf/ },
    reset: show('reset', /gz · inuse_space$/),
  },
  { mine: show('mine', / · mine · /), 'top -mine': { prints: /main\.tagsOf +<- mine/ } },
  {
    'load after.pb.gz': { prints: /^2: after\.pb\.gz +inuse_space 13\.94MB$/ },
    profiles: { prints: /^ +1 mem_profile\.pb\.gz .*\n\* +2 after\.pb\.gz /m },
    'use 2': { prints: /^2: after\.pb\.gz$/ },
    'diff 1 2': { prints: /284\.99MB +0 +-284\.99MB +-61\.50% gone main\.\(\*Index\)\.Add/ },
  },
  {
    'doctor crash.log': async (shell) => {
      expect(await shell.enter('doctor crash.log')).toMatch(/confirmed +117\.43MB in main\.\(\*Index\)\.Add/);
      // The number of a suspect runs what was proposed for it.
      expect(await shell.enter('1')).toMatch(/93\.93MB +61: +ix\.entries = append/);
    },
    'leaks snapshots': async (shell, folder) => {
      expect(await shell.enter('leaks snapshots')).toMatch(/likely +main\.\(\*trail\)\.record/);
      await show('top 1', /growth of 10 snapshots/)(shell, folder);
    },
    growth: async (_, folder) => {
      const shell = await openShell({ args: ['snapshots/heap.01.pb.gz'], cwd: folder });
      await shell.enter('load snapshots/heap.10.pb.gz');
      expect(await shell.enter('growth')).toMatch(
        /^2 snapshots of inuse_space[\s\S]*possible +main\.\(\*trail\)\.record/,
      );
      expect(await shell.enter('profiles')).toMatch(/^\* +3 growth of 2 snapshots/m);
      expect(await shell.quit()).toBe(0);
    },
    suspects: after(['use 1'], 'suspects', /possible .*main\.\(\*Index\)\.Add/),
    objects: { prints: /in use 463\.42MB in 6,978,534 objects/ },
    memstats: after(['load heap.txt'], 'memstats', /HeapReleased +the part of HeapIdle/),
  },
  {
    alloc_space: show('alloc_space', / · alloc_space$/),
    'sample_index=alloc_objects': show('sample_index=alloc_objects', / · alloc_objects$/),
    mean_delay: async (shell, folder) => {
      await shell.enter('load mutex.pb.gz');
      await show('mean_delay', /mutex\.pb\.gz · mean_delay$/)(shell, folder);
    },
  },
  {
    'cum=true': changes('cum=true', 'top 1', /100% +main\.main/),
    'lines=true': changes('lines=true', 'top 1', /\.go:\d+/),
    'unit=mb': changes('unit=kb', 'top 1', /kB/),
    'nodecount=20': changes('nodecount=2', 'top', /top 2 nodes/),
  },
  {
    'top 20 > hot.txt': makes('top 20 > hot.txt', 'hot.txt', /284\.99MB/),
    'top | grep json': { prints: /^.*encoding\/json\.\(\*decodeState\)\.literalStore/ },
    copy: { prints: /^copied \d+ lines$/ },
  },
  {
    help: { prints: /^Ask +top 10/ },
    'help top': { prints: /^top: List the entries/ },
    'help flat': { prints: /flat 284\.99MB/ },
    'help inuse_space': { prints: /463\.42MB in all/ },
  },
];

/** The ways out of the last row. */
const WAYS_OUT: Readonly<Record<string, string>> = { quit: 'quit\r', q: 'q\r', 'Ctrl-D': KEY.ctrlD };

/** What needs a browser. */
const UNTRIED = new Set(['web']);

/** What the rows of the table name in their first column: code, and keys. */
const namedInTable = [...FIRST_LOOK.matchAll(/^\| (?!type \|)(?!-)(.*?) \| .*\|$/gm)].map(([, first]) =>
  [...first.matchAll(/`([^`]+)`|(Ctrl-[A-Z])/g)].map(([, code, key]) => (code ?? key).replaceAll('\\|', '|')),
);

test('all that the table of README.md names is tried out', () => {
  const tried = [...TRIALS, WAYS_OUT].map((row) => Object.keys(row));
  expect(namedInTable.map((names) => names.filter((name) => !UNTRIED.has(name)))).toEqual(tried);
});

test('each row of the table of README.md does what it says', async () => {
  const folder = demoFolder();
  // Wide enough for all filters in the row below the prompt.
  const shell = await openShell({ args: ['mem_profile.pb.gz'], cwd: folder, columns: 200 });
  for (const row of TRIALS) {
    await shell.enter('use 1');
    await shell.enter('reset all');
    for (const [name, trial] of Object.entries(row)) {
      if (typeof trial === 'function') await trial(shell, folder);
      else expect(await shell.enter(trial.line ?? name), name).toMatch(trial.prints);
    }
  }
  expect(await shell.quit()).toBe(0);
});

test.each(Object.entries(WAYS_OUT))('%s leads back to your shell', async (_, keys) => {
  const shell = await openShell();
  shell.write(keys);
  expect(await shell.exited).toBe(0);
});
