import type { MemStats } from './mem-stats.ts';
import { type MemStatsFigures, memStatsFigures } from './mem-stats-figures.ts';
import { type MemoryParts, memoryParts, type ProcessMemory } from './parts.ts';

/** MemStats for other programs. Sizes are in bytes; int64 beyond what a double holds are texts; what is not known is not there. */
export interface MemStatsData {
  readonly memory: MemoryParts;
  readonly stats: Jsonable<MemStats>;
  readonly derived: Jsonable<MemStatsFigures>;
}

/** As JSON keeps it: it has no bigint. */
type Jsonable<T> = T extends bigint ? string : T extends object ? { readonly [Key in keyof T]: Jsonable<T[Key]> } : T;

export function memStatsData(stats: MemStats, process: ProcessMemory = {}, takenAtNanos?: bigint): MemStatsData {
  return {
    memory: memoryParts(stats, process),
    stats: jsonable(stats),
    derived: jsonable(memStatsFigures(stats, takenAtNanos)),
  };
}

function jsonable<T>(value: T): Jsonable<T> {
  return JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)));
}
