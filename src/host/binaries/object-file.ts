import type { Mapping } from '../../profile/tables.ts';

/** What has to be known about a program or library to tell which of its addresses one in a process stands for. */
export interface ObjectFile {
  /** The GNU build id in hexadecimal; empty where there is none. */
  readonly buildId: string;
  /** Where the file wants to be loaded; undefined where it says nothing about that. */
  readonly base: bigint | undefined;
  /** The parts of the file that are loaded to be run. */
  readonly code: readonly Segment[];
}

export interface Segment {
  readonly fileOffset: bigint;
  readonly fileSize: bigint;
  /** The first byte's address where the file is loaded where it wants to be. */
  readonly address: bigint;
}

/** Whether an address of the binary is one of code; of a file that says nothing about its code all are. */
export function isInCode({ code }: ObjectFile, at: bigint): boolean {
  return code.length === 0 || code.some(({ address, fileSize }) => at >= address && at < address + fileSize);
}

/**
 * Where an address of a process lies in the binary mapped there: the mapping says from which byte of the file on it was
 * mapped, and the file at which address it wants that byte. A mapping that begins at 0 has the binary's own addresses.
 */
export function addressInBinary(
  { base, code }: ObjectFile,
  { start, offset }: Pick<Mapping, 'start' | 'offset'>,
  address: bigint,
): bigint {
  if (start === 0n || base === undefined) return address;
  const at = BigInt.asUintN(64, address - start + offset);
  const segment = code.find(({ fileOffset, fileSize }) => at >= fileOffset && at < fileOffset + fileSize);
  // Offsets are missing in some profiles. Then we take it, as Go's pprof always does, that the mapping begins with code.
  const found = segment === undefined ? address - start + base : at - segment.fileOffset + segment.address;
  return BigInt.asUintN(64, found);
}
