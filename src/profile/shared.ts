import type { Profile } from './tables.ts';

/** Smaller columns are cheaper to copy than to share. */
const WORTH_SHARING = 4096;

/**
 * The same profile with its large columns in shared memory, so that handing it to another thread costs nothing.
 * Columns are copied once; those that are shared already are not copied again.
 */
export function shareColumns(profile: Profile): Profile {
  return shared(profile) as Profile;
}

function shared(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const stays = value.byteLength < WORTH_SHARING || value.buffer instanceof SharedArrayBuffer;
    return stays ? value : sharedCopy(value);
  }
  if (Array.isArray(value)) return value.map(shared);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shared(part)]));
}

function sharedCopy(column: ArrayBufferView): ArrayBufferView {
  const buffer = new SharedArrayBuffer(column.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  // A Buffer is a byte array with methods that a clone would lose anyway.
  const Column = (column instanceof Uint8Array ? Uint8Array : column.constructor) as new (
    buffer: SharedArrayBuffer,
  ) => ArrayBufferView;
  return new Column(buffer);
}
