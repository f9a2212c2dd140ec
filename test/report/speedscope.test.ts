import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { foldedReport } from '../../src/report/folded.ts';
import type { Options } from '../../src/report/options.ts';
import { speedscopeReport } from '../../src/report/speedscope.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';
import { randomProfile } from '../support/random-profile.ts';
import { reportText } from '../support/report-text.ts';
import { shop, textOf } from './formats/formatted-text.ts';
import { type SpeedscopeFile, speedscopeProblems } from './speedscope-file.ts';

function speedscope(profile: Profile, options: Partial<Options> = {}) {
  const { text, notices, error } = reportText(speedscopeReport, { profile, options, host: fakeHost({}) });
  expect(error).toBe(undefined);
  const file: SpeedscopeFile = JSON.parse(text);
  expect(speedscopeProblems(file)).toEqual([]);
  return { file, notices };
}

/** A profile of the file as folded stacks. */
function foldedOf({ shared, profiles }: SpeedscopeFile, index: number): string[] {
  const { samples, weights } = profiles[index];
  return samples.map((stack, i) => `${stack.map((frame) => shared.frames[frame].name).join(';')} ${weights[i]}`);
}

test('has a profile per sample type, and opens with the one that is chosen', () => {
  const { file } = speedscope(shop, { sample_index: 'events' });
  expect(file.profiles.map(({ name, unit, endValue }) => [name, unit, endValue])).toEqual([
    ['events', 'none', 60],
    ['cpu', 'nanoseconds', 581238567],
  ]);
  expect([file.name, file.activeProfileIndex]).toEqual(['shop', 0]);
});

test('has the stacks root first, each once, without those that have no value', () => {
  const profile = drawProfile(`
    main;serve;parse   30
    main;serve         10
    main;serve;parse   12
    main;idle           0
  `);
  expect(foldedOf(speedscope(profile).file, 0)).toEqual(['main;serve;parse 42', 'main;serve 10']);
});

test('frames have their file, and their line where the granularity has it', () => {
  const frame = (options: Partial<Options>) => speedscope(shop, { focus: 'price', ...options }).file.shared.frames;
  expect(frame({})).toContainEqual({ name: 'shop.price', file: '/src/shop/cart.go' });
  expect(frame({ granularity: 'functions' })).toContainEqual({ name: 'shop.price' });
  expect(frame({ granularity: 'lines', showcolumns: true })).toContainEqual({
    name: 'shop.price',
    file: '/src/shop/cart.go',
    line: 42,
    col: 7,
  });
  expect(frame({ granularity: 'files' })).toContainEqual({ name: '/src/shop/cart.go', file: '/src/shop/cart.go' });
  expect(frame({})).toContainEqual({ name: '[libc.so.6]' });
});

test('stacks below zero are left out, and that is said', () => {
  const profile = drawProfile(`
    main;gone  -5
    main;new    7
  `);
  const { file, notices } = speedscope(profile);
  expect(foldedOf(file, 0)).toEqual(['main;new 7']);
  expect(notices).toEqual(['Left out 1 stack with cpu below zero (-5ns)']);
});

test.each([
  ['nanoseconds', 'nanoseconds', 3],
  ['bytes', 'bytes', 3],
  ['kilobytes', 'bytes', 3072],
  ['hours', 'seconds', 10800],
  ['count', 'none', 3],
  ['', 'none', 3],
])('values in %s become %s', (unit, shown, weight) => {
  const profile = { ...drawProfile('main 3'), valueTypes: [{ type: 't', unit }] };
  const [written] = speedscope(profile).file.profiles;
  expect([written.unit, written.weights]).toEqual([shown, [weight]]);
});

test('a profile without samples is a file all the same', () => {
  const { file } = speedscope(drawProfile(''));
  expect(file.profiles).toEqual([
    { type: 'sampled', name: 'cpu', unit: 'nanoseconds', samples: [], weights: [], startValue: 0, endValue: 0 },
  ]);
});

test('every profile has the stacks that folded writes of its sample type', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const profile = decodeProfile(bytes);
      const options = { granularity: 'functions' };
      const { file } = speedscope(profile, options);
      for (const [index, { unit }] of profile.valueTypes.entries()) {
        if (unit === 'kilobytes') continue;
        const lines = textOf(foldedReport, { profile, options: { ...options, sample_index: `${index}` } }).split('\n');
        const folded = lines.slice(0, -1).map((line) => line.replace(/\d+$/, (value) => `${Number(value)}`));
        expect(foldedOf(file, index)).toEqual(folded);
      }
    }),
  );
});
