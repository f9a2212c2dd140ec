import type { ByteSource } from '../../../src/memory/build/byte-source.ts';

/** A file in memory, which keeps count of what is read of it. */
export function memoryFile(content: Uint8Array): ByteSource & { readonly bytesRead: () => number } {
  let bytesRead = 0;
  return {
    size: content.length,
    read(offset, length) {
      const part = content.subarray(offset, offset + length);
      bytesRead += part.length;
      return part;
    },
    bytesRead: () => bytesRead,
  };
}
