import { UserError } from '../../base/errors.ts';
import type { Frame } from '../../profile/symbolized.ts';
import { type FramesByAddress, functionName, type SymbolTool } from './symbol-tool.ts';

/**
 * The table of symbols as `nm` of GNU or LLVM prints it, in the order of addresses, with the size of each where it is
 * known. It has no files and lines. A stripped library still has the table that other binaries are linked by.
 *
 *   0000000000001210 00000000000000c7 t _ZN3app6WorkerIdE4workEdi.isra.0
 *   0000000000001308 T _fini
 */
export const nm: SymbolTool = {
  name: 'nm',
  async frames({ binary, addresses, run }) {
    const args = ['--numeric-sort', '--print-size', '--defined-only'];
    const symbols = parseSymbols(await run([...args, binary], ''));
    return framesAt(
      addresses,
      symbols.length > 0 ? symbols : parseSymbols(await run([...args, '--dynamic', binary], '')),
    );
  },
};

interface TableSymbol {
  readonly address: bigint;
  /** 0 where it is not known: it goes on to the next symbol then, of whatever kind that is. */
  readonly size: bigint;
  readonly name: string;
  readonly isFunction: boolean;
}

function parseSymbols(output: string): TableSymbol[] {
  const symbols: TableSymbol[] = [];
  for (const line of output.split('\n')) {
    if (line === '') continue;
    const [, address, size, type, name] = /^([0-9a-f]+) (?:([0-9a-f]+) )?(\S) (.+)$/.exec(line) ?? [];
    if (name === undefined) throw new UserError(`unexpected answer "${line}"`);
    symbols.push({
      address: BigInt(`0x${address}`),
      size: BigInt(`0x${size ?? 0}`),
      // A symbol of a library may have a version: malloc@@GLIBC_2.2.5
      name: functionName(name.replace(/@@?[\w.]+$/, '')),
      isFunction: /[tTwWi]/.test(type),
    });
  }
  return symbols;
}

function framesAt(addresses: readonly bigint[], symbols: readonly TableSymbol[]): FramesByAddress {
  const frames = new Map<bigint, Frame>();
  for (const address of addresses) {
    const symbol = symbols[lastAtOrBefore(symbols, address)];
    if (!symbol?.isFunction || (symbol.size > 0n && address >= symbol.address + symbol.size)) continue;
    frames.set(address, { name: symbol.name, file: '', line: 0 });
  }
  return frames;
}

/** -1 where all come after the address. */
function lastAtOrBefore(symbols: readonly TableSymbol[], address: bigint): number {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (symbols[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
