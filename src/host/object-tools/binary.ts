import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Binary, CodeSymbol, FoundBinary } from '../../analysis/instructions.ts';
import { UserError } from '../../base/errors.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import type { Mapping } from '../../profile/tables.ts';
import { partsOf } from '../binaries/binary-files.ts';
import { addressInBinary, type ObjectFile } from '../binaries/object-file.ts';
import { openObjectFile } from '../binaries/open-object-file.ts';
import { localBinaryFiles } from '../symbolize/local-machine.ts';
import { type GoLineTable, openGoLineTable } from './go-line-table.ts';
import { loadedBytes } from './loaded-bytes.ts';
import { codeSymbols, readSymbols, type TableSymbol } from './nm.ts';
import { disassemble } from './objdump.ts';

/** Opens the binary of a mapping to look at its code, with the tools at `tools`, or else at PPROF_TOOLS. */
export function openBinary(mapping: Mapping, tools: string): FoundBinary {
  try {
    const object = openObjectFile(localBinaryFiles, mapping.file);
    return { type: 'found', binary: binaryOf(mapping, object, tools || (process.env['PPROF_TOOLS'] ?? '')) };
  } catch (error) {
    if (error instanceof UserError) return { type: 'missing', reason: error.message };
    throw error;
  }
}

function binaryOf(mapping: Mapping, object: ObjectFile, places: string): Binary {
  // Tools take a name that begins with a dash for a flag; an absolute one never does.
  const path = resolve(mapping.file);
  const { mtimeMs, size } = statSync(path);
  const code = () => codeOf(path, places, mtimeMs, size);
  return {
    path,
    buildId: object.buildId,
    get hasGoLines() {
      return code().goLines !== undefined;
    },
    get symbols() {
      return code().symbols;
    },
    fileAddress: (address) => addressInBinary(object, mapping, address),
    instructions(range, { hasIntelSyntax, readsDebugLines }) {
      const { goLines } = code();
      const readsLines = goLines === undefined && readsDebugLines;
      const instructions = disassemble(path, range, { hasIntelSyntax, readsLines, places });
      if (goLines === undefined) return instructions;
      return instructions.map(({ address, text }) => ({ address, text, lines: goLines.linesAt(address) }));
    },
  };
}

interface BinaryCode {
  readonly symbols: readonly CodeSymbol[];
  readonly goLines: GoLineTable | undefined;
}

/** What is read of a binary is kept for the next commands, as long as the file stays what it was. */
const codeOf = memoizeRecent(4, (path: string, places: string, _changed: number, _size: number): BinaryCode => {
  const symbols = withoutUnderscores(readSymbols(path, places));
  return {
    symbols: codeSymbols(
      symbols,
      symbols.some(({ size }) => size > 0n),
    ),
    goLines: goLineTable(path, symbols),
  };
});

/** Apple's compilers put an underscore in front of every name, and so does Go's linker there. */
function withoutUnderscores(symbols: readonly TableSymbol[]): readonly TableSymbol[] {
  const isMachO = symbols.some(({ name }) => /^__mh_(execute|dylib)_header$/.test(name));
  const isGoMachO = symbols.some(({ name }) => name === '_runtime.text');
  if (!isMachO && !isGoMachO) return symbols;
  return symbols.map((symbol) => ({ ...symbol, name: symbol.name.replace(/^_/, '') }));
}

/** Undefined where the binary is not Go's, or of a Go whose tables nobody here knows. */
function goLineTable(path: string, symbols: readonly TableSymbol[]): GoLineTable | undefined {
  const addressOf = (...names: readonly string[]) => symbols.find(({ name }) => names.includes(name))?.address;
  const start = addressOf('runtime.pclntab');
  const end = addressOf('runtime.epclntab');
  const textStart = addressOf('runtime.text');
  const functionData = addressOf('go:func.*', 'go.func.*');
  if (start === undefined || end === undefined || textStart === undefined) return undefined;

  const bytesAt = loadedBytes(partsOf(localBinaryFiles, path));
  const table = bytesAt(start, Number(end - start));
  if (table === undefined) return undefined;
  return openGoLineTable({
    table,
    textStart,
    functionData: (offset, length) =>
      functionData === undefined ? undefined : bytesAt(functionData + BigInt(offset), length),
  });
}
