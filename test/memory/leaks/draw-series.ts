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
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';

/** One row of a heap profile, as an allocator would know it: whole numbers of blocks, nothing sampled. */
export interface HeapRow {
  /** From the root to the leaf, `;` between frames, each `name@file.go:12`. */
  readonly stack: string;
  readonly size: number;
  readonly inUse: number;
  readonly allocated?: number;
}

export interface HeapDrawing {
  readonly rows: readonly HeapRow[];
  readonly timeNanos?: bigint;
  /** 1 where every block is in the profile. */
  readonly rate?: number;
  readonly binary?: string;
  readonly buildId?: string;
}

const HEAP_TYPES = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
] as const;

/** A heap profile as Go writes it. */
export function drawHeap({ rows, ...rest }: HeapDrawing): Profile {
  const samples = rows.map(({ stack, size, inUse, allocated = inUse }) => ({
    stack,
    values: [allocated, allocated * size, inUse, inUse * size],
    size,
  }));
  return draw(samples, HEAP_TYPES, rest);
}

/** A goroutine profile: how many are at each stack. */
export function drawGoroutines(
  counts: Readonly<Record<string, number>>,
  rest: Omit<HeapDrawing, 'rows'> = {},
  type = 'goroutine',
): Profile {
  const samples = Object.entries(counts).map(([stack, count]) => ({ stack, values: [count], size: 0 }));
  return draw(samples, [[type, 'count']], { ...rest, rate: 1 });
}

function draw(
  samples: readonly { readonly stack: string; readonly values: readonly number[]; readonly size: number }[],
  types: readonly (readonly [string, string])[],
  { timeNanos = 0n, rate = 1, binary = '/bin/app', buildId = '' }: Omit<HeapDrawing, 'rows'>,
): Profile {
  const stringTable = new StringTable();
  const text = (value: string) => stringTable.dedup(value);
  const functions = new Map<string, PprofFunction>();
  const locations = new Map<string, Location>();
  const locationOf = (frame: string) => {
    const known = locations.get(frame);
    if (known !== undefined) return Number(known.id);
    const [, name, file = 'main.go', line = '1'] = /^(.*?)(?:@(.*?)(?::(\d+))?)?$/.exec(frame) ?? [];
    const key = `${name}@${file}`;
    const fn =
      functions.get(key) ?? new PprofFunction({ id: functions.size + 1, name: text(name), filename: text(file) });
    functions.set(key, fn);
    const id = locations.size + 1;
    locations.set(
      frame,
      new Location({ id, mappingId: 1, line: [new Line({ functionId: fn.id, line: Number(line) })] }),
    );
    return id;
  };
  const sample = samples.map(
    ({ stack, values, size }) =>
      new Sample({
        locationId: stack.split(';').map(locationOf).reverse(),
        value: values.map(BigInt),
        label: size > 0 ? [new Label({ key: text('bytes'), num: size })] : [],
      }),
  );
  const profile = new PprofProfile({
    sampleType: types.map(([type, unit]) => new ValueType({ type: text(type), unit: text(unit) })),
    sample,
    mapping: [new Mapping({ id: 1, filename: text(binary), buildId: text(buildId) })],
    location: [...locations.values()],
    function: [...functions.values()],
    stringTable,
    timeNanos,
    periodType: new ValueType({ type: text('space'), unit: text('bytes') }),
    period: rate,
  });
  return decodeProfile(profile.encode());
}

/** A generator of numbers from 0 to 1 (mulberry32), so that a simulation is the same each time. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A site of a program whose allocations are sampled: told how many blocks it allocates and how many it frees, it follows the
 * sampled ones alone, as Go does, and tells what the profile would say.
 */
export class SampledSite {
  readonly stack: string;
  readonly size: number;
  readonly #chance: number;
  readonly #random: () => number;
  #live = 0;
  #sampledLive = 0;
  #sampledEver = 0;

  constructor(stack: string, size: number, rate: number, random: () => number) {
    this.stack = stack;
    this.size = size;
    this.#chance = 1 - Math.exp(-size / rate);
    this.#random = random;
  }

  allocate(blocks: number): void {
    const sampled = this.#binomial(blocks, this.#chance);
    this.#live += blocks;
    this.#sampledLive += sampled;
    this.#sampledEver += sampled;
  }

  /** Frees blocks, any of them. */
  free(blocks: number): void {
    const share = Math.min(1, blocks / this.#live);
    this.#sampledLive -= this.#binomial(this.#sampledLive, share);
    this.#live -= Math.min(blocks, this.#live);
  }

  get live(): number {
    return this.#live;
  }

  row(): HeapRow {
    const scaled = (sampled: number) => Math.round(sampled / this.#chance);
    return {
      stack: this.stack,
      size: this.size,
      inUse: scaled(this.#sampledLive),
      allocated: scaled(this.#sampledEver),
    };
  }

  /** Draws one by one where there are few, and from the normal distribution where that is as good. */
  #binomial(count: number, chance: number): number {
    const mean = count * chance;
    const variance = mean * (1 - chance);
    if (variance > 100) {
      const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
      return Math.max(0, Math.min(count, Math.round(mean + normal * Math.sqrt(variance))));
    }
    // From one success to the next: the gaps are geometric.
    let successes = 0;
    if (chance >= 1) return count;
    if (chance <= 0) return 0;
    for (let at = this.#gap(chance); at < count; at += 1 + this.#gap(chance)) successes++;
    return successes;
  }

  #gap(chance: number): number {
    return Math.floor(Math.log(1 - this.#random()) / Math.log(1 - chance));
  }
}
