import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { checkCommand } from '../../src/shell/commands/check.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { drawing, drawProfile } from '../support/draw-profile.ts';
import { BEFORE, type OpenProfiles, openContext } from './diff-context.ts';

/** What `check` with some words behind it says; the newer of two states of a program is in use. */
function check(words: string, open: OpenProfiles = {}) {
  const context = openContext({ inUse: 2, ...open });
  const outcome = checkCommand.run(context, splitWords(words, 'shell'));
  if (outcome.type !== 'checked') throw new Error(`a check is no ${outcome.type}`);
  return { ...outcome, notices: context.notices };
}

/** A rule that is kept, and what is said about it. */
test.each([
  ['flat(json) < 80%', 'ok    flat(json) = 77.59% < 80%'],
  ['flat(json) <= 450ns', 'ok    flat(json) = 450ns <= 450ns'],
  ['flat(json) == 450', 'ok    flat(json) = 450ns == 450'],
  ['flat(json|simd) > 0.4us', 'ok    flat(json|simd) = 475ns > 0.4us'],
  ['cum(main|work|parse) == 100%', 'ok    cum(main|work|parse) = 100% == 100%'],
  ['total != 0', 'ok    total = 580ns != 0'],
  ['total < 132% since 1', 'ok    total since 1 = 131.82% < 132%'],
  ['samples(parse) == 50%', 'ok    samples(parse) = 50.00% == 50%'],
  ['samples(main) >= 4', 'ok    samples(main) = 4 >= 4'],
  ['count(parse$) == 2', 'ok    count(parse$) = 2 == 2'],
  ['grew(json) <= 50%', 'ok    grew(json) = +50.00% <= 50%'],
  ['grew(load) == 0', 'ok    grew(load) = 0 == 0'],
  ['grew(gc) < 0%', 'ok    grew(gc) = -100% < 0%'],
  ['grew(json) < 200ns since before.pb', 'ok    grew(json) since before.pb = +150ns < 200ns'],
  ['new(json) == 0', 'ok    new(json) = 0 == 0'],
  ['gone(.) <= 20%', 'ok    gone(.) = 20.00% <= 20%'],
  ['flat(json) of cpu < 80%', 'ok    flat(json) of cpu = 77.59% < 80%'],
  ['flat(json) < 80% of cpu', 'ok    flat(json) of cpu = 77.59% < 80%'],
  ['flat(reflect) < 5%', 'ok    flat(reflect) = 0% < 5%, as no function matches'],
])('%s is kept', (rule, expected) => {
  expect(check(`"${rule}"`)).toMatchObject({ lines: [expected], isFailed: false });
});

/** A rule that is broken, with the functions that have to do with it. */
test.each([
  [
    'flat(json) < 5%',
    ['FAIL  flat(json) = 77.59% (450ns of 580ns), must be < 5%', '           450ns 77.59%  json.parse'],
  ],
  [
    'cum(work) <= 400ns',
    ['FAIL  cum(work) = 480ns (82.76% of 580ns), must be <= 400ns', '           480ns 82.76%  work'],
  ],
  [
    'total < 500ns',
    [
      'FAIL  total = 580ns, must be < 500ns',
      '           450ns 77.59%  json.parse',
      '           100ns 17.24%  load',
      '            25ns  4.31%  simd.parse',
    ],
  ],
  [
    'total < 110% since 1',
    [
      'FAIL  total since 1 = 131.82% (580ns of 440ns), must be < 110%',
      '          +150ns  json.parse',
      '           -40ns  gc',
      '           +25ns  simd.parse',
    ],
  ],
  [
    'grew(parse) < 10%',
    [
      'FAIL  grew(parse) = +58.33% (from 300ns to 475ns), must be < 10%',
      '          +150ns  json.parse',
      '           +25ns  simd.parse',
    ],
  ],
  ['grew(simd) < 10%', ['FAIL  grew(simd) = n/a (from 0 to 25ns), must be < 10%', '           +25ns  simd.parse']],
  ['new(.) == 0', ['FAIL  new(.) = 1 (1 of 5 functions), must be == 0', '           +25ns  simd.parse']],
  ['gone(.) == 0', ['FAIL  gone(.) = 1 (1 of 5 functions), must be == 0', '           -40ns  gc']],
  [
    'samples(parse) < 2',
    [
      'FAIL  samples(parse) = 2 (2 of 4 samples), must be < 2',
      '           450ns 77.59%  json.parse',
      '            25ns  4.31%  simd.parse',
    ],
  ],
  ['count(reflect) > 0', ['FAIL  count(reflect) = 0 (0 of 5 functions), must be > 0, as no function matches']],
])('%s is broken', (rule, expected) => {
  expect(check(`"${rule}"`)).toMatchObject({ lines: expected, isFailed: true });
});

