import fc from 'fast-check';
import {
  Label,
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';

/** A profile as pprof-format's objects, together with what it is made of: small, but with all that profiles may have. */
export interface RandomProfile {
  readonly profile: PprofProfile;
  readonly bytes: Uint8Array;
}

const names = [
  'main',
  'a.b',
  'net/http.(*conn).serve',
  'std::vector<int>::push',
  'naïve',
  'x y',
  'main.(*T).Do[...]',
  '',
];
const files = ['', '/src/a.go', '/src/./b.go', 'c.go', '/usr/include/vector'];

const int64 = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -50, max: 1000 }).map(BigInt) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
);

const lineShape = fc.record({ fn: fc.nat(), line: fc.nat(30), column: fc.nat(3) });
const locationShape = fc.record({
  address: fc.bigInt({ min: 0n, max: 2n ** 48n }),
  mapping: fc.nat(),
  lines: fc.array(lineShape, { maxLength: 3 }),
  isFolded: fc.boolean(),
});
const labelShape = fc.record({
  key: fc.constantFrom('bytes', 'route', 'latency'),
  text: fc.option(fc.constantFrom('cart', 'db', 'ünï'), { nil: undefined }),
  number: fc.integer({ min: 1, max: 5000 }),
  unit: fc.constantFrom('', 'bytes', 'milliseconds', 'seconds'),
});

export const randomProfile: fc.Arbitrary<RandomProfile> = fc
  .record({
    values: fc.integer({ min: 1, max: 3 }),
    functions: fc.array(
      fc.record({ name: fc.constantFrom(...names), file: fc.constantFrom(...files), startLine: fc.nat(20) }),
      { minLength: 1, maxLength: 8 },
    ),
    mappings: fc.array(fc.constantFrom('', '/bin/app', '/lib/libc.so.6'), { maxLength: 3 }),
    locations: fc.array(locationShape, { minLength: 1, maxLength: 10 }),
    samples: fc.array(
      fc.record({
        stack: fc.array(fc.nat(), { maxLength: 6 }),
        values: fc.array(int64, { minLength: 3, maxLength: 3 }),
        labels: fc.array(labelShape, { maxLength: 3 }),
      }),
      { maxLength: 12 },
    ),
    idStep: fc.constantFrom(1, 1, 7, 2 ** 33),
  })
  .map(({ values, functions, mappings, locations, samples, idStep }) => {
    const strings = new StringTable();
    const id = (index: number) => BigInt(index + 1) * BigInt(idStep);
    const text = (value: string) => strings.dedup(value);
    const profile = new PprofProfile({
      sampleType: Array.from(
        { length: values },
        (_, i) => new ValueType({ type: text(`type${i}`), unit: text(['count', 'nanoseconds', 'bytes'][i]) }),
      ),
      mapping: mappings.map(
        (file, i) =>
          new Mapping({ id: id(i), memoryStart: i * 4096, memoryLimit: i * 4096 + 4096, filename: text(file) }),
      ),
      function: functions.map(
        ({ name, file, startLine }, i) =>
          new PprofFunction({ id: id(i), name: text(name), systemName: text(name), filename: text(file), startLine }),
      ),
      location: locations.map(
        ({ address, mapping, lines, isFolded }, i) =>
          new Location({
            id: id(i),
            address,
            mappingId: mappings.length === 0 ? 0 : id(mapping % mappings.length),
            isFolded,
            line: lines.map(({ fn, line }) => new Line({ functionId: id(fn % functions.length), line })),
          }),
      ),
      sample: samples.map(
        ({ stack, values: amounts, labels }) =>
          new Sample({
            locationId: stack.map((location) => id(location % locations.length)),
            value: amounts.slice(0, values).map((amount) => BigInt.asUintN(64, amount)),
            label: labels.map(
              ({ key, text: value, number, unit }) =>
                new Label(
                  value === undefined
                    ? { key: text(key), num: number, numUnit: text(unit) }
                    : { key: text(key), str: text(value) },
                ),
            ),
          }),
      ),
      timeNanos: 1_700_000_000_000_000_000n,
      durationNanos: 2_500_000_000n,
      period: 10_000_000,
      stringTable: strings,
    });
    return { profile, bytes: profile.encode() };
  });
