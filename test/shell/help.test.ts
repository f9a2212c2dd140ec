import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { textWidth } from '../../src/base/text-width.ts';
import { machine } from '../../src/host/machine.ts';
import { compareWithBase } from '../../src/profile/compare.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { plainText } from '../../src/report/line.ts';
import { optionDeclarations } from '../../src/report/options.ts';
import { COMMANDS } from '../../src/shell/commands/index.ts';
import { COMMAND_NOTES } from '../../src/shell/help/command-notes.ts';
import type { HelpContext } from '../../src/shell/help/topic.ts';
import { helpTopics, pagesFor, topicNames } from '../../src/shell/help/topics.ts';
import { readRedirection } from '../../src/shell/language/redirection.ts';
import type { Dialect } from '../../src/shell/language/words.ts';
import { fileRequest } from '../../src/shell/load-request.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { runLine } from '../../src/shell/run-line.ts';
import { openSession, SHELL_OPTIONS } from '../../src/shell/session.ts';
import { settingDeclarations } from '../../src/shell/settings.ts';
import { currentSession, openWorkspace, type Workspace, withOpened } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';

const root = join(import.meta.dirname, '../..');
const host = makeReportHost(machine, { source: '', explains: true });

function read(file: string): Profile {
  return readProfileBytes(readFileSync(join(root, file)));
}

const oom = read('examples/oom/mem_profile.pb.gz');
const server = read('examples/server/cpu.pb.gz');
const mutex = read('examples/server/mutex.pb.gz');
const node = read('examples/node/cpu.pb.gz');
const shop = read('test/data/pprof/own/shop.pb.gz');
const drawn = drawProfile(`
  main;serve;parse   60
  main;serve         10
  main;wait          30
`);

/** A shell with a profile open twice, and the first of them in use. */
function opened(profile: Profile): Workspace {
  const session = openSession(profile, 'first.pb.gz', SHELL_OPTIONS, fileRequest('first.pb.gz'));
  const both = withOpened(openWorkspace(session), { ...session, source: 'second.pb.gz' });
  return { ...both, current: 0 };
}

function contextOf(workspace: Workspace, dialect: Dialect = 'shell') {
  return { workspace, dialect, host, machine, notify: () => undefined, hasTerminal: true, hasFootnotes: false };
}

function help(topic: string, profile: Profile | Workspace, dialect: Dialect = 'shell'): string {
  const workspace = 'sessions' in profile ? profile : opened(profile);
  const { outcome } = runLine(`help ${topic}`, contextOf(workspace, dialect));
  if (outcome.type !== 'message') throw new Error(`help ${topic} is ${outcome.type}`);
  return outcome.lines.join('\n');
}

function helpContext(profile: Profile): HelpContext {
  const workspace = opened(profile);
  return { ...contextOf(workspace), session: currentSession(workspace), rest: '' };
}

const EXAMPLE_PROFILES = { oom, server, mutex, node, shop, drawn };

describe.each(Object.entries(EXAMPLE_PROFILES))('on %s', (_, profile) => {
  const context = helpContext(profile);
  const topics = helpTopics(context, COMMANDS);
  const names = new Set(topics.flatMap((topic) => topic.names));
  const pages = topics.map((topic) => [topic.names[0], topic.lines(context, false)] as const);

  test('no page is wider than a terminal', () => {
    const wide = pages.flatMap(([, lines]) => lines.filter((line) => textWidth(line) > 78));
    expect(wide).toEqual([]);
  });

  test('the first page fits a terminal of 80x24', () => {
    const lines = help('', profile).split('\n');
    expect(lines.length).toBeLessThan(23);
    expect(lines.filter((line) => textWidth(line) > 79)).toEqual([]);
  });

  test('every example runs', () => {
    const failed = pages.flatMap(([name, lines]) =>
      problemsOf(examplesIn(lines), profile).map((text) => `${name}: ${text}`),
    );
    // A drawn profile has no code of anybody's.
    expect(failed.filter((text) => !/^mine: .*nothing tells which code is yours/.test(text))).toEqual([]);
  });

  test('whatever is named to read on is there', () => {
    const missing = pages.flatMap(([name, lines]) =>
      relatedIn(lines)
        .filter((related) => !names.has(related))
        .map((related) => `${name} names ${related}`),
    );
    expect(missing).toEqual([]);
  });
});

/** What stands on a page as something to type: indented by four, before its explanation. */
function examplesIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^ {4}(\S.*?)(?: {2,}|$)/.exec(line)?.[1] ?? []);
}

