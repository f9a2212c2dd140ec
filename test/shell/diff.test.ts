import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { type Line, plainText } from '../../src/report/line.ts';
import { diffCommand } from '../../src/shell/commands/diff.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { drawing, drawProfile } from '../support/draw-profile.ts';
import { BEFORE, type OpenProfiles, openContext } from './diff-context.ts';

/** What `diff` with some words behind it prints, and what it tells besides. */
function diff(words: string, open: OpenProfiles = {}) {
  const context = openContext(open);
  const outcome = diffCommand.run(context, splitWords(words, 'shell'));
  if (outcome.type !== 'report') throw new Error(`a diff is no ${outcome.type}`);
  const lines = Array.from(outcome.body as Iterable<Line>, (line) => plainText(line));
  return { lines, notices: context.notices, file: outcome.file };
}

/** The rows alone: change and name. */
function rows(words: string, open?: OpenProfiles): string[] {
  const { lines } = diff(words, open);
  return lines.slice(lines.findIndex((line) => line.includes('change%')) + 1).map((line) => {
    const [, , change, , ...name] = line.trim().split(/\s+/);
    return `${change} ${name.join(' ')}`;
  });
}

function problem(words: string, open?: OpenProfiles): string {
  try {
    diff(words, open);
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.hint}`;
    throw error;
  }
  throw new Error(`no problem with ${words}`);
}

/** A profile whose values are of another type. */
function typed(text: string, type: string, unit: string): Profile {
  const profile = drawing(text);
  profile.sampleType[0].type = profile.stringTable.dedup(type);
  profile.sampleType[0].unit = profile.stringTable.dedup(unit);
  return decodeProfile(profile.encode());
}

test('columns are as wide as their figures', () => {
  const profiles = {
    'a.pb': typed('main;f 1\nmain;g 5', 'objects', 'count'),
    'b.pb': typed('main;f 123456789012', 'objects', 'count'),
  };
  expect(diff('2', { profiles }).lines.slice(-3)).toEqual([
    '    before        after        change            change%',
    '         1 123456789012 +123456789011 +2057613150183.33%      f',
    '         5            0            -5            -83.33% gone g',
  ]);
});

test('shows what changed most first, up or down, with what is new and gone', () => {
  expect(diff('2').lines).toEqual([
    'Type: cpu',
    'Before: before.pb (1), total 440ns',
    'After: after.pb (2), total 580ns',
    'Change: +140ns, +31.82% of the total before',
    'Showing 4 of 4 rows whose flat value has changed',
    '    before      after     change  change%',
    '     300ns      450ns     +150ns  +34.09%      json.parse',
    '      40ns          0      -40ns   -9.09% gone gc',
    '         0       25ns      +25ns   +5.68% new  simd.parse',
    '         0        5ns       +5ns   +1.14%      work',
  ]);
});

test('says how many rows it does not show, and how much of the change they hold', () => {
  expect(diff('2 2').lines).toContain(
    'Showing 2 of 4 rows whose flat value has changed; 2 rows, 13.64% of the change, not shown',
  );
});

test('of equal profiles shows no rows', () => {
  const { lines } = diff('2', { profiles: { 'a.pb': BEFORE, 'b.pb': BEFORE } });
  expect(lines.slice(-2)).toEqual(['Change: 0, 0% of the total before', 'No flat value has changed']);
});

test.each([
  ['2 -cum', ['+150ns json.parse', '+140ns main', '+140ns work', '-40ns gone gc', '+25ns new simd.parse']],
  ['2 1', ['-150ns json.parse', '+40ns new gc', '-25ns gone simd.parse', '-5ns work']],
  ['1 2 1', ['+150ns json.parse']],
  ['2 0', ['+150ns json.parse', '-40ns gone gc', '+25ns new simd.parse', '+5ns work']],
  ['-new 2', ['+25ns new simd.parse']],
  ['2 -new -gone', ['-40ns gone gc', '+25ns new simd.parse']],
  ['2 -grown', ['+150ns json.parse', '+25ns new simd.parse', '+5ns work']],
  ['2 -shrunk', ['-40ns gone gc']],
  ['2 parse', ['+150ns json.parse', '+25ns new simd.parse']],
  ['2 parse -simd', ['+150ns json.parse']],
  ['after.pb parse -simd', ['+150ns json.parse']],
  ['before.pb after.pb 1', ['+150ns json.parse']],
])('diff %s', (words, expected) => {
  expect(rows(words)).toEqual(expected);
});

test('a second number that is no other open profile is a number of rows, and so is a third', () => {
  expect(rows('2 2')).toHaveLength(2);
  expect(rows('2 3')).toHaveLength(3);
  expect(rows('1 2 3')).toHaveLength(3);
});

test('filters, granularity and sort of the session in use hold for both', () => {
  const options = { focus: 'parse', ignore: 'simd', sort: 'cum' };
  expect(rows('2', { options })).toEqual(['+150ns json.parse', '+150ns main', '+150ns work']);
  const files = {
    'a.pb': drawProfile('main@main.go:1;f@x.go:2 10\nmain@main.go:1;g@x.go:3 5'),
    'b.pb': drawProfile('main@main.go:1;g@x.go:9 8'),
  };
  expect(rows('2', { profiles: files })).toEqual(['-10ns gone f', '+3ns g']);
  expect(rows('2', { profiles: files, options: { granularity: 'files' } })).toEqual(['-7ns x.go']);
  expect(rows('2', { profiles: files, options: { granularity: 'lines' } })).toEqual([
    '-10ns gone f x.go:2',
    '+8ns new g x.go:9',
    '-5ns gone g x.go:3',
  ]);
});

test('a filter that matches in one of them only says in which', () => {
  expect(diff('2 gc').notices).toEqual(['after.pb (2): Focus expression matched no samples']);
});

test('-normalize scales what was before, so that shares are compared', () => {
  const profiles = { 'a.pb': drawProfile('main;f 30\nmain;g 70'), 'b.pb': drawProfile('main;f 100\nmain;g 100') };
  const { lines } = diff('2 -normalize', { profiles });
  expect(lines).toContain('Normalized: values before are multiplied by 2, so that both totals are 200ns');
  expect(lines).toContain('Change: +100ns, +100% of the total before');
  expect(lines.slice(-2)).toEqual([
    '      60ns      100ns      +40ns  +20.00%      f',
    '     140ns      100ns      -40ns  -20.00%      g',
  ]);
});

test('-normalize needs something to scale by', () => {
  const profiles = { 'a.pb': drawProfile('main 0'), 'b.pb': drawProfile('main 10') };
  expect(problem('2 -normalize', { profiles })).toMatch(/^a\.pb \(1\) has no cpu to normalize by\n/);
});

test('units of the same kind are compared in the finer one', () => {
  const profiles = { 'a.pb': typed('main;f 2', 'cpu', 'milliseconds'), 'b.pb': typed('main;f 2500', 'cpu', 'us') };
  expect(rows('2', { profiles })).toEqual(['+500us f']);
  expect(rows('2 1', { profiles })).toEqual(['-500us f']);
});

test('profiles that measure differently are refused, with what both have', () => {
  const heap = typed('main 1', 'space', 'bytes');
  expect(problem('2', { profiles: { 'a.pb': BEFORE, 'b.pb': heap } })).toBe(
    'b.pb (2) has no sample type "cpu"\nthey have none in common: [cpu] and [space]',
  );
  const counted = typed('main 1', 'cpu', 'count');
  expect(problem('2', { profiles: { 'a.pb': BEFORE, 'b.pb': counted } })).toBe(
    'cpu is in nanoseconds in a.pb (1), but in count in b.pb (2)\nonly values in units of the same kind can be compared',
  );
});

describe('profiles', () => {
  test.each([
    ['', 'diff needs a profile to compare with'],
    ['-cum', 'diff needs a profile to compare with'],
    ['later.pb', 'no open profile is called "later.pb"'],
    ['1', 'before.pb (1) is the only profile named: it would be compared with itself'],
    ['7 2', 'no open profile is called "7"'],
  ])('diff %s: %s', (words, message) => {
    expect(problem(words).split('\n')[0]).toBe(message);
  });

  test('one that is not open has to be loaded first', () => {
    expect(problem('later.pb')).toContain('load opens another one');
    expect(problem('', { profiles: { 'a.pb': BEFORE } })).toContain('load FILE opens another one');
  });
});

test('different durations are told, with advice', () => {
  const seconds = (count: number) => {
    const profile = drawing('main;f 10');
    profile.durationNanos = BigInt(count) * 1_000_000_000n;
    return decodeProfile(profile.encode());
  };
  const profiles = { 'a.pb': seconds(10), 'b.pb': seconds(30), 'c.pb': seconds(31) };
  expect(diff('2', { profiles }).notices).toEqual([
    'recorded for 10s before and 30s after: diff -normalize compares shares instead',
  ]);
  expect(diff('2', { profiles }).lines).toContain('Before: a.pb (1), total 10ns in 10s');
  expect(diff('2 -normalize', { profiles }).notices).toEqual([]);
  expect(diff('2 3', { profiles }).notices).toEqual([]);
});

test('the change is that of -diff_base, as pprof prints it', () => {
  const own = (name: string) =>
    readProfileBytes(readFileSync(join(import.meta.dirname, `../data/pprof/own/${name}.pb.gz`)));
  const profiles = { 'before.pb': own('before'), 'after.pb': own('after') };
  // pprof -top -diff_base before.pb.gz after.pb.gz: 150ms 37.50% app.work, -100ms 25.00% app.old, 50ms 12.50% app.new.
  expect(diff('2', { profiles }).lines.slice(-3)).toEqual([
    '     300ms      450ms     +150ms  +37.50%      app.work',
    '     100ms          0     -100ms  -25.00% gone app.old',
    '         0       50ms      +50ms  +12.50% new  app.new',
  ]);
  expect(rows('2 -cum main', { profiles })).toContain('+100ms app.main');
});

describe('as data', () => {
  test('JSON has the figures of the text, in the unit of the profile', () => {
    const { lines } = diff('2 2 -json');
    expect(JSON.parse(lines.join('\n'))).toEqual({
      schema: 'pprof-shell/1',
      report: 'diff',
      before: { profile: 'before.pb (1)', time: null, duration_nanos: null, total: 440 },
      after: { profile: 'after.pb (2)', time: null, duration_nanos: null, total: 580 },
      value_type: { type: 'cpu', unit: 'nanoseconds' },
      measure: 'flat',
      normalized: false,
      filters: [],
      hidden: { entries: 2, change_share: 0.136364 },
      changes: [
        {
          before: 300,
          after: 450,
          change: 150,
          change_share: 0.340909,
          presence: null,
          name: 'json.parse',
          package: 'json',
        },
        { before: 40, after: 0, change: -40, change_share: -0.0909091, presence: 'gone', name: 'gc', package: null },
      ],
    });
  });

  test('CSV and Markdown', () => {
    expect(diff('2 1 -csv').lines.slice(0, 2)).toEqual([
      'before,after,change,change_share,presence,name,package',
      '450,300,-150,-0.258621,,json.parse,json',
    ]);
    expect(diff('2 -gone -markdown').lines.slice(-3)).toEqual([
      '| before | after | change | change% | presence | name |',
      '| ---: | ---: | ---: | ---: | --- | --- |',
      '| 40ns | 0 | -40ns | 9.09% | gone | `gc` |',
    ]);
  });

  test('goes to the file named', () => {
    expect(diff('2 -json >changes.json').file).toBe('changes.json');
  });
});

test('quoted words focus, whatever they look like', () => {
  const profiles = { 'a.pb': drawProfile('main;2 10\nmain;-new 20\nmain;f 30'), 'b.pb': drawProfile('main;f 35') };
  expect(rows('2 "2"', { profiles })).toEqual(['-10ns gone 2']);
  expect(rows('2 "-new"', { profiles })).toEqual(['-20ns gone -new']);
});

test('values beyond 2^53 are exact', () => {
  const wide = (value: bigint) => drawProfile(`main;f ${value}\nmain;g 1`);
  const profiles = { 'a.pb': wide(2n ** 60n), 'b.pb': wide(2n ** 60n + 1n) };
  const { lines } = diff('2 -csv', { profiles });
  expect(lines[1]).toMatch(/^1152921504606846976,1152921504606846977,1,/);
});
