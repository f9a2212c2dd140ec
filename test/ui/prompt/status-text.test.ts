import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiText } from '../../../src/base/ascii-text.ts';
import { textWidth } from '../../../src/base/text-width.ts';
import { statusText } from '../../../src/ui/prompt/status-text.ts';

const status = {
  profile: '/srv/profiles/heap.pb.gz',
  valueType: 'inuse_space',
  filters: ['focus=json', 'ignore=test'],
};

test.each([
  [80, '/srv/profiles/heap.pb.gz · inuse_space · focus=json · ignore=test'],
  [60, '…iles/heap.pb.gz · inuse_space · focus=json · ignore=test'],
  [51, '…eap.pb.gz · inuse_space · focus=json · ignore=test'],
  [50, '…eap.pb.gz · inuse_space · focus=json · +1 more'],
  [39, 'inuse_space · focus=json · ignore=test'],
  [34, 'inuse_space · focus=json · +1 more'],
  [33, 'inuse_space · 2 filters'],
  [12, '2 filters'],
  [5, '2 fi…'],
])('in %i cells', (width, expected) => {
  expect(statusText(status, width)).toBe(expected);
});

test('long filters lose their middles first', () => {
  const filters = ['focus=encoding/json.(*decodeState).object', 'ignore=x'];
  expect(statusText({ ...status, profile: 'heap.pb.gz', filters }, 70)).toBe(
    'heap.pb.gz · inuse_space · focus=encoding/…eState).object · ignore=x',
  );
});

describe('with a mode, several profiles, and what the filters leave', () => {
  const more = { ...status, left: '12.3% of 463.42MB', profiles: { current: 2, count: 3 }, mode: 'normal' };

  test.each([
    [120, 'normal · #2 of 3 /srv/profiles/heap.pb.gz · inuse_space · focus=json · ignore=test · 12.3% of 463.42MB'],
    [90, 'normal · #2 of 3 …eap.pb.gz · inuse_space · focus=json · ignore=test · 12.3% of 463.42MB'],
    [60, 'normal · #2 of 3 · inuse_space · 2 filters'],
    [50, 'normal · #2 of 3 · inuse_space · 2 filters'],
    [24, 'normal · 2 filters'],
    [20, 'normal · 2 filters'],
    [10, '2 filters'],
  ])('in %i cells', (width, expected) => {
    expect(statusText(more, width)).toBe(expected);
  });

  test('one profile has no number', () => {
    expect(statusText({ ...more, profiles: { current: 1, count: 1 } }, 120)).toMatch(/^normal · \/srv/);
  });

  test('in ASCII', () => {
    expect(asciiText(statusText(more, 60))).toBe('normal - #2 of 3 - inuse_space - 2 filters');
    expect(asciiText(statusText(more, 8))).toBe('2 filte~');
  });
});

test('without filters there is nothing about them', () => {
  expect(statusText({ ...status, filters: [] }, 80)).toBe('/srv/profiles/heap.pb.gz · inuse_space');
  expect(statusText({ ...status, filters: [] }, 5)).toBe('inus…');
});

test('what could move the cursor is spelt out', () => {
  expect(statusText({ ...status, profile: 'a\u001b[2Jb', filters: [] }, 80)).toBe('a\\x1b[2Jb · inuse_space');
});

test('it always fits, and never hides that there are filters', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const filters = fc
    .array(text, { minLength: 1, maxLength: 5 })
    .map((values) => values.map((value) => `focus=${value}`));
  fc.assert(
    fc.property(text, text, filters, fc.integer({ min: 9, max: 100 }), (profile, valueType, active, width) => {
      const shown = statusText({ profile, valueType, filters: active }, width);
      expect(textWidth(shown)).toBeLessThanOrEqual(width);
      expect(shown).toMatch(/focus=|filter/);
    }),
  );
});