test('a sample counts once for cum, however many of its frames match', () => {
  const profiles = { 'a.pb': drawProfile('main;f;g;f 10\nmain;g 20\nmain 5') };
  expect(check('"cum(f|g) == 30ns"', { profiles, inUse: 1 }).isFailed).toBe(false);
});

describe('several rules', () => {
  test('stand in one text, in texts of their own, and without quotes', () => {
    const expected = ['ok    flat(json) = 450ns < 1us', 'ok    count(main) = 1 == 1'];
    expect(check('"flat(json) < 1us and count(main) == 1"').lines).toEqual(expected);
    expect(check('"flat(json) < 1us" "count(main) == 1"').lines).toEqual(expected);
    expect(check('flat(json) < 1us and count(main) == 1').lines).toEqual(expected);
  });

  test('are all checked, and one that is broken fails them', () => {
    const { lines, isFailed } = check('"flat(json) < 1ns and count(main) == 1"');
    expect(lines.at(-1)).toBe('ok    count(main) = 1 == 1');
    expect(isFailed).toBe(true);
  });

  test('come from a file, a line each, with comments', () => {
    const files = { 'rules.txt': '# Parsing stays cheap.\n\nflat(json) < 1us and total < 1us\r\n  count(main) == 1\n' };
    expect(check('-f rules.txt', { files }).lines).toEqual([
      'ok    flat(json) = 450ns < 1us',
      'ok    total = 580ns < 1us',
      'ok    count(main) = 1 == 1',
    ]);
  });
});

test('filters and options hold as for reports', () => {
  const options = { ignore: 'simd', relative_percentages: true, granularity: 'files', divide_by: 10 };
  const profiles = { 'a.pb': drawProfile('main@m.go;f@x.go 30\nmain@m.go;simd@y.go 70\nmain@m.go 10') };
  expect(check('"flat(x.go) == 3ns and flat(m.go) == 25%"', { profiles, options, inUse: 1 }).lines).toEqual([
    'ok    flat(x.go) = 3ns == 3ns',
    'ok    flat(m.go) = 25.00% == 25%',
  ]);
});

test('what all rules have to tell is told once', () => {
  const open = { options: { focus: 'nothing' } };
  expect(check('"total == 0 and flat(json) == 0"', open).notices).toEqual(['Focus expression matched no samples']);
});

test('of chooses among the sample types of the profile', () => {
  const profile = drawing('main;f 100');
  const text = (value: string) => profile.stringTable.dedup(value);
  profile.sampleType[1] = Object.assign(Object.create(Object.getPrototypeOf(profile.sampleType[0])), {
    type: text('space'),
    unit: text('bytes'),
  });
  profile.sample[0].value = [100n, 3_000_000n];
  const open = { profiles: { 'a.pb': decodeProfile(profile.encode()) }, inUse: 1 };
  expect(check('"flat(f) of cpu < 1us and flat(f) of space < 3MB and flat(f) == 3000000"', open).lines).toEqual([
    'ok    flat(f) of cpu = 100ns < 1us',
    'ok    flat(f) of space = 2.86MB < 3MB',
    'ok    flat(f) = 2.86MB == 3000000',
  ]);
  expect(() => check('"flat(f) of space < 3MiB"', open)).toThrow(
    expect.objectContaining({ hint: 'write MB: in pprof that is 1024 of the next smaller unit' }),
  );
});

test('an earlier profile in another unit is compared all the same', () => {
  const typed = (value: number, unit: string) => {
    const profile = drawing(`main;f ${value}`);
    profile.sampleType[0].unit = profile.stringTable.dedup(unit);
    return decodeProfile(profile.encode());
  };
  const profiles = { 'a.pb': typed(2, 'ms'), 'b.pb': typed(2_200_000, 'ns') };
  expect(check('"grew(f) == 10%"', { profiles }).lines).toEqual(['ok    grew(f) = +10.00% == 10%']);
});

