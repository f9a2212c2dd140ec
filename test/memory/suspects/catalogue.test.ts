import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/base/regex.ts';
import { CATALOGUE, type Sign } from '../../../src/memory/suspects/catalogue.ts';
import { extendCatalogue, parseCatalogue } from '../../../src/memory/suspects/parse-catalogue.ts';

const signsOf = (entry: (typeof CATALOGUE)[number]): readonly Sign[] => [...entry.requires, ...entry.supports];

describe('the catalogue', () => {
  test('has an entry for each kind, ids are unique', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(36);
  });

  test.each(CATALOGUE.map((entry) => [entry.id, entry] as const))('%s can be used', (_, entry) => {
    for (const sign of signsOf(entry)) if ('pattern' in sign) expect(() => compilePattern(sign.pattern)).not.toThrow();
    if (entry.calledThrough !== undefined) compilePattern(entry.calledThrough);
    expect(entry.requires.length).toBeGreaterThan(0);
    for (const sentence of [entry.meaning, entry.remedy, entry.falseAlarm]) expect(sentence).toMatch(/^\S.*\.$/);
  });

  test('beside names the line would only repeat them', () => {
    const named = CATALOGUE.filter(({ requires }) => requires.some(({ type }) => type === 'function'));
    expect(named.filter((entry) => signsOf(entry).some(({ type }) => type === 'line'))).toEqual([]);
  });

  test('can be written as JSON and read again', () => {
    expect(parseCatalogue(JSON.stringify(CATALOGUE))).toEqual(CATALOGUE);
  });

  /** A function of each library as it stands in profiles of programs that were recorded. */
  test.each([
    ['timers', 'time.NewTicker'],
    ['http-body', 'net/http.(*Transport).dialConn'],
    ['context-not-cancelled', 'context.(*cancelCtx).propagateCancel'],
    ['compressor-per-use', 'compress/flate.NewWriter'],
    ['compressor-per-use', 'github.com/klauspost/compress/zstd.encoderOptions.encoder'],
    ['label-cardinality', 'github.com/prometheus/client_golang/prometheus.newHistogram'],
    ['logger-clones', 'go.uber.org/zap/zapcore.newCounters'],
    ['json-any', 'encoding/json.(*decodeState).objectInterface'],
    ['sync-map-cache', 'internal/sync.(*HashTrieMap[go.shape.interface {},go.shape.interface {}]).expand'],
    ['regexp-in-loop', 'regexp/syntax.(*compiler).inst'],
    ['sql-rows', 'database/sql.(*DB).conn'],
    ['goroutine-peak', 'runtime.malg'],
  ])('%s is found by %s', (id, name) => {
    const entry = CATALOGUE.find((candidate) => candidate.id === id);
    const patterns = entry?.requires.flatMap((sign) => (sign.type === 'function' ? [sign.pattern] : [])) ?? [];
    expect(patterns.some((pattern) => compilePattern(pattern).test(name))).toBe(true);
  });
});

describe('a catalogue of the user’s', () => {
  const entry = {
    id: 'our-cache',
    requires: [{ type: 'function', where: 'any', pattern: '^cache\\.' }],
    meaning: 'Kept.',
    remedy: 'Lower it.',
  };

  test('needs no more than an id, what is required, a meaning and a remedy', () => {
    const [read] = parseCatalogue(JSON.stringify([entry]));
    expect(read).toMatchObject({ ...entry, title: 'our-cache', modes: ['retention', 'churn'], supports: [] });
  });

  test('takes the place of entries with the same id, and goes before all others', () => {
    const own = parseCatalogue(JSON.stringify([{ ...entry, id: 'timers' }, entry]));
    const extended = extendCatalogue(CATALOGUE, own);
    expect(extended.slice(0, 2)).toEqual(own);
    expect(extended.filter(({ id }) => id === 'timers')).toHaveLength(1);
  });

  const line = (changes: object) =>
    `[\n${JSON.stringify({ ...entry, id: 'first' })},\n${JSON.stringify({ ...entry, ...changes })}\n]`;
  test.each([
    ['{}', 'our.json:1: the file: expected a list of entries, found {}'],
    ['[1]', 'our.json:1: entry 1: expected an object, found 1'],
    ['[{"id":"Ä"}]', 'our.json:1: "id" of entry 1: expected small letters, digits and -, such as our-cache, found "Ä"'],
    [line({ requires: [] }), 'our.json:3: "requires" of entry our-cache: expected one sign at least, found []'],
    [line({ remedies: 'x' }), 'found "remedies"'],
    [line({ meaning: undefined }), 'our.json:3: "meaning" of entry our-cache: expected a text, found nothing'],
    [line({ modes: ['leak'] }), '"modes" of entry our-cache: expected a list of retention, churn, found "leak"'],
    [line({ goVersions: { from: '23' } }), 'expected a version such as "1.23", found "23"'],
    [
      line({ requires: [{ type: 'colour' }] }),
      '"type" of sign 1 of "requires" of entry our-cache: expected one of function,',
    ],
    [
      line({ requires: [{ type: 'function', where: 'any', pattern: '(' }] }),
      'expected a pattern (error parsing regexp: missing closing ): `(`), found "("',
    ],
    [
      line({ supports: [{ type: 'objects', atLeast: 'many' }] }),
      '"atLeast" of sign 1 of "supports" of entry our-cache: expected a number, 0 or more, found "many"',
    ],
    [line({ id: 'first' }), '"id" of entry 2: expected an id that no other entry has, found "first"'],
  ])('%s is refused with its place', (text, message) => {
    expect(() => parseCatalogue(text, 'our.json')).toThrow(message);
  });

  test('what is not JSON is refused', () => {
    expect(() => parseCatalogue('[\n{,}]', 'our.json')).toThrow(/^our\.json(?::2)?: not JSON: /);
  });
});
