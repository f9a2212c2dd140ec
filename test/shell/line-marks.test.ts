import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { type LineMark, type MarkContext, marksOf } from '../../src/shell/language/line-marks.ts';
import { openSession } from '../../src/shell/session.ts';
import { openWorkspace } from '../../src/shell/workspace.ts';

const file = 'test/data/pprof/own/shop.pb.gz';
const profile = readProfileBytes(readFileSync(join(import.meta.dirname, '../..', file)));
const [{ type }] = profile.valueTypes;
const workspace = { ...openWorkspace(openSession(profile, file)), aliases: { hot: 'top 5 $1' } };
const shell: MarkContext = { workspace, dialect: 'shell' };

/** The marked parts of a line, each with its role. */
const marked = (line: string, context = shell) =>
  marksOf(line, context).map(({ start, end, role }) => `${role} ${line.slice(start, end)}`);

/** What is said about a line. */
const problems = (line: string, context = shell) =>
  marksOf(line, context).flatMap(({ start, end, problem }) =>
    problem === undefined ? [] : [`${line.slice(start, end)}: ${problem}`],
  );

describe('what the parts of a line are', () => {
  test.each([
    ['', []],
    ['top', ['command top']],
    ['top10 -cum main', ['command top', 'number 10', 'flag -cum', 'pattern main']],
    ['top 5 -json >out.json', ['command top', 'number 5', 'flag -json', 'operator >', 'path out.json']],
    ['top >> out.txt', ['command top', 'operator >>', 'path out.txt']],
    ['list main -runtime', ['command list', 'pattern main', 'operator -', 'pattern runtime']],
    ["peek 'a b'", ['command peek', "pattern 'a b'"]],
    ['focus=a b', ['option focus', 'operator =', 'pattern a b']],
    ['nodecount = 5 //: five', ['option nodecount', 'operator =', 'number 5']],
    ['sort=cum', ['option sort', 'operator =', 'value cum']],
    ['trim', ['option trim']],
    ['3', ['number 3']],
    [
      'redo; focus=a; top',
      ['command redo', 'operator ;', 'option focus', 'operator =', 'pattern a', 'operator ;', 'command top'],
    ],
    ['focus=a; b', ['option focus', 'operator =', 'pattern a; b']],
    ["peek 'a; b'", ['command peek', "pattern 'a; b'"]],
    ['top -i 3 -packages -json', ['command top', 'flag -i', 'number 3', 'flag -packages', 'flag -json']],
    ['top -packages', ['command top', 'operator -', 'pattern packages']],
    ['names=short', ['option names', 'operator =', 'value short']],
    ['set names=short', ['command set', 'option names=short']],
    ['tagfocus=tenant=acme', ['option tagfocus', 'operator =', 'value tenant=acme']],
    ['tagfocus=bytes=:32kb', ['option tagfocus', 'operator =', 'value bytes=:32kb']],
    ['tags tenant', ['command tags', 'value tenant']],
    [type, [`command ${type}`]],
    [':', ['command :']],
    ['hot main', ['command hot']],
    ['use 1', ['command use', 'number 1']],
    ['load a.pb b.pb', ['command load', 'path a.pb', 'path b.pb']],
    ['top | grep -v x', ['command top', 'operator |', 'command grep']],
    ['copy top 5', ['command copy', 'command top', 'number 5']],
    ['save out.txt tags', ['command save', 'path out.txt', 'command tags']],
    ['diff 1 20 -cum main', ['command diff', 'number 1', 'number 20', 'flag -cum', 'pattern main']],
    ['check "flat(main) < 5%"', ['command check', 'string "flat(main) < 5%"']],
    ['check -f rules.txt', ['command check', 'flag -f', 'path rules.txt']],
    ['check flat(main) < 5%', ['command check', 'string flat(main) < 5%']],
    ["alias x 'top; tags'", ['command alias', 'command x', 'command top', 'operator ;', 'command tags']],
    ['bind alt+t :undo', ['command bind', 'value alt+t', 'command :undo']],
    ['doctor crash.log -json', ['command doctor', 'path crash.log', 'flag -json']],
    ['suspects -catalogue=ours.json', ['command suspects', 'flag -catalogue=ours.json']],
  ])('%s', (line, expected) => {
    expect(marked(line)).toEqual(expected);
    expect(problems(line)).toEqual([]);
  });
});

