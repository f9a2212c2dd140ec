/**
 * What two heap profiles of one program tell beside the values of their entries: how long it took to grow, how many objects
 * the bytes are, and why a comparison may not show what it seems to.
 */
import { totalOf } from '../analysis/counted.ts';
import type { ProfileDiff } from '../analysis/profile-diff.ts';
import { add, compare, type Int64, negate, roundAwayFromZero } from '../base/int64.ts';
import { baseName } from '../base/path-text.ts';
import { durationText } from '../base/time-text.ts';
import type { Profile, ValueType } from '../profile/tables.ts';

/** Two profiles of which one type of values is compared. */
export interface HeapComparison {
  readonly before: HeapSide;
  readonly after: HeapSide;
  readonly valueType: ValueType;
}

export interface HeapSide {
  readonly name: string;
  /** Without filters. */
  readonly whole: Profile;
  /** Of the values compared. */
  readonly total: Int64;
}

export interface HeapPair {
  /** From before to after, negative where after was taken first; undefined where one of them does not tell its time. */
  readonly nanosBetween: bigint | undefined;
  /**
   * What the change of the compared values comes to per hour; undefined where no time has passed between the two, and where
   * they are of two runs of the program, which do not go on from each other.
   */
  readonly changePerHour: Int64 | undefined;
  /** The objects where bytes are compared, and the other way round; undefined where one of the profiles lacks them. */
  readonly counterpart: Counterpart | undefined;
  /** Whether both show the same garbage collection, so that nothing can be seen to change. */
  readonly isStale: boolean;
  /** Sentences about what the comparison does not show. */
  readonly notes: readonly string[];
}

/** Totals of all samples, as those in the head of a diff. */
export interface Counterpart {
  readonly valueType: ValueType;
  readonly before: Int64;
  readonly after: Int64;
  readonly change: Int64;
  readonly changePerHour: Int64 | undefined;
}

/** What is allocated or in use: the same blocks, by bytes or by number. */
const HEAP_TYPE = /^(?:inuse|alloc)_(?:space|objects)$/;
/** Go writes a heap profile as of the last garbage collection; no other producer has all four. */
const GO_TYPES = ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'];

/**
 * Undefined where the values compared are not those of a heap at a moment: time, contention, or what a server sends for
 * `?seconds=30`, the change over a duration.
 */
export function heapPair(comparison: HeapComparison, diff: ProfileDiff): HeapPair | undefined {
  const { before, after, valueType } = comparison;
  const isChange = before.whole.durationNanos !== 0n || after.whole.durationNanos !== 0n;
  if (!HEAP_TYPE.test(valueType.type) || isChange) return undefined;
  const nanosBetween = nanosFrom(before.whole, after.whole);
  const perHour = (change: Int64) =>
    nanosBetween === undefined || nanosBetween <= 0n || isOtherRun(comparison)
      ? undefined
      : roundAwayFromZero((Number(change) / Number(nanosBetween)) * NANOS_PER_HOUR);
  const isStale = isSameCollection(before.whole, after.whole) && diff.change.every((change) => change === 0);
  return {
    nanosBetween,
    changePerHour: perHour(add(after.total, negate(before.total))),
    counterpart: counterpartOf(comparison, perHour),
    isStale,
    notes: [
      ...(isStale ? staleNotes(comparison, nanosBetween) : []),
      ...timeNotes(comparison, nanosBetween),
      ...allocationNotes(comparison, nanosBetween),
      ...programNotes(comparison, diff),
    ],
  };
}

const NANOS_PER_HOUR = 3_600_000_000_000;

function nanosFrom(before: Profile, after: Profile): bigint | undefined {
  return before.timeNanos === 0n || after.timeNanos === 0n ? undefined : after.timeNanos - before.timeNanos;
}

function counterpartOf(
  { before, after, valueType }: HeapComparison,
  perHour: (change: Int64) => Int64 | undefined,
): Counterpart | undefined {
  const type = valueType.type.replace(/_.*/, (kind) => (kind === '_space' ? '_objects' : '_space'));
  const found = after.whole.valueTypes.find((candidate) => candidate.type === type);
  const [from, to] = [totalOfType(before.whole, type), totalOfType(after.whole, type)];
  if (found === undefined || from === undefined || to === undefined) return undefined;
  if (before.whole.valueTypes.find((candidate) => candidate.type === type)?.unit !== found.unit) return undefined;
  const change = add(to, negate(from));
  return { valueType: found, before: from, after: to, change, changePerHour: perHour(change) };
}

