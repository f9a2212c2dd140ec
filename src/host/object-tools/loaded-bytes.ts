import type { ReadPart } from '../binaries/binary-files.ts';

/** A part of a file that is loaded as a whole, code or data. */
interface LoadedPart {
  readonly fileOffset: bigint;
  readonly fileSize: bigint;
  readonly address: bigint;
}

/** Reads bytes of a binary by their address. Undefined where nothing of the file is loaded there, or not as much. */
export function loadedBytes(read: ReadPart): (address: bigint, length: number) => Uint8Array | undefined {
  const parts = [...elfParts(read), ...machOParts(read)];
  return (address, length) => {
    const part = parts.find((candidate) => isWithin(candidate, address));
    const bytes = part && read(address - part.address + part.fileOffset, length);
    return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

function isWithin(part: LoadedPart, address: bigint): boolean {
  return address >= part.address && address < part.address + part.fileSize;
}

const PT_LOAD = 1;

/** The loaded segments of the program headers (System V ABI, chapter 5). */
function* elfParts(read: ReadPart): Generator<LoadedPart> {
  const header = read(0, 64);
  if (header?.getUint32(0) !== 0x7f454c46) return;
  const is64 = header.getUint8(4) === 2;
  const isLittle = header.getUint8(5) === 1;
  const word = (view: DataView, at: number) =>
    is64 ? view.getBigUint64(at, isLittle) : BigInt(view.getUint32(at, isLittle));
  const start = word(header, is64 ? 32 : 28);
  const [size, count] = [0, 2].map((at) => header.getUint16((is64 ? 54 : 42) + at, isLittle));
  const [offset, address, fileSize] = is64 ? [8, 16, 32] : [4, 8, 16];
  for (let i = 0; i < count; i++) {
    const row = read(start + BigInt(i * size), size);
    if (row?.getUint32(0, isLittle) !== PT_LOAD) continue;
    yield { fileOffset: word(row, offset), fileSize: word(row, fileSize), address: word(row, address) };
  }
}

const MACH_O_64 = 0xfeedfacf;
const HEADER_SIZE = 32;
const LC_SEGMENT_64 = 0x19;

/** The segments of the load commands (<mach-o/loader.h>). All Macs that Go still supports have 64 bits. */
function* machOParts(read: ReadPart): Generator<LoadedPart> {
  const header = read(0, HEADER_SIZE);
  if (header?.getUint32(0, true) !== MACH_O_64) return;
  let at = HEADER_SIZE;
  for (let count = header.getUint32(16, true); count > 0; count--) {
    const command = read(at, 8);
    if (command === undefined) return;
    const segment = command.getUint32(0, true) === LC_SEGMENT_64 ? read(at, 56) : undefined;
    if (segment !== undefined) {
      const [address, , fileOffset, fileSize] = [24, 32, 40, 48].map((field) => segment.getBigUint64(field, true));
      yield { fileOffset, fileSize, address };
    }
    at += command.getUint32(4, true);
  }
}
