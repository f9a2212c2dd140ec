import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { type Line, plainText } from '../../src/report/line.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { prepareReport } from '../../src/report/request.ts';
import { topReport } from '../../src/report/top.ts';
import { codeOfSession, mineCommand } from '../../src/shell/commands/mine.ts';
import { namesCommand } from '../../src/shell/commands/names.ts';
import type { Command, CommandContext } from '../../src/shell/language/command.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { undone } from '../../src/shell/undo.ts';
import { currentSession, openWorkspace, type Workspace } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';

const readExample = (file: string) => readProfileBytes(readFileSync(join(import.meta.dirname, '../../examples', file)));
const server = openWorkspace(openSession(readExample('server/cpu.pb.gz'), 'cpu.pb.gz'));
const machine = fakeHost({
  env: { TZ: 'UTC' },
  files: { '/work/main/examples/server/go.mod': 'module example.com/server\n' },
});

/** Runs one command; what it says, and the workspace after it. */
function run(command: Command, workspace: Workspace, line = '', host = machine) {
  const context: CommandContext = {
    workspace,
    session: currentSession(workspace),
    dialect: 'shell',
    rest: line,
    host: makeReportHost(host, { source: '', explains: true }),
    machine: host,
    notify: () => undefined,
    hasTerminal: false,
    hasFootnotes: false,
  };
  const outcome = command.run(context, splitWords(line, 'shell'));
  if (outcome.type === 'report') {
    return { workspace, lines: Array.from(outcome.body, (part) => plainText(part as Line)) };
  }
  if (outcome.type !== 'changed') throw new Error(`mine does not ask for ${outcome.type}`);
  return { workspace: outcome.workspace, lines: outcome.lines ?? [] };
}

describe('mine', () => {
  test('shows the frames of the main module only, as one step', () => {
    const { workspace, lines } = run(mineCommand, server);
    expect(lines).toEqual([
      'Your code is example.com/server, by /work/main/examples/server/go.mod.',
      '8.48s, 87.06% of 9.74s, is left. mine off shows all again.',
    ]);
    const session = currentSession(workspace);
    expect(session.options.show).toBe('^(main\\.|example\\.com/server(_test)?[./])');
    expect(undone(session)).toMatchObject({ name: 'mine', session: { options: DEFAULT_OPTIONS } });
  });

  test('off shows what was shown before', () => {
    const session = currentSession(server);
    const shown = openWorkspace({ ...session, options: { ...session.options, show: 'regexp' } });
    const on = run(mineCommand, shown);
    expect(on.lines.at(-1)).toBe('It takes the place of show=regexp until then.');
    const off = run(mineCommand, on.workspace, 'off');
    expect(currentSession(off.workspace).options.show).toBe('regexp');
    expect(run(mineCommand, off.workspace, 'off').lines).toEqual(['mine is off already.']);
  });

  test('off takes back all that was said to be mine meanwhile', () => {
    let workspace = run(mineCommand, server).workspace;
    for (const line of ['^main', '/store', 'off']) workspace = run(mineCommand, workspace, line).workspace;
    expect(currentSession(workspace).options.show).toBe('');
  });

  test('which lists the packages by what goes through them', () => {
    const { lines } = run(mineCommand, server, 'which');
    expect(lines.slice(0, 3)).toEqual([
      'Your code is example.com/server, by /work/main/examples/server/go.mod.',
      'Pattern: ^(main\\.|example\\.com/server(_test)?[./])',
      '       cum   cum%',
    ]);
    expect(lines[3]).toMatch(/^ {5}\d\.\d\ds \d\d\.\d\d% {2}main$/);
    expect(lines.join('\n')).toContain('example.com/server/internal/store');
    expect(run(mineCommand, run(mineCommand, server).workspace, 'which').lines).toEqual(lines);
  });

  test('takes a pattern, kept for the session, until it is found out again', () => {
    const said = run(mineCommand, server, '^example.com/server/internal/store');
    expect(said.lines[0]).toBe('Your code is what matches ^example.com/server/internal/store, as you said.');
    const off = run(mineCommand, said.workspace, 'off').workspace;
    expect(codeOfSession(currentSession(off), machine).source).toBe('you');
    expect(codeOfSession(currentSession(run(mineCommand, off, 'auto').workspace), machine).source).toBe('go.mod');
  });

  test('takes a quoted word for a pattern', () => {
    expect(run(mineCommand, server, '"which"').lines[0]).toContain('what matches which');
  });

  test('asks the binary first', () => {
    const here = fakeHost({ goModules: { [currentSession(server).profile.mappings[0].file]: 'example.com/server' } });
    expect(run(mineCommand, server, '', here).lines[0]).toMatch(
      /^Your code is example\.com\/server, by the build info of \/tmp\/.*\/server\.$/,
    );
  });

  test('says what to do where nothing tells', () => {
    const plain = openWorkspace(openSession(drawProfile('a;b 1'), 'x'));
    expect(() => run(mineCommand, plain)).toThrow('nothing tells which code is yours');
    expect(() => run(mineCommand, plain, '(')).not.toThrow();
  });
});

test('top with the column says which of mine each row is used by', () => {
  const session = openSession(readExample('oom/mem_profile.pb.gz'), 'mem_profile.pb.gz');
  const host = makeReportHost(machine, { source: '', explains: false });
  const input = {
    profile: session.profile,
    options: { ...session.options, nodecount: 5, compact_labels: true },
    defaults: topReport.defaults,
    argument: undefined,
    host,
    notify: () => undefined,
  };
  const linesOf = (mine: string | undefined) =>
    Array.from(topReport.write(prepareReport({ ...input, mine })), (part) => plainText(part as Line));
  expect(linesOf(codeOfSession(session, machine).pattern).slice(-6)).toEqual([
    '      flat  flat%   sum%        cum   cum%  <- mine, share',
    '  284.99MB 61.50% 61.50%   385.59MB 83.21%  main.(*Index).Add  <- mine',
    '   62.84MB 13.56% 75.06%   100.60MB 21.71%  main.tagsOf  <- mine',
    '   54.14MB 11.68% 86.74%    54.14MB 11.68%  encoding/json.(*decodeState).literalStore  <- main.parse 100%',
    '   30.07MB  6.49% 93.23%    30.07MB  6.49%  fmt.Sprintf  <- main.tagsOf 100%',
    '   15.33MB  3.31% 96.54%    15.33MB  3.31%  strings.(*Builder).WriteString  <- main.report 100%',
  ]);
  expect(linesOf(undefined)).toEqual(linesOf('^main').map((line) => line.replace(/ {2}<- .*$/, '')));
});

describe('names', () => {
  test('lists short names with the full ones', () => {
    expect(run(namesCommand, server, 'Store..View').lines).toEqual([
      'short name           full name',
      'store.(*Store).View  example.com/server/internal/store.(*Store).View',
    ]);
  });

  test('matches the short name too', () => {
    expect(run(namesCommand, server, '^store.*Page$').lines[1]).toMatch(
      /^store\.\(\*Store\)\.Page +example\.com\/server\/internal\//,
    );
  });

  test('says where nothing matches', () => {
    expect(() => run(namesCommand, server, 'nosuchname')).toThrow('no matches found for regexp: nosuchname');
  });
});
