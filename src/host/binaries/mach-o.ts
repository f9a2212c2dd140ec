/** Mach-O as in Apple's <mach-o/loader.h>: programs and libraries of macOS, for one processor. */
import { LC_SEGMENT, LC_SEGMENT_64, MACH_O_KINDS } from '../../memory/build/mach-o.ts';
import type { ReadPart } from './binary-files.ts';
import type { ObjectFile } from './object-file.ts';

/** Undefined where it is no Mach-O file, or one that was cut off. */
export function readMachO(read: ReadPart): ObjectFile | undefined {
  const magic = read(0, 4)?.getUint32(0, true);
  const kind = magic === undefined ? undefined : MACH_O_KINDS[magic];
  if (kind === undefined) return undefined;
  const { is64, isLittle } = kind;
  const headerSize = is64 ? 32 : 28;
  const header = read(0, headerSize);
  const commands = header && read(headerSize, header.getUint32(20, isLittle));
  if (header === undefined || commands === undefined) return undefined;

  let base: bigint | undefined;
  let at = 0;
  for (let command = header.getUint32(16, isLittle); command > 0; command--) {
    if (at + 8 > commands.byteLength) return undefined;
    const size = commands.getUint32(at + 4, isLittle);
    if (size < 8 || at + size > commands.byteLength) return undefined;
    if (commands.getUint32(at, isLittle) === (is64 ? LC_SEGMENT_64 : LC_SEGMENT) && size >= 32) {
      const name = Buffer.from(commands.buffer, commands.byteOffset + at + 8, 16).toString('latin1');
      const address = is64 ? commands.getBigUint64(at + 24, isLittle) : BigInt(commands.getUint32(at + 24, isLittle));
      if (/^__TEXT\0*$/.test(name)) base ??= address;
    }
    at += size;
  }
  return { buildId: '', base, code: [] };
}
