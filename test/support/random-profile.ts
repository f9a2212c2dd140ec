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

/** Readable names, some with the linker's name behind them. */
const names = [
  ['main'],
  ['a.b'],
  ['net/http.(*conn).serve'],
  ['std::vector<int>::push', '_ZNSt6vectorIiE4pushEOi'],
  ['naïve'],
  ['x y'],
  ['main.(*T).Do[...]'],
  ['com.acme.Shop$Inner.run', ''],
  ['example.com/shop/v2/internal/db.Query[...]', 'example.com/shop/v2/internal/db.Query[go.shape.int]'],
  ['say "hi\\n"'],
  ['𝑓(x)', 'f'],
  [''],
] as const;
const files = ['', '/src/a.go', '/src/./b.go', 'c.go', '/usr/include/vector', '/proc/self/cwd/d e.cc'];

const int64 = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -50, max: 1000 }).map(BigInt) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
);

/** A profile has some of these rarely enough that most are whole without. */
const rarely = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const lineShape = fc.record({ fn: fc.nat(), line: fc.nat(30), column: rarely(0, 1, 7) });
const locationShape = fc.record({
  address: fc.bigInt({ min: 0n, max: 2n ** 48n }),
  /** 0 is no mapping. */
  mapping: fc.nat(),
  lines: fc.array(lineShape, { maxLength: 3 }),
  isFolded: fc.boolean(),
});
const labelShape = fc.record({
  key: fc.constantFrom('bytes', 'route', 'latency', 'request'),
  text: fc.option(fc.constantFrom('cart', 'db', 'ünï', 'x y'), { nil: undefined }),
  number: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 5000 }).map(BigInt) },
    { weight: 1, arbitrary: fc.constantFrom(0n, -3n, 2n ** 62n) },
  ),
  unit: fc.constantFrom('', 'bytes', 'milliseconds', 'seconds'),
});

/** What the value columns are called. A name that occurs twice is something pprof has to cope with. */
const valueTypes = rarely<readonly (readonly [type: string, unit: string])[]>(
  [
    ['type0', 'count'],
    ['type1', 'nanoseconds'],
    ['type2', 'bytes'],
  ],
  [
    ['contentions', 'count'],
    ['delay', 'microseconds'],
    ['type2', ''],
  ],
  [
    ['alloc_objects', 'objects'],
    ['space', 'kilobytes'],
    ['alloc_objects', 'objects'],
  ],
);

const mappingShape = fc.record({
  file: fc.constantFrom('', '/bin/app', '/lib/libc.so.6', '[vdso]', '/opt/my app/bin'),
  buildId: rarely('', 'a1b2c3d4', '7f'),
  pages: fc.nat(3),
  hasFunctions: fc.boolean(),
  hasFilenames: fc.boolean(),
  hasLineNumbers: fc.boolean(),
  hasInlineFrames: fc.boolean(),
});

/** What a profile says about itself. */
const aboutShape = fc.record({
  comments: rarely<readonly string[]>([], ['built by hand'], ['#hidden', 'shown', '']),
  docUrl: rarely('', 'https://example.org/profile-doc'),
  defaultType: rarely('', 'type0', 'delay', 'no such type'),
  dropFrames: rarely('', 'main', 'a\\.b|x y', '('),
  keepFrames: rarely('', 'main'),
  time: fc.constantFrom(0n, 1_700_000_000_000_000_000n, 1_700_000_000_123_456_000n),
  duration: fc.constantFrom(0n, 2_500_000_000n, 250_000_000n, 62_500_000_000n),
  periodType: fc.option(fc.constantFrom(['cpu', 'nanoseconds'] as const, ['space', 'bytes'] as const), {
    nil: undefined,
  }),
});

export const randomProfile: fc.Arbitrary<RandomProfile> = fc
  .record({
    values: fc.integer({ min: 1, max: 3 }),
    types: valueTypes,
    functions: fc.array(
      fc.record({ name: fc.constantFrom(...names), file: fc.constantFrom(...files), startLine: fc.nat(20) }),
      { minLength: 1, maxLength: 8 },
    ),
    mappings: fc.array(mappingShape, { maxLength: 3 }),
    locations: fc.array(locationShape, { minLength: 1, maxLength: 10 }),
    samples: fc.array(
      fc.record({
        stack: fc.array(fc.nat(), { maxLength: 6 }),
        values: fc.array(int64, { minLength: 3, maxLength: 3 }),
        labels: fc.array(labelShape, { maxLength: 3 }),
      }),
      { maxLength: 12 },
    ),
    about: aboutShape,
    idStep: fc.constantFrom(1, 1, 7, 2 ** 33),
  })
  .map(({ values, types, functions, mappings, locations, samples, about, idStep }) => {
    const strings = new StringTable();
    const id = (index: number) => BigInt(index + 1) * BigInt(idStep);
    const text = (value: string) => strings.dedup(value);
    const unsigned = (value: bigint) => BigInt.asUintN(64, value);
    const profile = new PprofProfile({
      sampleType: types.slice(0, values).map(([type, unit]) => new ValueType({ type: text(type), unit: text(unit) })),
      mapping: mappings.map(
        ({ file, buildId, pages, ...flags }, i) =>
          new Mapping({
            ...flags,
            id: id(i),
            memoryStart: i * 16384,
            memoryLimit: i * 16384 + pages * 4096,
            fileOffset: pages * 64,
            filename: text(file),
            buildId: text(buildId),
          }),
      ),
      function: functions.map(
        ({ name: [name, systemName = name], file, startLine }, i) =>
          new PprofFunction({
            id: id(i),
            name: text(name),
            systemName: text(systemName),
            filename: text(file),
            startLine,
          }),
      ),
      location: locations.map(
        ({ address, mapping, lines, isFolded }, i) =>
          new Location({
            id: id(i),
            address,
            mappingId: mapping % (mappings.length + 1) === 0 ? 0 : id((mapping % (mappings.length + 1)) - 1),
            isFolded,
            line: lines.map(
              ({ fn, line, column }) => new Line({ functionId: id(fn % functions.length), line, column }),
            ),
          }),
      ),
      sample: samples.map(
        ({ stack, values: amounts, labels }) =>
          new Sample({
            locationId: stack.map((location) => id(location % locations.length)),
            value: amounts.slice(0, values).map(unsigned),
            label: labels.map(
              ({ key, text: value, number, unit }) =>
                new Label(
                  value === undefined
                    ? { key: text(key), num: unsigned(number), numUnit: text(unit) }
                    : { key: text(key), str: text(value) },
                ),
            ),
          }),
      ),
      dropFrames: text(about.dropFrames),
      keepFrames: text(about.keepFrames),
      timeNanos: about.time,
      durationNanos: about.duration,
      ...(about.periodType && {
        periodType: new ValueType({ type: text(about.periodType[0]), unit: text(about.periodType[1]) }),
      }),
      period: 10_000_000,
      comment: about.comments.map(text),
      defaultSampleType: text(about.defaultType),
      docUrl: text(about.docUrl),
      stringTable: strings,
    });
    return { profile, bytes: profile.encode() };
  });