function relatedIn(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => line.startsWith('See also: help '));
  if (at === -1) return [];
  return lines
    .slice(at)
    .join(' ')
    .replace('See also: help ', '')
    .split(',')
    .map((name) => name.trim());
}

/** Commands whose notes are written before they are. */

/** Instructions need the binary, which is not here. */
function canRunHere(line: string): boolean {
  const name = line.split(' ')[0];
  return name !== 'disasm';
}

/** Runs lines one after the other in one shell, to the first line of what they print. */
function problemsOf(lines: readonly string[], profile: Profile): string[] {
  let workspace = opened(profile);
  const problems: string[] = [];
  for (const line of lines.filter(canRunHere)) {
    try {
      const { command } = readRedirection(line, workspace);
      const result = runLine(command, contextOf(workspace));
      workspace = result.workspace;
      if (result.outcome.type === 'report') result.outcome.body[Symbol.iterator]().next();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(`${line}: ${error.message}`);
    }
  }
  return problems;
}

test('every note is about a command', () => {
  const known = COMMANDS.map(({ name }) => name);
  expect([...COMMAND_NOTES.keys()].filter((name) => !known.includes(name))).toEqual([]);
});

test('every command has a note with something to try', () => {
  const context = helpContext(oom);
  const topics = helpTopics(context, COMMANDS);
  const bare = COMMANDS.filter(({ name }) => {
    const page = topics.find(({ kind, names }) => kind === 'command' && names.includes(name))?.lines(context, false);
    return page === undefined || examplesIn(page).length === 0 || !page.some((line) => line.startsWith('It prints: '));
  });
  expect(bare.map(({ name }) => name)).toEqual([]);
});

test.each([
  ...COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ...optionDeclarations.keys(),
  ...settingDeclarations.keys(),
  'commands',
  'options',
  'keys',
  'filters',
  'scripts',
  'formats',
  'profiles',
  'memory',
  'out of memory',
  'quoting',
  'flat%',
  'sum%',
  'cum%',
  'tag',
  'label',
  'focus vs show',
  'base vs diff',
  'negative',
  'inlined',
  '<unknown>',
  '[vdso]',
  'sample type',
  'FLAT',
  'lines',
  '-cum',
  'focus=json',
  'top10',
  'top 10',
])('help %s explains something', (topic) => expect(help(topic, oom)).not.toBe(''));

describe('figures are those of the profile', () => {
  /** The values of a function as `top` prints them. */
  function topRow(profile: Profile, name: string, type: string): string {
    const { workspace } = runLine(type, contextOf(opened(profile)));
    const { outcome } = runLine('top 100', contextOf(workspace));
    if (outcome.type !== 'report') throw new Error(outcome.type);
    const rows = [...outcome.body].map((line) => (line instanceof Uint8Array ? '' : plainText(line)));
    return rows.find((row) => row.includes(name)) ?? '';
  }

  test('flat and cum', () => {
    expect(help('flat', drawn)).toContain('  flat 60ns, cum 60ns  parse\n  flat 10ns, cum 70ns  serve');
    expect(help('flat', drawn)).toContain('parse does most by itself: 100% of what it costs.');
    expect(help('cum', drawn)).toContain('1 function with a cum of 100%, such as main.');
  });

  test('what is largest is as top has it', () => {
    const shown = help('inuse_space', oom);
    expect(shown).toContain('463.42MB in all');
    expect(shown).toContain('284.99MB (61.50%)  main.(*Index).Add');
    expect(topRow(oom, 'main.(*Index).Add', 'inuse_space')).toContain('284.99MB 61.50%');
  });

  test('what was allocated beside what is in use', () => {
    const shown = help('alloc_space', oom);
    expect(shown).toMatch(/alloc_space is 3\.75GB, inuse_space 463\.42MB: 12\.1% of what was allocated is in\nuse\./);
    expect(shown).toContain('Most churn: main.section-range1 allocated 740.58MB, of which nothing is in\nuse.');
    expect(topRow(oom, 'main.section-range1', 'alloc_space')).toContain('740.58MB');
    expect(topRow(oom, 'main.section-range1', 'inuse_space')).not.toContain('MB');
  });

  test('rows and their sum', () => {
    expect(help('sum%', drawn)).toContain('1 row  60.00% of the total');
  });

  test('what is small', () => {
    const workspace = runLine('nodefraction=0.2', contextOf(opened(drawn))).workspace;
    expect(help('nodefraction', workspace)).toContain('On this profile that is 20ns of 100ns: 0 of 4 functions');
    const stricter = runLine('nodefraction=0.5', contextOf(workspace)).workspace;
    expect(help('nodefraction', stricter)).toContain(
      'It is set to 0.5.\nOn this profile that is 50ns of 100ns: 1 of 4 functions',
    );
  });

  test('filters do not change them', () => {
    const { workspace } = runLine('focus=nothing-at-all', contextOf(opened(drawn)));
    expect(help('total', workspace)).toContain('100% is 100ns.');
  });

  test('below zero', () => {
    const less = drawProfile('main;serve;parse 90\nmain;wait 30');
    const change = compareWithBase(drawn, { base: less, isDiff: true, normalize: false });
    expect(help('negative', change)).toMatch(/\d functions? below zero, most of all parse with -30ns flat\./);
    expect(help('base vs diff', drawn)).toContain('It is no comparison.');
  });

  test('the page of a sample type the profile lacks says where to find it', () => {
    const shown = help('inuse_space', server);
    expect(shown).toContain('This profile does not have it; it has samples, cpu.');
    expect(shown).toContain('/debug/pprof/heap');
  });

  test('a sample type nobody wrote about', () => {
    expect(help('b', read('test/data/pprof/own/zerodef.pb.gz'))).toContain(
      'b: A sample type of this profile, in count.',
    );
  });

  test('inlined functions, recursion, tags, frames without a name', () => {
    expect(help('inlined', drawn)).toContain('No function is inlined');
    expect(help('inlined', server)).toMatch(/\d+ functions inlined somewhere/);
    expect(help('recursion', drawProfile('main;walk;walk;walk 5'))).toContain(
      '1 function in a stack more than once, such as walk.',
    );
    expect(help('tag', shop)).toContain('texts, such as');
    expect(help('unknown', drawn)).toContain('Every frame with a value has a name.');
  });
});

