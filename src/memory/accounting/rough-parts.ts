import type { MemoryPart, MemoryPartName, MemoryParts } from './parts.ts';

/** What is known where there are no MemStats; all in bytes. */
export interface HeapSigns {
  /** Live at the last collection: the sum of `inuse_space`, or gctrace's third heap size. */
  readonly liveBytes: number;
  /** The size at which the next collection begins: gctrace's goal, or what GOGC makes of the live heap. */
  readonly goalBytes: number;
  readonly stackBytes?: number | undefined;
  /** Resident now, or when the program was killed. */
  readonly rssBytes?: number | undefined;
  readonly limitBytes?: number | undefined;
}

/**
 * Where the memory is, as far as a binary heap profile or a trace of collections tells: the live heap, the garbage that the
 * collector allows for, and a rest that only MemStats can take apart.
 */
export function roughParts({ liveBytes, goalBytes, stackBytes = 0, rssBytes, limitBytes }: HeapSigns): MemoryParts {
  const headroom = Math.max(0, goalBytes - liveBytes);
  const room = rssBytes === undefined ? headroom : Math.max(0, rssBytes - liveBytes - stackBytes);
  const garbage = Math.min(headroom, room);
  const part = (name: MemoryPartName, bytes: number, precision: MemoryPart['precision']) => ({
    name,
    bytes,
    precision,
  });
  const parts = [
    part('live', liveBytes, 'estimated'),
    part('garbage', garbage, 'atMost'),
    part('stacks', stackBytes, 'estimated'),
    part('unknown', room - garbage, 'atLeast'),
  ].filter(({ bytes }) => bytes > 0);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    parts,
    total,
    totalOf: rssBytes === undefined || rssBytes < total ? 'managed' : 'resident',
    managed: undefined,
    residentBytes: rssBytes,
    isResidentPeak: false,
    limitBytes,
  };
}
