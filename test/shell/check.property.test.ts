import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { at, type Int64 } from '../../src/base/int64.ts';
import { quotePattern } from '../../src/base/regex.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { viewProfile } from '../../src/report/profile-view.ts';
import { judge } from '../../src/shell/check/judge.ts';
import { parseRules } from '../../src/shell/check/parse-rules.ts';
import { MEASURES, type MeasureName, OPERATORS, type Rule, ruleText } from '../../src/shell/check/rule.ts';
import { randomProfile } from '../support/random-profile.ts';
import { openContext } from './diff-context.ts';

const { host, notify } = openContext();

function measured(rule: string, now: Profile, before: Profile = now): Int64 {
  const options = { ...DEFAULT_OPTIONS, sample_index: '0' };
  const earlier = () => ({ name: 'before', profile: before });
  const subject = {
    now: { name: 'now', profile: now },
    options,
    earlier,
    pattern: (text: string) => text,
    host,
    notify,
  };
  const verdicts = parseRules(rule).map((parsed) => judge(parsed, subject));
  expect(verdicts).toHaveLength(1);
  return verdicts[0].value;
}

test('flat and cum of one function are the figures of top', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const profile = decodeProfile(bytes);
      const { names, values, total } = viewProfile({
        profile,
        options: { ...DEFAULT_OPTIONS, sample_index: '0' },
        host,
        notify,
      });
      names.forEach((name, entry) => {
        if (names.indexOf(name) !== names.lastIndexOf(name)) return;
        const pattern = `^${quotePattern(name)}$`;
        expect(measured(`flat(${pattern}) < 1`, profile)).toBe(at(values.flat, entry));
        expect(measured(`cum(${pattern}) < 1`, profile)).toBe(at(values.cum, entry));
        expect(measured(`grew(${pattern}) < 1`, profile)).toBe(0);
      });
      expect(measured('total < 1', profile)).toBe(total);
      expect(measured('new(.) < 1', profile)).toBe(0);
    }),
  );
});

test('what is new one way is gone the other way', () => {
  fc.assert(
    fc.property(randomProfile, randomProfile, (a, b) => {
      const [before, after] = [decodeProfile(a.bytes), decodeProfile(b.bytes)];
      const isComparable = before.valueTypes[0].type === after.valueTypes[0].type;
      fc.pre(isComparable && before.valueTypes[0].unit === after.valueTypes[0].unit);
      expect(measured('new(.) == 0', after, before)).toBe(measured('gone(.) == 0', before, after));
    }),
  );
});

const rule: fc.Arbitrary<Rule> = fc
  .record({
    measure: fc.constantFrom(...(Object.keys(MEASURES) as MeasureName[])),
    pattern: fc.constantFrom('encoding/json', 'main\\.\\(\\*T\\)', '(a|b) c', '[)(]x', 'and < 5%', 'é\\\\'),
    operator: fc.constantFrom(...OPERATORS),
    limit: fc.record({
      amount: fc.oneof(fc.integer({ min: -1000, max: 1_000_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      unit: fc.constantFrom('', '%', 'MB', 'ms', 's', 'GCU', 'm*GCU'),
    }),
    sampleType: fc.constantFrom(undefined, 'inuse_space', 'and'),
    since: fc.constantFrom(undefined, '1', 'before.pb.gz'),
  })
  .map((drawn) => ({
    ...drawn,
    pattern: MEASURES[drawn.measure].takesPattern ? drawn.pattern : '',
    since: MEASURES[drawn.measure].compares === 'never' ? undefined : drawn.since,
    limit: { ...drawn.limit, amount: drawn.limit.amount + 0 },
  }));

test('the text of rules is read back as these rules', () => {
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 3 }), (rules) => {
      expect(parseRules(rules.map(ruleText).join(' and '))).toEqual(rules);
    }),
  );
});

test('any text is read as rules or refused with a message', () => {
  const piece = fc.constantFrom(
    'flat',
    'total',
    '(',
    ')',
    'a',
    '[',
    '\\',
    ' ',
    '<',
    '=',
    '5',
    '%',
    'MB',
    'and',
    'of',
    'since',
    'é',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (text) => {
        try {
          expect(parseRules(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      },
    ),
  );
});
