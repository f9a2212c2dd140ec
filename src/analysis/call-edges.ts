import { addUpColumn, at, type Int64, type Int64Column } from '../base/int64.ts';
import { larger, PairIndex } from '../base/pair-index.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import type { EntryTable } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';

/** Who calls whom among the kept entries: one row per pair of caller and callee. */
export interface CallEdges {
  readonly length: number;
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  /** The values of the samples with such a call, each counted once. */
  readonly weight: Int64Column;
  /** 1 where entries between the two were left out in some sample. */
  readonly isResidual: Uint8Array;
  /** 1 where the call was inlined in all of them. */
  readonly isInline: Uint8Array;
}

/** Calls of a graph: with the divisors of their weights, where the report shows a mean. */
export interface GraphEdges extends CallEdges {
  readonly divisor: Int64Column | undefined;
}

export interface EdgeQuestion {
  /** 1 for the entries that are in the graph. */
  readonly kept: Uint8Array;
  /** 1 for the callees whose callers are asked for; all of them where it is left out. */
  readonly callees?: Uint8Array | undefined;
  /** 1 for the entries whose calls are asked for, made or received; those of all where it is left out. */
  readonly touching?: Uint8Array | undefined;
}

export function edgeWeight({ weight }: CallEdges, edge: number): Int64 {
  return at(weight, edge);
}

/**
 * Collects the calls of the counted samples, walking each stack from its root. Entries that are not kept are stepped
 * over: the call goes from the kept one above to the kept one below. Calls of an entry to itself do not count.
 */
export function collectEdges(
  profile: Profile,
  table: EntryTable,
  column: Int64Column,
  counted: Int32Array,
  question: EdgeQuestion,
): CallEdges {
  let rows = new EdgeRows();
  const weight = addUpColumn(column, (part) => {
    rows = new EdgeRows();
    addUpCalls(profile, table, part, counted, question, rows);
    return rows.weight.slice(0, rows.length);
  });
  return {
    length: rows.length,
    caller: rows.caller.slice(0, rows.length),
    callee: rows.callee.slice(0, rows.length),
    weight,
    isResidual: rows.isResidual.slice(0, rows.length),
    isInline: rows.isInline.slice(0, rows.length),
  };
}

/** The calls among the entries kept, for a graph. */
export function collectGraphEdges(
  { profile, table, shownValues, counted }: EntryQuestion,
  kept: Uint8Array,
): GraphEdges {
  const { column, divisor } = shownValues;
  const edges = collectEdges(profile, table, column, counted, { kept });
  // The same calls are met in the same order, whatever is added up.
  return { ...edges, divisor: divisor && collectEdges(profile, table, divisor, counted, { kept }).weight };
}

// What a frame is to the question. A byte per frame is all the walk looks at until it meets a call that counts.
const KEPT = 1;
const ASKED_AS_CALLEE = 2;
const ASKED_AS_CALLER = 4;

function rolesOfFrames({ frames }: EntryTable, { kept, callees, touching }: EdgeQuestion): Uint8Array {
  const roles = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const entry = frames[frame];
    if (kept[entry] === 0) continue;
    const isTouched = touching === undefined || touching[entry] === 1;
    const asCallee = isTouched && (callees === undefined || callees[entry] === 1);
    const asCaller = isTouched && callees === undefined;
    roles[frame] = KEPT | (asCallee ? ASKED_AS_CALLEE : 0) | (asCaller ? ASKED_AS_CALLER : 0);
  }
  return roles;
}

/** By location: all roles its frames have. Most of a stack is stepped over by this byte alone. */
function rolesOfLocations({ frameStart }: EntryTable, roles: Uint8Array): Uint8Array {
  const all = new Uint8Array(frameStart.length - 1);
  for (let location = 0; location < all.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) all[location] |= roles[frame];
  }
  return all;
}

