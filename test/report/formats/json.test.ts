import { describe, expect, test } from 'vitest';
import { bytesOfText, textOfBytes } from '../../../src/base/byte-text.ts';
import { safeLines } from '../../../src/base/safe-text.ts';
import { jsonValue } from '../../../src/report/formats/json-text.ts';
import { utcText } from '../../../src/report/formats/utc-text.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { reportNamed } from './examples.ts';
import { type FormattedRun, formattedText, shop } from './formatted-text.ts';

const json = (name: string, run: FormattedRun) => JSON.parse(formattedText(reportNamed(name), 'json', run));

const server = drawProfile(`
  main;serve;parse   30
  main;serve;render  60
  main;serve         10
  main;idle          -3
`);

describe('the head', () => {
  test('tells which report was asked for, and how', () => {
    const { schema, report, argument, options, filters } = json('peek', {
      profile: server,
      argument: 'serve',
      options: { focus: 'parse|render', output: 'secret.json', sort: 'cum' },
    });
    expect({ schema, report, argument, options, filters }).toEqual({
      schema: 'pprof-shell/1',
      report: 'peek',
      argument: 'serve',
      options: { focus: 'parse|render', sort: 'cum' },
      filters: ['focus=parse|render'],
    });
  });

  test('has no options where all are the report’s own', () => {
    expect(json('peek', { profile: server, argument: 'serve' }).options).toEqual({});
    expect(json('tree', { profile: server }).options).toEqual({});
    expect(json('list', { profile: shop, argument: 'Total' }).options).toEqual({});
  });

  test('counts what is left out and says why', () => {
    const { hidden } = json('top', { profile: server, options: { nodefraction: 0.2, nodecount: 2 } });
    expect(hidden).toEqual({
      below_nodefraction: { entries: 1, flat: -3, flat_share: -0.0291262 },
      behind_nodecount: { entries: 2, flat: 10, flat_share: 0.0970874 },
      below_edgefraction: null,
    });
  });

  test('what is hidden and what is shown make up the whole', () => {
    const { hidden, entries } = json('top', { profile: shop, options: { nodefraction: 0.02, nodecount: 3 } });
    const shown = entries.reduce((sum: number, { flat }: { flat: number }) => sum + flat, 0);
    expect(shown + hidden.below_nodefraction.flat + hidden.behind_nodecount.flat).toBe(581238567);
  });

  test('counts the calls of tree that are too light', () => {
    const options = { nodefraction: 0, edgefraction: 0.25 };
    const count = (edgefraction: number) =>
      json('tree', { profile: server, options: { ...options, edgefraction } }).calls.length;
    const { hidden, calls } = json('tree', { profile: server, options });
    expect(hidden.below_edgefraction).toEqual({ calls: 1 });
    expect(calls.length).toBe(count(0) - 2);
  });

  test('says when the profile was recorded, whatever the time zone', () => {
    expect(json('top', { profile: shop }).profile.time).toBe('2023-11-14T22:13:20.123456789Z');
    expect(json('top', { profile: server }).profile.time).toBe(null);
  });

  test.each([
    [1n, '1970-01-01T00:00:00.000000001Z'],
    [1_700_000_000_500_000_000n, '2023-11-14T22:13:20.5Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
    [2n ** 63n - 1n, '2262-04-11T23:47:16.854775807Z'],
    [-(2n ** 63n), '1677-09-21T00:12:43.145224192Z'],
  ])('%d ns since 1970 is %s', (nanos, text) => expect(utcText(nanos)).toBe(text));
});

describe('values', () => {
  test('are in the unit of the sample type, whatever unit the text has', () => {
    const entries = json('top', { profile: shop, options: { unit: 'hours', divide_by: 1000 } }).entries;
    expect(entries[0]).toMatchObject({ flat: 400_000_000, flat_share: 0.688186 });
  });

  test('have all their digits', () => {
    const profile = drawProfile('main 9223372036854775807');
    expect(formattedText(reportNamed('top'), 'json', { profile })).toContain('"flat":9223372036854775807,');
  });

  test('of a mean are means', () => {
    const run = { profile: shop, options: { mean: true, focus: 'Inner' } };
    const { profile, entries } = json('top', run);
    expect([profile.value_type.type, entries[0].flat]).toEqual(['mean_cpu', 10_000_000]);
  });

  test('have no share where there is no total', () => {
    const { entries } = json('top', { profile: server, options: { focus: 'nothing' } });
    expect(entries).toEqual([]);
    const zero = json('traces', { profile: drawProfile('main 0') }).samples[0];
    expect([zero.value, zero.value_share]).toEqual([0, null]);
  });
});

describe('entries', () => {
  test('have the parts that the granularity keeps', () => {
    const of = (granularity: string) =>
      json('top', { profile: shop, options: { granularity, focus: 'price', nodecount: 1 } }).entries[0];
    expect(of('functions')).toMatchObject({ function: 'shop.price', package: 'shop', file: null, line: null });
    expect(of('files')).toMatchObject({ function: null, package: null, file: '/src/shop/cart.go', line: null });
    expect(of('lines')).toMatchObject({ name: 'shop.price /src/shop/cart.go:42', line: 42, address: null });
    expect(of('addresses')).toMatchObject({ file: '/src/shop/cart.go', line: 42, column: 7, address: '0x402000' });
  });

  test.each([
    ['net/http.(*conn).serve', 'net/http'],
    ['example.com/a/v2/db.Query[...]', 'example.com/a/v2/db'],
    ['std::sort<int>', 'std'],
    ['com.acme.Shop$Inner.run', 'com.acme'],
    ['time.Time.Add', 'time'],
    ['processTicks', null],
    ['(anonymous)', null],
  ])('%s is of the package %s', (name, expected) => {
    expect(json('top', { profile: drawProfile(`${name} 1`) }).entries[0].package).toBe(expected);
  });
});

describe('text', () => {
  const nasty = 'a\u0000\u001b[31m"\\\u0085\u202e\udcff;b';

  test('is safe to print, and comes back as it was but for bytes that are no UTF-8', () => {
    const profile = drawProfile(`main;${nasty.replace(';', ':')} 1`);
    const text = formattedText(reportNamed('traces'), 'json', { profile });
    expect(safeLines(text)).toBe(text);
    expect(JSON.parse(text).samples[0].stack[0]).toBe('a\u0000\u001b[31m"\\\u0085\u202e\ufffd:b');
  });

  test('is valid UTF-8', () => {
    const bytes = bytesOfText(jsonValue(nasty));
    expect(textOfBytes(bytes).isWellFormed()).toBe(true);
  });
});

test('a mapping, a list of integers and labels have their own forms', () => {
  const { samples, locations } = json('raw', { profile: shop, options: { focus: 'price' } });
  expect(samples[0]).toEqual({
    values: [3, 30000000],
    locations: [2, 1],
    labels: [
      { key: 'route', text: 'cart' },
      { key: 'tenant', text: 'acme' },
      { key: 'bytes', number: 4096, unit: 'bytes' },
      { key: 'latency', number: 1500, unit: 'milliseconds' },
    ],
  });
  expect(locations.at(-1)).toMatchObject({ location: 11, depth: 0, function: 'shop.(*Cart).Total' });
});

test('what the report fails with is thrown before anything is written', () => {
  expect(() => json('peek', { profile: server, argument: 'nothing' })).toThrow('no matches found for regexp: nothing');
  expect(() => json('disasm', { profile: server, argument: 'serve' })).toThrow('no matches found for regexp serve');
});
