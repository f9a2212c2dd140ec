import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSomeMapping } from '../../src/profile/finish-loading.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { type Line, plainText } from '../../src/report/line.ts';
import { diffCommand } from '../../src/shell/commands/diff.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { drawing, drawProfile } from '../support/draw-profile.ts';
import { type OpenProfiles, openContext } from './diff-context.ts';

const MEGABYTE = 2 ** 20;
const GO_TYPES = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
] as const;

interface HeapState {
  /** Objects in use of 1 MB each, as folded stacks; as many again were let go. */
  readonly inUse: string;
  readonly seconds?: number;
  readonly buildId?: string;
  readonly period?: number;
  readonly durationSeconds?: number;
}

/** A heap profile as Go writes it. */
function heap({ inUse, seconds = 0, buildId = '', period = 512 * 1024, durationSeconds = 0 }: HeapState): Profile {
  const drawn = drawing(inUse);
  const [{ constructor: ValueType }] = drawn.sampleType as unknown as { constructor: new (of: object) => never }[];
  const text = (of: string) => drawn.stringTable.dedup(of);
  drawn.sampleType = GO_TYPES.map(([type, unit]) => new ValueType({ type: text(type), unit: text(unit) }));
  for (const sample of drawn.sample) {
    const count = Number(sample.value[0]);
    sample.value = [count * 2, count * 2 * MEGABYTE, count, count * MEGABYTE];
  }
  drawn.timeNanos = BigInt(1_700_000_000 * Math.sign(seconds) + seconds) * 1_000_000_000n;
  drawn.durationNanos = BigInt(durationSeconds) * 1_000_000_000n;
  const profile = withSomeMapping(decodeProfile(drawn.encode()));
  const mappings = profile.mappings.map((mapping) => ({ ...mapping, buildId }));
  return { ...profile, mappings, period: BigInt(period) };
}

/** The lines above the rows, without those about the totals and what is shown. */
function head(profiles: Readonly<Record<string, Profile>>, words = '2', options: OpenProfiles['options'] = {}) {
  return printed(profiles, words, options)
    .slice(4)
    .filter((line) => /^(?:Time|Note|\w+_\w+): /.test(line));
}

function printed(profiles: Readonly<Record<string, Profile>>, words = '2', options: OpenProfiles['options'] = {}) {
  const outcome = diffCommand.run(openContext({ profiles, options }), splitWords(words, 'shell'));
  if (outcome.type !== 'report') throw new Error(`a diff is no ${outcome.type}`);
  return Array.from(outcome.body as Iterable<Line>, (line) => plainText(line));
}

const MORNING = heap({ inUse: 'main;cache 10\nmain;table 4', seconds: 1 });
const NOON = heap({ inUse: 'main;cache 70\nmain;table 4', seconds: 1 + 2 * 3600 });

test('two heap profiles tell the time between them, the growth per hour, and the objects', () => {
  expect(printed({ 'a.pb': MORNING, 'b.pb': NOON }, '2', { sample_index: 'inuse_space' })).toEqual([
    'Type: inuse_space',
    'Before: a.pb (1), total 14MB',
    'After: b.pb (2), total 74MB',
    'Change: +60MB, +428.57% of the total before',
    'Time: 2h0m0s between them, +30MB per hour',
    'inuse_objects: 14 before, 74 after, +60 (+428.57%), +30 per hour',
    'Showing 1 of 1 row whose flat value has changed',
    '    before      after     change  change%',
    '      10MB       70MB      +60MB +428.57%      cache',
  ]);
});

test('where objects are compared, the bytes are told', () => {
  expect(head({ 'a.pb': MORNING, 'b.pb': NOON }, '2', { sample_index: 'inuse_objects' })).toEqual([
    'Time: 2h0m0s between them, +30 per hour',
    'inuse_space: 14MB before, 74MB after, +60MB (+428.57%), +30MB per hour',
  ]);
});

test('what was ever allocated only grows', () => {
  expect(head({ 'a.pb': MORNING, 'b.pb': NOON }, '2', { sample_index: 'alloc_space' })).toEqual([
    'Time: 2h0m0s between them, +60MB per hour',
    'alloc_objects: 28 before, 148 after, +120 (+428.57%), +60 per hour',
    'Note: alloc_space only grows while a program runs: it tells who allocates; sample_index=inuse_space tells what stays',
  ]);
});

const notes = (before: Profile, after: Profile) =>
  head({ 'a.pb': before, 'b.pb': after }).filter((line) => line.startsWith('Note: '));

