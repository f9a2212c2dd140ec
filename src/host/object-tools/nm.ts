import { type CodeSymbol, compareAddresses } from '../../analysis/instructions.ts';
import { UserError } from '../../base/errors.ts';
import { findTools, runTool } from './tools.ts';

/** A line of a symbol table. */
export interface TableSymbol {
  readonly name: string;
  readonly address: bigint;
  /** 0 where the format does not record it. */
  readonly size: bigint;
  /** The letter of nm: upper case for symbols that other objects see. */
  readonly kind: string;
}

/** Reads the symbol table of a binary; empty where it was stripped. `path` is absolute. Throws UserError. */
export function readSymbols(path: string, places: string): TableSymbol[] {
  let complaint = '';
  for (const nm of findTools('nm', places)) {
    const result = runTool(nm.path, ['--print-size', '--defined-only', path]);
    const symbols = parseSymbols(result.output);
    if (symbols.length > 0 || result.complaint === '' || result.complaint.endsWith('no symbols')) return symbols;
    complaint ||= result.complaint;
  }
  throw new UserError(complaint, 'install llvm, whose nm reads the formats of all platforms');
}

const SYMBOL = /^([\da-f]+)(?: ([\da-f]+))? ([A-Za-z]) (.+)$/gm;

/** Understands what GNU's and LLVM's nm print. Names may hold blanks. */
export function parseSymbols(output: string): TableSymbol[] {
  return Array.from(output.matchAll(SYMBOL), ([, address, size = '0', kind, name]) => ({
    name,
    address: BigInt(`0x${address}`),
    size: BigInt(`0x${size}`),
    kind,
  }));
}

/** Text, weak and indirect functions. Weak data has a letter of its own. */
const CODE_KINDS = new Set(['T', 't', 'W', 'w', 'i']);

/**
 * The code among the symbols, by address; aliases all stay. Where the format has sizes, a symbol without one is a mark
 * and holds nothing; where it has none, a function reaches to the next.
 */
export function codeSymbols(symbols: readonly TableSymbol[], hasSizes: boolean): CodeSymbol[] {
  const code = symbols
    .filter(({ kind }) => CODE_KINDS.has(kind))
    .sort((a, b) => compareAddresses(a.address, b.address));
  const starts = [...new Set(code.map(({ address }) => address))];
  const nextStart = new Map(starts.map((start, i) => [start, starts.at(i + 1) ?? start]));
  return code.map(({ name, address, size }) => {
    const end = hasSizes ? address + size : (nextStart.get(address) ?? address);
    return { name, start: address, end };
  });
}
