import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { compilePattern, compileWholePattern, quotePattern } from '../../src/base/regex.ts';

describe('patterns', () => {
  test.each([
    ['Index', 'main.(*Index).Add', true],
    ['index', 'main.(*Index).Add', false],
    ['(?i)index', 'main.(*Index).Add', true],
    ['a|Index|b', 'main.(*Index).Xdd', true],
    ['x|', 'anything', true],
    ['', 'anything', true],
    ['^main\\.', 'x.main.y', false],
    ['\\(\\*Index\\)', 'main.(*Index).Add', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['[[:upper:]]dd$', 'main.(*Index).Add', true],
    ['\\pL\\z', 'größe', true],
    ['(?P<name>Ad)d', 'Add', true],
    ['(?P<n>A)(?<n>d)d', 'Add', true],
    ['(?P<n>A)(?<n>[(?P<n>])\\Q(?P<n>', 'A?(?P<n>', true],
  ])('%s in %s: %s', (source, text, matches) => expect(compilePattern(source).test(text)).toBe(matches));

  test('words are matched as RE2 matches them', () => {
    const source = fc.string({ unit: fc.constantFrom('a', 'b', '|', 'ü', ' '), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', ' ', '|'), maxLength: 8 });
    fc.assert(
      fc.property(source, text, (pattern, subject) => {
        expect(compilePattern(pattern).test(subject)).toBe(RE2JS.compile(pattern).test(subject));
      }),
    );
  });

  test('time is linear in the text, whatever the pattern', () => {
    expect(compilePattern('(a+)+$').test(`${'a'.repeat(50_000)}b`)).toBe(false);
  });

  test.each([
    ['(', 'error parsing regexp: missing closing ): `(`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['\\y', 'error parsing regexp: invalid escape sequence: `\\y`'],
    ['[z-a]', 'error parsing regexp: invalid character class range: `z-a`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['a\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
    [')', 'error parsing regexp: unexpected ): `)`'],
  ])('%s is refused as Go refuses it', (source, message) => {
    expect(() => compilePattern(source)).toThrow(expect.objectContaining({ name: 'UserError', message }));
  });
});

test('a whole pattern has to match all of a text', () => {
  expect(compileWholePattern('a|b.*').test('bcd')).toBe(true);
  expect(compileWholePattern('a|b.*').test('abc')).toBe(false);
});

test('a quoted text matches itself', () => {
  fc.assert(fc.property(fc.string(), (text) => void expect(compilePattern(quotePattern(text)).test(text)).toBe(true)));
});