test('a profile without samples has help too', () => {
  const empty = { ...drawn, valueTypes: [] };
  for (const topic of ['', 'flat', 'cpu', 'top', 'focus', 'sample type', 'tag'])
    expect(help(topic, empty)).not.toBe('');
});

test('an alias of the user', () => {
  const { workspace } = runLine('alias hot top 5 -cum', contextOf(opened(drawn)));
  expect(help('hot', workspace)).toContain('top 5 -cum');
});

test('keys are listed where they are known', () => {
  const context = {
    ...helpContext(drawn),
    keyTables: [{ title: 'The line', rows: [{ keys: 'Tab', help: 'complete' }] }],
  };
  const lines = pagesFor('keys', helpTopics(context, COMMANDS), context);
  expect(lines).toContain('The line:');
  expect(lines).toContain('  Tab  complete');
});

describe('a topic that does not exist', () => {
  const problem = (topic: string) => {
    try {
      return help(topic, oom);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return `${error.message} | ${error.hint}`;
    }
  };

  test.each([
    ['flta', 'no help is called "flta" | did you mean help flat? help search flta looks in all pages'],
    ['xyzzyxyzzy', 'no help is called "xyzzyxyzzy" | help search xyzzyxyzzy looks in all pages'],
    ['search', 'help search needs a word to look for | for example: help search leak'],
  ])('%s', (topic, expected) => expect(problem(topic)).toBe(expected));
});

test.each([
  ['leak', 'help leak'],
  ['clipboard', 'help copy'],
  ['goroutine leak', 'help leaks'],
  ['goroutineleak', 'help goroutineleak'],
  ['json', 'help formats'],
  ['gorutine', 'help'],
])('help search %s finds %s', (query, first) => expect(help(`search ${query}`, oom).split('\n')[0]).toContain(first));

test('a search without a hit says so', () => {
  expect(help('search qqqqqqqqqqqq', oom)).toBe('No page of help is about qqqqqqqqqqqq.');
});

test('completion offers every page once', () => {
  const offered = topicNames(helpContext(oom), COMMANDS);
  expect(offered.map(({ name }) => name)).toEqual(expect.arrayContaining(['flat', 'top', 'focus', 'theme', 'search']));
  expect(new Set(offered.map(({ name }) => name)).size).toBe(offered.length);
});

test('scripts for pprof get its listing, without commands of ours', () => {
  const listing = help('', oom, 'pprof');
  expect(listing).toContain('  Commands:\n    callgrind ');
  expect(listing).toContain('    quit/exit/q ');
  for (const { name } of COMMANDS.filter(({ isOurs }) => isOurs)) expect(listing).not.toContain(`\n    ${name} `);
  expect(help('nonsense', oom, 'pprof')).toBe('Unknown command: nonsense');
});
