/**
 * runtime.MemStats as a heap profile in text form (`debug=1`) ends with: lines `# Key = value`, the same from Go 1.9 to 1.27,
 * but for MaxRSS, which came with 1.17 and is missing where the system does not tell it. Binary profiles have none of it.
 */
import { UserError } from '../../base/errors.ts';

/** All in bytes where the name says nothing else. */
export interface MemStats {
  /** What Go got from the system as address space, since the start: it hardly ever shrinks. */
  readonly sys: number;
  readonly totalAlloc: number;
  /** Counts of objects, since the start. */
  readonly mallocs: number;
  readonly frees: number;
  /** Objects that are reachable, and those that are not but have not been swept yet. */
  readonly heapAlloc: number;
  readonly heapSys: number;
  /** Spans without an object in them; `heapReleased` is the part of it that was given back to the system. */
  readonly heapIdle: number;
  readonly heapInuse: number;
  readonly heapReleased: number;
  /** A count. */
  readonly heapObjects: number;
  readonly stackInuse: number;
  readonly stackSys: number;
  readonly mSpanInuse: number;
  readonly mSpanSys: number;
  readonly mCacheInuse: number;
  readonly mCacheSys: number;
  /** Tables of the profiler. */
  readonly buckHashSys: number;
  readonly gcSys: number;
  readonly otherSys: number;
  /** The size at which the next collection begins; undefined where collection is off, or the text lacks it. */
  readonly nextGc: number | undefined;
  /** Nanoseconds since 1970; undefined before the first collection. */
  readonly lastGcNanos: bigint | undefined;
  readonly gcCount: number | undefined;
  /** How many of them the program asked for; requests of profiles with `gc=1` do. */
  readonly forcedGcCount: number | undefined;
  /** The share of the processor time since the start that went into collection, 0 to 1. */
  readonly gcCpuShare: number | undefined;
  /** How long the program stood still for each of the last collections, 256 at most, the latest first. In nanoseconds. */
  readonly pausesNanos: readonly number[];
  /** When these pauses ended, in nanoseconds since 1970. */
  readonly pauseEndsNanos: readonly bigint[];
  /** The most memory the process ever had resident, that of libraries and other files included. */
  readonly maxRss: number | undefined;
}

const TITLE = '# runtime.MemStats';

/** The MemStats of a profile; undefined where it has none. Throws UserError where they are cut off. */
export function readMemStats(profile: Uint8Array): MemStats | undefined {
  const bytes = Buffer.from(profile.buffer, profile.byteOffset, profile.byteLength);
  const start = bytes.lastIndexOf(TITLE);
  if (start === -1) return undefined;
  const fields = fieldsOf(bytes.toString('latin1', start + TITLE.length));
  const gcCount = optional(fields, 'NumGC');
  const ring = ringOrder(gcCount ?? 0);
  const nextGc = fields.get('NextGC');
  const lastGc = fields.get('LastGC');
  const [stackInuse, stackSys] = pairOf(fields, 'Stack');
  const [mSpanInuse, mSpanSys] = pairOf(fields, 'MSpan');
  const [mCacheInuse, mCacheSys] = pairOf(fields, 'MCache');
  return {
    sys: needed(fields, 'Sys'),
    totalAlloc: needed(fields, 'TotalAlloc'),
    mallocs: needed(fields, 'Mallocs'),
    frees: needed(fields, 'Frees'),
    heapAlloc: needed(fields, 'HeapAlloc'),
    heapSys: needed(fields, 'HeapSys'),
    heapIdle: needed(fields, 'HeapIdle'),
    heapInuse: needed(fields, 'HeapInuse'),
    heapReleased: needed(fields, 'HeapReleased'),
    heapObjects: needed(fields, 'HeapObjects'),
    stackInuse,
    stackSys,
    mSpanInuse,
    mSpanSys,
    mCacheInuse,
    mCacheSys,
    buckHashSys: needed(fields, 'BuckHashSys'),
    gcSys: needed(fields, 'GCSys'),
    otherSys: needed(fields, 'OtherSys'),
    nextGc: nextGc === undefined ? undefined : goalOf(nextGc),
    lastGcNanos: lastGc === undefined || lastGc === '0' ? undefined : bigOf('LastGC', lastGc),
    gcCount,
    forcedGcCount: optional(fields, 'NumForcedGC'),
    gcCpuShare: optional(fields, 'GCCPUFraction'),
    pausesNanos: inOrder(listOf(fields, 'PauseNs'), ring).map((text) => numberOf('PauseNs', text)),
    pauseEndsNanos: inOrder(listOf(fields, 'PauseEnd'), ring).map((text) => bigOf('PauseEnd', text)),
    maxRss: optional(fields, 'MaxRSS'),
  };
}

/** Where GOGC is off and there is no limit, the goal is a number that no memory has, which changed from release to release. */
const NO_MEMORY_HAS = 2 ** 60;

function goalOf(text: string): number | undefined {
  const goal = numberOf('NextGC', text);
  return goal < NO_MEMORY_HAS ? goal : undefined;
}

type Fields = ReadonlyMap<string, string>;

/** Only whole lines count, as a number that is cut off reads like a smaller one. */
function fieldsOf(text: string): Fields {
  return new Map(Array.from(text.matchAll(/^# (\w+) = (.*)\r?\n/gm), ([, key, value]) => [key, value.trim()]));
}

function needed(fields: Fields, key: string): number {
  const text = fields.get(key);
  if (text === undefined) {
    throw new UserError(
      `the runtime.MemStats of the profile are cut off: ${key} is missing`,
      'fetch the profile again',
    );
  }
  return numberOf(key, text);
}

const optional = (fields: Fields, key: string): number | undefined => {
  const text = fields.get(key);
  return text === undefined ? undefined : numberOf(key, text);
};

/** `inuse / sys` */
function pairOf(fields: Fields, key: string): readonly [inuse: number, sys: number] {
  const [inuse, sys] = (fields.get(key) ?? '').split(' / ');
  if (sys === undefined) return [needed(fields, key), needed(fields, key)];
  return [numberOf(key, inuse), numberOf(key, sys)];
}

function numberOf(key: string, text: string): number {
  const number = /^[\d.]+(?:e[+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) throw damaged(key, text);
  return number;
}

function bigOf(key: string, text: string): bigint {
  if (!/^\d+$/.test(text)) throw damaged(key, text);
  return BigInt(text);
}

const damaged = (key: string, text: string) =>
  new UserError(`the runtime.MemStats of the profile are damaged: ${key} is ${JSON.stringify(text)}`);

function listOf(fields: Fields, key: string): string[] {
  const [, content] = /^\[([\d ]*)\]$/.exec(fields.get(key) ?? '') ?? [];
  return content === undefined || content === '' ? [] : content.split(' ');
}

const RING_SIZE = 256;

/** The positions of the last collections in Go's rings, the latest first: collection n stands at (n + 255) % 256. */
function ringOrder(gcCount: number): number[] {
  return Array.from({ length: Math.min(gcCount, RING_SIZE) }, (_, back) => (gcCount - 1 - back) % RING_SIZE);
}

const inOrder = (ring: readonly string[], order: readonly number[]) =>
  order.flatMap((at) => (at < ring.length ? [ring[at]] : []));