/** Undefined where the profile does not have the type. */
function totalOfType(profile: Profile, type: string): Int64 | undefined {
  const column = profile.valueTypes.findIndex((candidate) => candidate.type === type);
  if (column === -1) return undefined;
  return totalOf(profile, { column: profile.samples.values[column], divisor: undefined });
}

/** A program that runs allocates all the time, so totals that are equal to the byte are those of the same moment. */
function isSameCollection(before: Profile, after: Profile): boolean {
  return GO_TYPES.every((type) => {
    const total = totalOfType(before, type);
    return total !== undefined && total === totalOfType(after, type);
  });
}

function staleNotes({ before, after }: HeapComparison, nanosBetween: bigint | undefined): readonly string[] {
  if (nanosBetween === 0n) return ['both are the same snapshot: their times and all their values are equal'];
  const later = nanosBetween !== undefined && nanosBetween < 0n ? before : after;
  return [
    `${later.name} is stale: no garbage collection ended between the two, as all values are equal; take it with ?gc=1`,
  ];
}

const SHORT_NANOS = 60_000_000_000n;
const SECOND = 1_000_000_000n;

/** A time that passed, as Go writes it; from a second on in whole seconds. */
export function elapsedText(nanos: bigint): string {
  return durationText(nanos < SECOND ? nanos : ((nanos + SECOND / 2n) / SECOND) * SECOND);
}

function timeNotes(comparison: HeapComparison, nanosBetween: bigint | undefined): readonly string[] {
  const { before, after } = comparison;
  if (nanosBetween === undefined || nanosBetween === 0n) return [];
  if (nanosBetween < 0n) {
    return [
      `${before.name} was taken ${elapsedText(-nanosBetween)} after ${after.name}: name it last to see what grew`,
    ];
  }
  if (nanosBetween >= SHORT_NANOS || isOtherRun(comparison)) return [];
  return [`they are ${elapsedText(nanosBetween)} apart: what is said per hour is far beyond what was seen`];
}

/** What was ever allocated is counted from the start of the program, so it falls only where it was started anew. */
function isOtherRun({ before, after }: HeapComparison): boolean {
  const [from, to] = [before, after].map(({ whole }) => totalOfType(whole, 'alloc_space'));
  return from !== undefined && to !== undefined && compare(to, from) < 0;
}

function allocationNotes(comparison: HeapComparison, nanosBetween: bigint | undefined): readonly string[] {
  const { before, after, valueType } = comparison;
  if (isOtherRun(comparison)) {
    if (nanosBetween !== undefined && nanosBetween < 0n) return [];
    const why =
      nanosBetween === undefined
        ? 'the program was started anew, or it is the earlier one'
        : 'the program was started anew';
    return [`less was allocated in ${after.name} than in ${before.name}: ${why}`];
  }
  if (!valueType.type.startsWith('alloc')) return [];
  const inUse = valueType.type.replace('alloc', 'inuse');
  return [
    `${valueType.type} only grows while a program runs: it tells who allocates; sample_index=${inUse} tells what stays`,
  ];
}

/** What makes entries look new and gone that are not. */
function programNotes({ before, after }: HeapComparison, { isNew, isGone }: ProfileDiff): readonly string[] {
  const [a, b] = [programOf(before), programOf(after)];
  if (a.hasNames !== b.hasNames) {
    const [named, nameless] = a.hasNames ? [before, after] : [after, before];
    return [
      `${nameless.name} has addresses where ${named.name} has names of functions, so that no entries are the same`,
    ];
  }
  const notes: string[] = [];
  if (areDifferent(a.buildId, b.buildId)) {
    notes.push(`${after.name} is of another build than ${before.name}: code may have been renamed or moved`);
  } else if (areDifferent(a.binary, b.binary) && a.buildId === '') {
    notes.push(`${after.name} is of the binary ${b.binary}, ${before.name} of ${a.binary}`);
  }
  if (isNew.length > 0 && isNew.every((flag, row) => flag === 1 || isGone[row] === 1)) {
    notes.push('they have no entry in common: are they of the same program?');
  }
  if (a.period !== b.period) notes.push('they were sampled at different rates: small changes may be chance');
  return notes;
}

function programOf({ whole }: HeapSide) {
  const main = whole.mappings.at(0);
  const binary = baseName(main?.file ?? '');
  return { binary, buildId: main?.buildId ?? '', hasNames: whole.functions.length > 0, period: whole.period };
}

/** What is not told may be the same. */
function areDifferent(a: string, b: string): boolean {
  return a !== '' && b !== '' && a !== b;
}
