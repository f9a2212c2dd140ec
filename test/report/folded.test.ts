import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { foldedReport } from '../../src/report/folded.ts';
import type { Options } from '../../src/report/options.ts';
import { tracesReport } from '../../src/report/traces.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';
import { randomProfile } from '../support/random-profile.ts';
import { reportText } from '../support/report-text.ts';
import { formattedText, shop } from './formats/formatted-text.ts';

function folded(profile: ReturnType<typeof drawProfile>, options: Partial<Options> = {}) {
  const { text, notices, error } = reportText(foldedReport, { profile, options, host: fakeHost({}) });
  expect(error).toBe(undefined);
  return { lines: text.split('\n').slice(0, -1), notices };
}

test('a line per distinct stack, root first, in the order of the file', () => {
  const profile = drawProfile(`
    main;serve;parse   30
    main;serve         10
    main;serve;parse   12
    main;serve;serve    1
    ;                   5
  `);
  expect(folded(profile)).toEqual({
    lines: ['main;serve;parse 42', 'main;serve 10', 'main;serve;serve 1'],
    notices: [],
  });
});

test('inlined frames are frames, and labels do not matter', () => {
  expect(folded(shop, { focus: 'Cart' }).lines).toEqual([
    'shop.main;shop.(*Cart).Total;shop.price 30000000',
    'shop.main;shop.(*Cart).Total;example.com/shop/v2/internal/db.Query[...] 70000000',
    'shop.main;shop.(*Cart).Total 4000',
  ]);
});

describe('options', () => {
  test.each<[Partial<Options>, string]>([
    [{ sample_index: 'events' }, 'shop.main;shop.(*Cart).Total;shop.price 3'],
    [{ noinlines: true }, 'shop.main;shop.(*Cart).Total 30000000'],
    [
      { granularity: 'lines' },
      'shop.main /src/shop/main.go:12;shop.(*Cart).Total /src/shop/cart.go:25;shop.price /src/shop/cart.go:42 30000000',
    ],
    [{ hide: 'Total' }, 'shop.main;shop.price 30000000'],
    [{ mean: true }, 'shop.main;shop.(*Cart).Total;shop.price 10000000'],
    [{ unit: 'hours', divide_by: 10 }, 'shop.main;shop.(*Cart).Total;shop.price 30000000'],
  ])('%j', (options, line) => expect(folded(shop, { focus: 'price', ...options }).lines).toEqual([line]));
});

test('stacks that cannot be told apart are one', () => {
  const profile = drawProfile(`
    main;parse@a.go:1  1
    main;parse@b.go:2  2
  `);
  expect(folded(profile).lines).toEqual(['main;parse 3']);
});

test('what is not above zero is left out; what is below is said', () => {
  const profile = drawProfile(`
    main;gone       -5
    main;less       -2
    main;same        0
    main;new         7
    main;balanced    4
    main;balanced   -4
  `);
  expect(folded(profile)).toEqual({
    lines: ['main;new 7'],
    notices: ['Left out 2 stacks with cpu below zero (-7ns)'],
  });
});

test('names cannot end a frame or a line', () => {
  const profile = drawProfile('main 1');
  const line = folded({ ...profile, strings: withText(profile.strings, 'main', 'a;\n;') }).lines;
  expect(line).toEqual(['a: : 1']);
});

test('sums have all their digits', () => {
  const profile = drawProfile(`
    main 9007199254740993
    main 9007199254740993
  `);
  expect(folded(profile).lines).toEqual(['main 18014398509481986']);
});

test('is what adding traces up one by one gives', () => {
  const granularity = fc.constantFrom('functions', 'lines', 'addresses');
  fc.assert(
    fc.property(randomProfile, granularity, fc.boolean(), (drawn, of, noinlines) => {
      const profile = decodeProfile(drawn.bytes);
      const options = { granularity: of, noinlines };
      const traces = formattedText(tracesReport, 'json', { profile, options });
      // Some drawn values do not fit into doubles: they are read as text.
      const { samples } = JSON.parse(traces.replace(/"value":(-?\d+)/g, '"value":"$1"'));
      const sums = new Map<string, bigint>();
      for (const { stack, value } of samples as { stack: string[]; value: string }[]) {
        const folded = stack.toReversed().join(';');
        sums.set(folded, BigInt.asIntN(64, (sums.get(folded) ?? 0n) + BigInt(value)));
      }
      const positive = [...sums].filter(([, sum]) => sum > 0n);
      expect(folded(profile, options).lines).toEqual(positive.map(([stack, sum]) => `${stack} ${sum}`));
    }),
  );
});

/** The same texts, but for one of the same length. */
function withText(strings: ReturnType<typeof drawProfile>['strings'], text: string, replacement: string) {
  const bytes = Buffer.from(strings.bytes);
  bytes.write(replacement, bytes.indexOf(text));
  return { ...strings, bytes };
}
