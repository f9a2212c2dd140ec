/** Which columns of a heap profile count what, whatever language it is from. */
import { UserError } from '../../base/errors.ts';
import type { Profile, ValueType } from '../../profile/tables.ts';

/** What is looked for: memory that is kept, or all that was ever allocated. */
export type HeapMode = 'retention' | 'churn';

/** Columns of `samples.values`; undefined where the profile does not have one. */
export interface HeapColumns {
  readonly inuseBytes: number | undefined;
  readonly inuseObjects: number | undefined;
  readonly allocBytes: number | undefined;
  readonly allocObjects: number | undefined;
}

/**
 * Go has `alloc_objects`, `alloc_space`, `inuse_objects` and `inuse_space`; jemalloc and tcmalloc as they are read here
 * the same or `objects` and `space`, which V8 has too. What is not called allocated is in use. Throws UserError where
 * nothing is counted in bytes.
 */
export function heapColumns({ valueTypes }: Pick<Profile, 'valueTypes'>): HeapColumns {
  const find = (isWanted: (type: ValueType) => boolean) => {
    const index = valueTypes.findIndex(isWanted);
    return index === -1 ? undefined : index;
  };
  const columns = {
    inuseBytes: find((type) => isBytes(type) && !isAllocated(type)),
    inuseObjects: find((type) => isCount(type) && !isAllocated(type)),
    allocBytes: find((type) => isBytes(type) && isAllocated(type)),
    allocObjects: find((type) => isCount(type) && isAllocated(type)),
  };
  if (columns.inuseBytes !== undefined || columns.allocBytes !== undefined) return columns;
  const types = valueTypes.map(({ type, unit }) => `${type}/${unit}`).join(' ');
  throw new UserError(
    `this is no heap profile: its sample types are [${types}]`,
    'take one from /debug/pprof/heap, or with pprof.WriteHeapProfile',
  );
}

const isBytes = ({ unit }: ValueType) => /^b(?:ytes?)?$/i.test(unit);
const isCount = ({ type, unit }: ValueType) => unit === 'count' || unit === 'objects' || type.endsWith('objects');
const isAllocated = ({ type }: ValueType) => type.startsWith('alloc');