test.each<[string, Profile, Profile, string[]]>([
  [
    'no collection in between',
    MORNING,
    heap({ inUse: 'main;cache 10\nmain;table 4', seconds: 1 + 3600 }),
    ['b.pb (2) is stale: no garbage collection ended between the two, as all values are equal; take it with ?gc=1'],
  ],
  [
    'the same snapshot twice',
    MORNING,
    MORNING,
    ['both are the same snapshot: their times and all their values are equal'],
  ],
  ['the later one first', NOON, MORNING, ['a.pb (1) was taken 2h0m0s after b.pb (2): name it last to see what grew']],
  [
    'a few seconds',
    MORNING,
    heap({ inUse: 'main;cache 11\nmain;table 4', seconds: 6 }),
    ['they are 5s apart: what is said per hour is far beyond what was seen'],
  ],
  [
    'a program that was started anew',
    heap({ inUse: 'main;cache 90', seconds: 1 }),
    heap({ inUse: 'main;cache 7', seconds: 3601 }),
    ['less was allocated in b.pb (2) than in a.pb (1): the program was started anew'],
  ],
  [
    'an earlier time of the program, or an earlier program, where times are not told',
    heap({ inUse: 'main;cache 90' }),
    heap({ inUse: 'main;cache 7' }),
    ['less was allocated in b.pb (2) than in a.pb (1): the program was started anew, or it is the earlier one'],
  ],
  [
    'another build',
    heap({ inUse: 'main;cache 1', seconds: 1, buildId: 'aa' }),
    heap({ inUse: 'main;cache 2', seconds: 3601, buildId: 'bb' }),
    ['b.pb (2) is of another build than a.pb (1): code may have been renamed or moved'],
  ],
  [
    'another program',
    heap({ inUse: 'main;cache 1', seconds: 1 }),
    heap({ inUse: 'serve;store 2', seconds: 3601 }),
    ['they have no entry in common: are they of the same program?'],
  ],
  [
    'another sampling rate',
    heap({ inUse: 'main;cache 1', seconds: 1 }),
    heap({ inUse: 'main;cache 2', seconds: 3601, period: 1 }),
    ['they were sampled at different rates: small changes may be chance'],
  ],
])('notes: %s', (_, before, after, expected) => {
  expect(notes(before, after)).toEqual(expected.map((note) => `Note: ${note}`));
});

test('addresses are not compared with names in silence', () => {
  const named = heap({ inUse: 'main;cache 1', seconds: 1 });
  const { functions, locations } = heap({ inUse: 'main;cache 2', seconds: 3601 });
  const nameless = {
    ...heap({ inUse: 'main;cache 2', seconds: 3601 }),
    functions: { ...functions, length: 0 },
    locations: { ...locations, lineEnd: locations.lineStart },
  };
  expect(notes(named, nameless)).toEqual([
    'Note: b.pb (2) has addresses where a.pb (1) has names of functions, so that no entries are the same',
  ]);
});

test('profiles without a time, as those as text, still tell their objects', () => {
  const profiles = { 'a.pb': heap({ inUse: 'main;cache 1' }), 'b.pb': heap({ inUse: 'main;cache 3' }) };
  expect(head(profiles)).toEqual(['inuse_objects: 1 before, 3 after, +2 (+200.00%)']);
});

test('profiles of other kinds, and of what changed over some seconds, say nothing of the kind', () => {
  expect(head({ 'a.pb': drawProfile('main;f 1'), 'b.pb': drawProfile('main;f 2') })).toEqual([]);
  const change = (inUse: string) => heap({ inUse, seconds: 1, durationSeconds: 30 });
  expect(head({ 'a.pb': change('main;f 1'), 'b.pb': change('main;f 2') })).toEqual([]);
});

test('JSON has it as members of heap', () => {
  const text = printed({ 'a.pb': MORNING, 'b.pb': NOON }, '2 -json').join('\n');
  expect(JSON.parse(text).heap).toEqual({
    nanos_between: 7_200_000_000_000,
    change_per_hour: 30 * MEGABYTE,
    counterpart: { type: 'inuse_objects', unit: 'count', before: 14, after: 74, change: 60, change_per_hour: 30 },
    stale: false,
    notes: [],
  });
});

test('two snapshots of a real program', () => {
  const snapshot = (number: string) =>
    readProfileBytes(
      readFileSync(join(import.meta.dirname, `../memory/programs/auditlog/recorded/heap.${number}.pb.gz`)),
    );
  expect(head({ 'heap.01': snapshot('01'), 'heap.10': snapshot('10') })).toMatchInlineSnapshot(`
    [
      "Time: 3s between them, +48.64GB per hour",
      "inuse_objects: 95183 before, 424101 after, +328918 (+345.56%), +437357646 per hour",
      "Note: they are 3s apart: what is said per hour is far beyond what was seen",
    ]
  `);
});
