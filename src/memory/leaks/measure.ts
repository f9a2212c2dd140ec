/** Which columns of a profile tell what is alive. */
import { UserError } from '../../base/errors.ts';
import type { Profile } from '../../profile/tables.ts';
import { scale } from '../../profile/units.ts';

/** `heap`: bytes and objects in use. `count`: things that are there, such as goroutines, without a size. */
export type SeriesKind = 'heap' | 'count';

/** Positions of value columns; NONE_HERE where the profile has none of that kind. */
export interface LiveColumns {
  readonly kind: SeriesKind;
  /** What is counted: `inuse_space`, `goroutine`. */
  readonly type: string;
  readonly bytes: number;
  /** What one of the column of bytes is, in bytes. */
  readonly bytesFactor: number;
  readonly objects: number;
  readonly allocBytes: number;
  readonly allocObjects: number;
}

export const NONE_HERE = -1;

/** Types of bytes that are alive and of objects that are, by producer: Go, jemalloc and its like, Node and C++. */
const LIVE_BYTES = ['inuse_space', 'inuse_bytes', 'space'];
const LIVE_OBJECTS = ['inuse_objects', 'objects'];
/** What is counted whole, each thing where it is now. */
const COUNTS = ['goroutineleak', 'goroutine', 'goroutines', 'threadcreate'];

/** Throws UserError for profiles of what is over: time, contention, allocations alone. */
export function liveColumns({ valueTypes }: Profile, file: string): LiveColumns {
  const columnOf = (names: readonly string[]) => {
    const name = names.find((candidate) => valueTypes.some(({ type }) => type === candidate));
    return name === undefined ? NONE_HERE : valueTypes.findIndex(({ type }) => type === name);
  };
  const bytes = columnOf(LIVE_BYTES);
  if (bytes !== NONE_HERE) {
    const { type, unit } = valueTypes[bytes];
    return {
      kind: 'heap',
      type,
      bytes,
      bytesFactor: scale(1, unit, 'B').value,
      objects: columnOf(LIVE_OBJECTS),
      allocBytes: columnOf(['alloc_space']),
      allocObjects: columnOf(['alloc_objects']),
    };
  }
  const objects = columnOf(COUNTS);
  if (objects !== NONE_HERE) {
    const { type } = valueTypes[objects];
    const none = { bytes: NONE_HERE, bytesFactor: 1, allocBytes: NONE_HERE, allocObjects: NONE_HERE };
    return { kind: 'count', type, objects, ...none };
  }
  const found = valueTypes.map(({ type }) => type).join(' ');
  throw new UserError(
    `${file} does not tell what is in use: it has the sample types [${found}]`,
    'take heap or goroutine profiles: curl -o heap.pb.gz http://HOST/debug/pprof/heap',
  );
}