describe('what is wrong with a line', () => {
  test.each([
    ['pek main', ['pek: no command is called pek: did you mean peek?']],
    ['foucs=main', ['foucs=main: no option or setting is called foucs: did you mean focus?']],
    ['nonsense', ['nonsense: no command is called nonsense']],
    ['focus', ['focus: this is an option: type focus=…']],
    ['lines', ['lines: this is an option: type granularity=lines']],
    ['nodecount=x', ['x: strconv.Atoi: parsing "x": invalid syntax']],
    ['trim=maybe', ['maybe: illegal value "maybe" for bool variable: use true or false']],
    ['names=tiny', ['tiny: invalid value "tiny" for names: choose one of full, short']],
    ['set nams=short', ['nams=short: no setting is called "nams": did you mean names? set lists the settings']],
    ['tagfocus=tenat=acme', ['tenat=acme: no tag is called tenat: did you mean tenant?']],
    ['tagfocus=tenant=(', ['tenant=(: no pattern (missing closing ))']],
    ['top >', ['>: write a file name behind the >']],
    ['top > ', ['>: write a file name behind the >']],
    ['top |', ['|: write a program behind the |']],
    ['top | grep x |', ['|: write a program behind the |']],
    ['check -jsn', ['-jsn: check has no flag -jsn: did you mean -json?']],
    ['leaks a.pb -jsn', ['-jsn: leaks has no flag -jsn: did you mean -json?']],
    ['suspects -inus 3', ['-inus: suspects has no flag -inus: did you mean -inuse?']],
    ['base -normalise 1', ['-normalise: base has no flag -normalise: did you mean -normalize?']],
    ['check "flt(main) < 5%"', [expect.stringContaining('did you mean flat?')]],
    ['use 7', ['7: no profile has the number 7; open are 1']],
    ["peek 'main", ["': the quote is not closed: put a ' behind it, or leave it out"]],
    ['copy pek main', ['pek: no command is called pek: did you mean peek?']],
    ['bind nokey top', ['nokey: no key is called nokey']],
    ['unalias warm', ['warm: there is no alias warm']],
  ])('%s', (line, expected) => {
    expect(problems(line)).toEqual(expected);
    const isNoted = line.startsWith('tagfocus=tenat');
    expect(marksOf(line, shell).some(({ role }) => role === 'error')).toBe(!isNoted);
  });

  test.each([
    ['peek main|grep x', ['main|grep: this | belongs to the pattern: put blanks around it to pipe to grep']],
    ["peek 'main|grep' x", []],
    ['peek main|json', []],
    ['top | grep a|grep', []],
  ])('a pipe without blanks around it is noted: %s', (line, expected) => {
    expect(problems(line)).toEqual(expected);
    expect(marksOf(line, shell).some(({ role }) => role === 'error')).toBe(false);
  });

  test('a sample type that the profile does not have', () => {
    expect(problems('sample_index=nothing')[0]).toMatch(/^nothing: sample_index "nothing" must be one of/);
  });

  test('a pattern that is none is only noted in the shell, where it is taken literally', () => {
    const line = 'list foo(bar';
    const pattern = { start: 5, end: 12 };
    const note = 'no pattern (missing closing )): taken literally';
    expect(marksOf(line, shell)[1]).toEqual({ ...pattern, role: 'pattern', problem: note });
    const error = { ...pattern, role: 'error', problem: 'no pattern (missing closing ))' };
    expect(marksOf(line, { workspace, dialect: 'pprof' })[1]).toEqual(error);
    expect(problems('focus=(*conn)')).toEqual([
      '(*conn): no pattern (missing argument to repetition operator): taken literally',
    ]);
  });
});

test('quotes are letters where pprof reads the line', () => {
  expect(marked("peek 'a b'", { workspace, dialect: 'pprof' })).toEqual(['command peek', "pattern 'a", "pattern b'"]);
});

test.each([
  ['many words', 'top '.padEnd(5000, 'ab ')],
  ['one long word', 'top '.padEnd(5000, 'x')],
  ['an unknown verb', ''.padEnd(5000, 'x')],
  ['many invalid patterns', `top ${Array.from({ length: 700 }, (_, i) => `(${i}`).join(' ')}`],
  ['one long pattern', 'focus='.padEnd(5000, '(a|b)*')],
  ['a deep pattern', `focus=${'('.repeat(2400)}${')'.repeat(2400)}`],
  ['quotes', 'top '.padEnd(5000, `'a b' `)],
  ['commas', 'tagfocus=a='.padEnd(5000, 'b,')],
  ['a rule', 'check "'.padEnd(5000, 'flat(a.b) < 5% and ')],
])('a line of 5000 letters takes no longer than a key may: %s', (_, line) => {
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    const marks: readonly LineMark[] = marksOf(line, shell);
    expect(marks.length).toBeGreaterThan(0);
    return performance.now() - start;
  });
  // It takes about 2 ms on an idle machine; a busy one is no reason to fail.
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(40);
});