describe('what is wrong with a rule is said with its place', () => {
  test.each([
    ['flat(x) = 5', 'rule "flat(x) = 5": expected one of < <= > >= == != at column 9, found "="'],
    ['flat((a) < 5', 'rule "flat((a) < 5": expected a ) for every ( of the pattern at column 5, found "((a)"'],
    ['flat < 5', 'rule "flat < 5": expected a pattern in parentheses behind flat at column 6, found "<"'],
    ['flat() < 5', 'rule "flat() < 5": expected a pattern at column 6, found ")"'],
    ['flat(a) <', 'rule "flat(a) <": expected a number, with % or a unit behind it at its end, found nothing'],
    ['flat(a) < 5 of', 'rule "flat(a) < 5 of": expected a sample type at its end, found nothing'],
    // Larger than any value, so that every one would be below it.
    ['total < 1e999', 'rule "total < 1e999": expected a smaller number at column 9, found "1e999"'],
    ['flat(a) < 5 5', 'rule "flat(a) < 5 5": expected and, of, since or the end of the rule at column 13, found "5"'],
    [
      'flat(a) < 5 since 1',
      'rule "flat(a) < 5 since 1": expected no earlier profile for flat at column 13, found "since"',
    ],
    ['flat(a) < 5MB', 'rule "flat(a) < 5MB": cpu is in nanoseconds, not in "MB"'],
    ['count(a) < 5s', 'rule "count(a) < 5s": a number of functions has no unit "s"'],
    ['total < 5%', 'rule "total < 5%": the total is 100% of itself'],
    ['flat(a) of heap < 5', 'sample_index "heap" must be one of: [cpu]'],
  ])('%s', (rule, message) => {
    expect(() => check(`"${rule}"`)).toThrow(expect.objectContaining({ name: 'UserError', message }));
  });

  test('with the line of a file, and with what was probably meant', () => {
    const files = { 'rules.txt': 'total < 1us\ntotl < 2us\n' };
    const measures = 'flat cum total samples count grew new gone';
    expect(() => check('-f rules.txt', { files })).toThrow(
      expect.objectContaining({
        message: `rules.txt:2: rule "totl < 2us": expected one of ${measures} at column 1, found "totl"`,
        hint: 'did you mean total?',
      }),
    );
    expect(() => check('-f none.txt')).toThrow('none.txt: there is no such file, or it cannot be read');
  });

  test('and so is a missing rule, or a missing profile', () => {
    expect(() => check('')).toThrow('check needs a rule');
    expect(() => check('-f')).toThrow('check -f needs a file of rules');
    expect(() => check('"new(.) == 0"', { profiles: { 'a.pb': BEFORE }, inUse: 1 })).toThrow(
      'a rule compares with an earlier profile, but 0 others are open',
    );
  });
});

test('a name that is no pattern is taken as it is, where somebody reads along', () => {
  const profiles = { 'a.pb': drawProfile('main;bufio.(*Writer).Flush 10\nmain 5') };
  const { lines, notices } = check('"flat((*Writer)) == 10ns"', { profiles, inUse: 1 });
  expect(lines).toEqual(['ok    flat((*Writer)) = 10ns == 10ns']);
  expect(notices[0]).toMatch(/^"\(\*Writer\)" is taken literally/);
});

test('JSON has the figures', () => {
  const { lines, isFailed } = check('-json "flat(json) < 5%" "new(.) == 1"');
  expect(isFailed).toBe(true);
  expect(JSON.parse(lines.join('\n'))).toEqual({
    schema: 'pprof-shell/1',
    report: 'check',
    kept: false,
    rules: [
      {
        rule: 'flat(json) < 5%',
        kept: false,
        value: 450,
        whole: 580,
        share: 0.775862,
        unit: 'nanoseconds',
        matches: 1,
        largest: [{ name: 'json.parse', value: 450 }],
      },
      {
        rule: 'new(.) == 1',
        kept: true,
        value: 1,
        whole: 5,
        share: 0.2,
        unit: 'functions',
        matches: 6,
        largest: [],
      },
    ],
  });
});

test('the profile in use is no earlier one: a rule about growth would always hold', () => {
  expect(() => check('"total < 110% since 2"')).toThrow(
    '(2) is the profile in use: a rule would compare it with itself',
  );
  expect(() => check('"grew(json) < 10% since after.pb"')).toThrow('is the profile in use');
});