/** The kept frame of a location that is nearest to the leaf. There is one. */
function innermostKept({ frameStart }: EntryTable, roles: Uint8Array, location: number): number {
  let frame = frameStart[location];
  while (roles[frame] === 0) frame++;
  return frame;
}

/** Stands for the innermost kept frame of the location before, which is only looked up if a call from it counts. */
const OF_LOCATION_BEFORE = -2;

function addUpCalls(
  { samples, stacks }: Profile,
  table: EntryTable,
  part: Float64Array,
  counted: Int32Array,
  question: EdgeQuestion,
  rows: EdgeRows,
): void {
  const { frames, frameStart } = table;
  const roles = rolesOfFrames(table, question);
  const locationRoles = rolesOfLocations(table, roles);
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    const leaf = samples.stackStart[sample];
    let callerFrame: number = NONE;
    let callerLocation: number = NONE;
    let callerRole = 0;
    let isResidual = false;
    for (let depth = samples.stackEnd[sample] - 1; depth >= leaf; depth--) {
      const location = stacks[depth];
      const locationRole = locationRoles[location];
      if (locationRole === 0) {
        isResidual = true;
        continue;
      }
      if (locationRole === KEPT && (callerRole & ASKED_AS_CALLER) === 0) {
        // Nothing here is asked about. Entries left out within the location lie before its innermost kept frame.
        callerFrame = OF_LOCATION_BEFORE;
        callerLocation = location;
        callerRole = KEPT;
        isResidual = roles[frameStart[location]] === 0;
        continue;
      }
      const outermost = frameStart[location + 1] - 1;
      for (let frame = outermost; frame >= frameStart[location]; frame--) {
        const role = roles[frame];
        if (role === 0) {
          isResidual = true;
          continue;
        }
        if (((role & ASKED_AS_CALLEE) | (callerRole & ASKED_AS_CALLER)) !== 0 && callerFrame !== NONE) {
          if (callerFrame === OF_LOCATION_BEFORE) callerFrame = innermostKept(table, roles, callerLocation);
          rows.count(frames[callerFrame], frames[frame], sample, part[sample], isResidual, frame !== outermost);
        }
        callerFrame = frame;
        callerRole = role;
        isResidual = false;
      }
    }
  }
}

/** The rows of a growing edge table, found by caller and callee. */
class EdgeRows {
  weight = new Float64Array(1024);
  isResidual = new Uint8Array(1024);
  isInline = new Uint8Array(1024);
  /** The last sample that a row was counted in: a call counts once per sample. */
  seenIn = new Int32Array(1024);
  readonly #pairs = new PairIndex();
  /** How many rows are set up. */
  #known = 0;

  get length(): number {
    return this.#pairs.length;
  }

  get caller(): Int32Array {
    return this.#pairs.first;
  }

  get callee(): Int32Array {
    return this.#pairs.second;
  }

  /** Adds a sample's value to a call, once per sample; a call of an entry to itself does not count. */
  count(caller: number, callee: number, sample: number, value: number, isResidual: boolean, isInlined: boolean): void {
    if (caller === callee) return;
    const row = this.#pairs.rowOf(caller, callee);
    if (row === this.#known) this.#add();
    if (this.seenIn[row] === sample) return;
    this.seenIn[row] = sample;
    this.weight[row] += value;
    if (isResidual) this.isResidual[row] = 1;
    if (!isInlined) this.isInline[row] = 0;
  }

  #add(): void {
    if (this.#known === this.weight.length) this.#grow();
    this.isInline[this.#known] = 1;
    this.seenIn[this.#known] = NONE;
    this.#known++;
  }

  #grow(): void {
    const size = this.weight.length * 2;
    this.weight = larger(this.weight, new Float64Array(size));
    this.isResidual = larger(this.isResidual, new Uint8Array(size));
    this.isInline = larger(this.isInline, new Uint8Array(size));
    this.seenIn = larger(this.seenIn, new Int32Array(size));
  }
}
