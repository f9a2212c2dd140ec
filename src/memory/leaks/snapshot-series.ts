/**
 * Snapshots of one program, each taken in while it is loaded and let go after: of a profile only four columns are kept,
 * a row per stack, whose frames are shared by all. What is not to be compared is refused, or left out and said.
 */

import { goPackage } from '../../analysis/my-go-code.ts';
import { UserError } from '../../base/errors.ts';
import { baseName } from '../../base/path-text.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile } from '../../profile/tables.ts';
import { scaledLabel } from '../../profile/units.ts';
import { blockSizeReader } from '../block-size.ts';
import { codeOwner } from '../code-owner.ts';
import { FrameInterner } from './frame-interner.ts';
import { type LiveColumns, liveColumns, NONE_HERE, type SeriesKind } from './measure.ts';
import { variancePerByte } from './sampling-noise.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

/** Where a snapshot came from. */
export interface SnapshotOrigin {
  readonly file: string;
  /** When the file was changed last, in milliseconds since 1970. */
  readonly modifiedMs?: number | undefined;
}

/** One snapshot. Columns have a row per stack the series knew when it was added; stacks met later were not there. */
export interface Snapshot {
  readonly file: string;
  /** As in `TimeAxis.times`. */
  readonly time: number;
  /** One sample per so many bytes allocated; 0 where nothing is sampled. */
  readonly rate: number;
  readonly totalBytes: number;
  readonly totalObjects: number;
  readonly bytes: Float32Array;
  readonly objects: Float32Array;
  /** Allocated since the program began; undefined where the profile does not tell. */
  readonly allocBytes: Float32Array | undefined;
  /** `variancePerByte` times bytes, in use and allocated. */
  readonly noise: Float32Array;
  readonly allocNoise: Float32Array | undefined;
}

/** What was left out, corrected or is not sure about a series. */
export interface SeriesNote {
  readonly type: 'sorted' | 'time' | 'duplicate' | 'stale' | 'restart' | 'build' | 'rate' | 'too few' | 'left out';
  readonly text: string;
}

/** A series ready to be looked at: snapshots in order of time, none of them twice. */
export interface Series {
  readonly kind: SeriesKind;
  /** The sample type followed: `inuse_space`, `goroutine`. */
  readonly type: string;
  readonly axis: Pick<TimeAxis, 'source' | 'isTime'>;
  readonly snapshots: readonly Snapshot[];
  readonly frames: FrameInterner;
  readonly notes: readonly SeriesNote[];
}

type Added = Omit<Snapshot, 'time'> & {
  readonly timeNanos: bigint;
  readonly modifiedMs: number | undefined;
  readonly totalAlloc: number;
};

/** Collects snapshots. Each profile can be let go once `add` returns. */
export class SnapshotSeries {
  readonly #frames = new FrameInterner();
  readonly #added: Added[] = [];
  #columns: LiveColumns | undefined;
  #program: Program | undefined;
  readonly #notes: SeriesNote[] = [];
  readonly #owners = new Map<string, OwnCode>();

  /** Throws UserError for a profile that is not of what the others are of. */
  add(profile: Profile, origin: SnapshotOrigin): void {
    const columns = liveColumns(profile, origin.file);
    this.#checkSameType(columns, origin.file);
    this.#checkSameProgram(profile, origin.file);
    this.#added.push(this.#taken(profile, columns, origin));
  }

  /** The series in order of time. Throws UserError where nothing was added. */
  end(): Series {
    const columns = this.#columns;
    if (columns === undefined)
      throw new UserError('leaks needs snapshots to compare', 'give two heap profiles or more');
    const axis = timeAxis(this.#added);
    const sorted = axis.order.map((place) => ({ ...this.#added[place], time: axis.times[place] }));
    const notes = [...this.#notes, ...timeNotes(axis, sorted)];
    const rates = [...new Set(sorted.map(({ rate }) => rate))];
    if (rates.length > 1) {
      const texts = rates.map((rate) => scaledLabel(Math.round(rate), 'bytes', 'auto')).join(', ');
      notes.push({
        type: 'rate',
        text: `the snapshots have different sampling rates (${texts}); each is taken at its own`,
      });
    }
    notes.push(...spanNotes(axis, sorted));
    const isAllocKnown = sorted.every(({ allocBytes }) => allocBytes !== undefined);
    const snapshots = isAllocKnown ? longestRun(withoutStale(sorted, notes), notes) : withoutDuplicates(sorted, notes);
    if (snapshots.length < 3) {
      const found = snapshots.length === 1 ? 'only 1 snapshot' : '2 snapshots';
      const text = `${found} to compare: from three on it can be told whether growth goes on`;
      notes.push({ type: 'too few', text });
    }
    return {
      kind: columns.kind,
      type: columns.type,
      axis: { source: axis.source, isTime: axis.isTime },
      snapshots,
      frames: this.#frames,
      notes,
    };
  }

  #checkSameType(columns: LiveColumns, file: string): void {
    const first = this.#columns;
    this.#columns ??= columns;
    // What is in use has several names: `space` in text profiles in which nothing was freed yet, for one.
    if (
      first === undefined ||
      (first.kind === columns.kind && (columns.kind === 'heap' || first.type === columns.type))
    )
      return;
    throw new UserError(
      `${file} is a profile of ${columns.type}, ${this.#added[0].file} one of ${first.type}`,
      'compare snapshots of one kind at a time',
    );
  }

  #checkSameProgram(profile: Profile, file: string): void {
    const program = programOf(profile, this.#owners);
    const first = this.#program;
    if (first === undefined) {
      this.#program = program;
      return;
    }
    const other = this.#added[0].file;
    if (program.hasNames !== first.hasNames) {
      const [named, nameless] = first.hasNames ? [other, file] : [file, other];
      throw new UserError(
        `${nameless} has addresses where ${named} has names of functions, so that they cannot be compared`,
        'take profiles without debug=1: they carry their names with them',
      );
    }
    const isSameBuild = first.buildId !== '' && first.buildId === program.buildId;
    if (!isSameBuild && isOtherProgram(first, program)) {
      throw new UserError(
        `${file} is of another program than ${other}: they have no code of their own in common`,
        `one is of ${first.binary || 'an unnamed binary'}, the other of ${program.binary || 'an unnamed binary'}`,
      );
    }
    const isOtherBinary = first.binary !== '' && program.binary !== '' && first.binary !== program.binary;
    const isOtherBuild = first.buildId !== '' && program.buildId !== '' && !isSameBuild;
    if (isOtherBuild || (isOtherBinary && !isSameBuild)) this.#noteBuild(file);
    for (const fn of program.ownFunctions) first.ownFunctions.add(fn);
    for (const fn of program.mainFunctions) first.mainFunctions.add(fn);
  }

  #noteBuild(file: string): void {
    if (this.#notes.some(({ type }) => type === 'build')) return;
    const text = `${baseName(file)} is of another build than ${baseName(this.#added[0].file)}: lines may have moved between them`;
    this.#notes.push({ type: 'build', text });
  }

  #taken(profile: Profile, columns: LiveColumns, { file, modifiedMs }: SnapshotOrigin): Added {
    const stacks = this.#frames.stacksOf(profile);
    const rows = this.#frames.stackCount;
    const { samples } = profile;
    const column = (position: number) => (position === NONE_HERE ? undefined : samples.values[position]);
    const [bytes, objects] = [column(columns.bytes), column(columns.objects)];
    const [allocBytes, allocObjects] = [column(columns.allocBytes), column(columns.allocObjects)];
    const rate = samplingRate(profile, columns.kind);
    const sizeOf = blockSizeReader(profile);
    const sums = Array.from({ length: 5 }, () => new Float32Array(rows));
    const [inUse, count, allocated, noise, allocNoise] = sums;
    const totals = { bytes: 0, objects: 0, alloc: 0 };
    for (let sample = 0; sample < samples.length; sample++) {
      const stack = stacks[sample];
      const live = bytes === undefined ? 0 : Number(bytes[sample]) * columns.bytesFactor;
      const ever = allocBytes === undefined ? 0 : Number(allocBytes[sample]) * columns.bytesFactor;
      const liveObjects = objects === undefined ? 0 : Number(objects[sample]);
      const everObjects = allocObjects === undefined ? 0 : Number(allocObjects[sample]);
      inUse[stack] += live;
      count[stack] += liveObjects;
      allocated[stack] += ever;
      totals.bytes += live;
      totals.objects += liveObjects;
      totals.alloc += ever;
      if (rate > 1) {
        const size =
          sizeOf(sample) || (everObjects > 0 ? ever / everObjects : liveObjects > 0 ? live / liveObjects : 0);
        const variance = variancePerByte(size, rate);
        noise[stack] += live * variance;
        allocNoise[stack] += ever * variance;
      }
    }
    const hasAllocated = allocBytes !== undefined;
    return {
      file,
      timeNanos: profile.timeNanos,
      modifiedMs,
      rate,
      totalBytes: totals.bytes,
      totalObjects: totals.objects,
      totalAlloc: totals.alloc,
      bytes: inUse,
      objects: count,
      allocBytes: hasAllocated ? allocated : undefined,
      noise,
      allocNoise: hasAllocated ? allocNoise : undefined,
    };
  }
}

/** Only heap profiles are sampled by size; their period is the mean distance of samples in bytes. */
function samplingRate({ periodType, period }: Profile, kind: SeriesKind): number {
  return kind === 'heap' && (periodType.unit === 'bytes' || periodType.type === 'space') ? Number(period) : 0;
}

interface Program {
  readonly binary: string;
  readonly buildId: string;
  readonly hasNames: boolean;
  /** Name and file of the functions that are neither a library's nor the language's. */
  readonly ownFunctions: Set<string>;
  /** Those of them that are in Go's package main, which no two programs share. */
  readonly mainFunctions: Set<string>;
}

/** Whether a function is the user's own, and in Go's package main. */
type OwnCode = 'main' | 'own' | 'other';

/** `owners` remembers what was found out about the functions of earlier snapshots, by name and file. */
function programOf({ mappings, functions, strings }: Profile, owners: Map<string, OwnCode>): Program {
  const main = mappings.at(0);
  const ownFunctions = new Set<string>();
  const mainFunctions = new Set<string>();
  for (let fn = 0; fn < functions.length; fn++) {
    const [name, file] = [stringAt(strings, functions.name[fn]), stringAt(strings, functions.fileName[fn])];
    const key = `${name}\n${file}`;
    let owner = owners.get(key);
    if (owner === undefined) {
      owner = codeOwner(name, file) !== 'user' ? 'other' : goPackage(name) === 'main' ? 'main' : 'own';
      owners.set(key, owner);
    }
    if (owner !== 'other') ownFunctions.add(key);
    if (owner === 'main') mainFunctions.add(key);
  }
  const binary = baseName(main?.file ?? '');
  return { binary, buildId: main?.buildId ?? '', hasNames: functions.length > 0, ownFunctions, mainFunctions };
}

/** Programs of one author share packages: then their binaries have other names and their packages main other functions. */
function isOtherProgram(a: Program, b: Program): boolean {
  const isOtherMain = a.binary !== b.binary && areDisjoint(a.mainFunctions, b.mainFunctions);
  return isOtherMain || areDisjoint(a.ownFunctions, b.ownFunctions);
}

/** Nothing is known of what is empty. */
function areDisjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return false;
  for (const fn of b) if (a.has(fn)) return false;
  return true;
}

function timeNotes(axis: TimeAxis, sorted: readonly Snapshot[]): SeriesNote[] {
  const notes: SeriesNote[] = [];
  if (axis.isSorted) notes.push({ type: 'sorted', text: 'the snapshots were not in order of time; they are sorted' });
  if (!axis.isTime && sorted.length > 1) {
    const text = `the snapshots do not tell their time, only their order (${axis.source}): growth is per step`;
    notes.push({ type: 'time', text });
  }
  if (axis.source === 'modification times') {
    notes.push({ type: 'time', text: 'times are those of the files, which change when files are copied' });
  }
  return notes;
}

const SHORT_SPAN_MS = 60_000;

function spanNotes({ isTime }: TimeAxis, sorted: readonly Snapshot[]): SeriesNote[] {
  const span = sorted[sorted.length - 1].time - sorted[0].time;
  if (!isTime || sorted.length < 2 || span >= SHORT_SPAN_MS) return [];
  const text = `all snapshots are from ${scaledLabel(Math.round(span), 'ms', 'auto')}: what is said per hour is far beyond what was seen`;
  return [{ type: 'time', text }];
}

type Timed = Added & Snapshot;

/** Leaves out snapshots that equal the one before in everything, their time too. */
function withoutDuplicates(sorted: readonly Timed[], notes: SeriesNote[]): Timed[] {
  return withoutRepeated(sorted, notes, {
    type: 'duplicate',
    isRepeated: (before, snapshot) => before.time === snapshot.time && isEqual(before, snapshot),
    text: (files) => `left out as there twice: ${files}`,
  });
}

/**
 * A Go heap profile is that of the last collection that ended: without one in between, two snapshots are the same, even in
 * what was ever allocated, while the heap grows on. Such a snapshot says nothing about its own time, so it is left out, and
 * the first one stands for that collection. Where something was allocated, equal live values are what they are: steady.
 */
function withoutStale(sorted: readonly Timed[], notes: SeriesNote[]): Timed[] {
  return withoutRepeated(withoutDuplicates(sorted, notes), notes, {
    type: 'stale',
    isRepeated: isEqual,
    text: (files, isAll) =>
      isAll
        ? `all snapshots show the same garbage collection, so that growth cannot be seen; take them with ?gc=1: ${files}`
        : `left out, as no garbage collection ended since the snapshot before (they are equal to the byte): ${files}`,
  });
}

interface Repetition {
  readonly type: SeriesNote['type'];
  isRepeated(before: Timed, snapshot: Timed): boolean;
  text(files: string, isAll: boolean): string;
}

function withoutRepeated(sorted: readonly Timed[], notes: SeriesNote[], repetition: Repetition): Timed[] {
  const kept: Timed[] = [];
  const left: string[] = [];
  for (const snapshot of sorted) {
    const before = kept.at(-1);
    if (before !== undefined && repetition.isRepeated(before, snapshot)) left.push(baseName(snapshot.file));
    else kept.push(snapshot);
  }
  if (left.length > 0) {
    const isAll = kept.length === 1;
    notes.push({ type: repetition.type, text: repetition.text(fileList(left), isAll) });
  }
  return kept;
}

const SHOWN_FILES = 3;

function fileList(files: readonly string[]): string {
  const more = files.length - SHOWN_FILES;
  return files.slice(0, SHOWN_FILES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function isEqual(a: Added, b: Added): boolean {
  const totals = a.totalBytes === b.totalBytes && a.totalObjects === b.totalObjects && a.totalAlloc === b.totalAlloc;
  return totals && isEqualColumn(a.bytes, b.bytes) && isEqualColumn(a.objects, b.objects);
}

/** Rows that the shorter column does not have are 0. */
function isEqualColumn(a: Float32Array, b: Float32Array): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  for (let row = 0; row < long.length; row++) if (long[row] !== (short[row] ?? 0)) return false;
  return true;
}

/**
 * What was ever allocated never gets less while a process lives. Where it does, another process began: of several only the
 * one with most snapshots is looked at, the last of those.
 */
function longestRun(snapshots: readonly Timed[], notes: SeriesNote[]): Timed[] {
  const runs: Timed[][] = [];
  for (const snapshot of snapshots) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run === undefined || before === undefined || snapshot.totalAlloc < before.totalAlloc) runs.push([snapshot]);
    else run.push(snapshot);
  }
  if (runs.length <= 1) return runs.at(0) ?? [];
  const longest = runs.reduce((best, run) => (run.length >= best.length ? run : best));
  const starts = fileList(runs.slice(1).map(([{ file }]) => baseName(file)));
  const text = `the program was started anew before ${starts}; only the ${longest.length} snapshots from ${baseName(longest[0].file)} on that are of one process are compared`;
  notes.push({ type: 'restart', text });
  return longest;
}
