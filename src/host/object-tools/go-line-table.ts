/**
 * The line table that Go's linker puts into every program, for the runtime's own stack traces: which line an
 * instruction comes from and which calls were inlined to bring it there. It is there without debug information, and
 * holds for Go 1.18 and later. The layout is that of `pcHeader`, `_func` and `inlinedCall` in Go's package runtime:
 *
 *   header ─▶ functab: entry, offset of _func ─▶ pctab: runs of (value, how many bytes of code)
 *                                    └─ funcdata ─▶ inline tree: pc of the call, for each inlined call
 */
import type { CodeLine } from '../../analysis/instructions.ts';
import { textOfBytes } from '../../base/byte-text.ts';

/** Tells the lines of an address in the file, innermost first; none where it is not Go's. */
export interface GoLineTable {
  linesAt(address: bigint): readonly CodeLine[];
}

/** Where the linker put what belongs together. */
export interface GoLineParts {
  readonly table: Uint8Array;
  /** The address that the entries of functions count from. */
  readonly textStart: bigint;
  /** Bytes of what lies outside the table, the inline trees among it, by their offset there. Undefined where unknown. */
  functionData(offset: number, length: number): Uint8Array | undefined;
}

/** What differs between the versions of the layout, by the number that the table begins with. */
const LAYOUTS: ReadonlyMap<number, { readonly functionSize: number; readonly hasInlineTree: boolean }> = new Map([
  [0xfffffff0, { functionSize: 40, hasInlineTree: false }],
  [0xfffffff1, { functionSize: 44, hasInlineTree: true }],
]);

const INLINE_TREE_INDEX = 2;
const INLINE_TREE = 3;
const INLINED_CALL_SIZE = 16;
const ABSENT = 0xffffffff;

/** Where the tables of one function are. */
interface GoFunction {
  readonly entry: number;
  readonly files: number;
  readonly lines: number;
  readonly unitFiles: number;
  readonly inlineIndex: number;
  readonly inlineTree: number;
}

/** Reads the header; undefined where the layout is another. */
export function openGoLineTable({ table, textStart, functionData }: GoLineParts): GoLineTable | undefined {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const little = table[0] !== 0xff;
  const layout = LAYOUTS.get(view.getUint32(0, little));
  if (layout === undefined) return undefined;
  const { functionSize, hasInlineTree } = layout;
  const minInstruction = table[6];
  const pointerSize = table[7];

  const int = (at: number) => view.getUint32(at, little);
  const headerWord = (index: number) => {
    const at = 8 + index * pointerSize;
    return pointerSize === 8 ? Number(view.getBigUint64(at, little)) : int(at);
  };
  const functionCount = headerWord(0);
  const [unitTable, fileTable, pcTable, functionTable] = [4, 5, 6, 7].map(headerWord);

  const functionAt = (offset: number): GoFunction | undefined => {
    let [low, high] = [0, functionCount];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (int(functionTable + middle * 8) <= offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || offset >= int(functionTable + functionCount * 8)) return undefined;
    return readFunction(functionTable + int(functionTable + (low - 1) * 8 + 4));
  };

  const readFunction = (at: number): GoFunction => {
    const dataCount = int(at + 28);
    const functionDataCount = table[at + functionSize - 1];
    const hasIndex = hasInlineTree && dataCount > INLINE_TREE_INDEX && functionDataCount > INLINE_TREE;
    return {
      entry: int(at),
      files: int(at + 20),
      lines: int(at + 24),
      unitFiles: int(at + 32),
      inlineIndex: hasIndex ? int(at + functionSize + 4 * INLINE_TREE_INDEX) : 0,
      inlineTree: hasIndex ? int(at + functionSize + 4 * dataCount + 4 * INLINE_TREE) : ABSENT,
    };
  };

  /** The value that holds at an offset from the start of a function; -1 where there is none. */
  const valueAt = (list: number, target: number): number => {
    if (list === 0) return -1;
    let at = pcTable + list;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = table[at++];
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value >>> 0;
      }
    };
    let value = -1;
    for (let reached = 0; at < table.length; ) {
      const change = varint();
      if (change === 0 && reached > 0) return -1;
      value += change & 1 ? ~(change >>> 1) : change >>> 1;
      reached += varint() * minInstruction;
      if (target < reached) return value;
    }
    return -1;
  };

  const lineAt = (fn: GoFunction, target: number): CodeLine[] => {
    const line = valueAt(fn.lines, target);
    const fileIndex = valueAt(fn.files, target);
    const file = fileIndex < 0 ? ABSENT : int(unitTable + 4 * (fn.unitFiles + fileIndex));
    return line <= 0 || file === ABSENT ? [] : [{ file: textAt(fileTable + file), line }];
  };

  const textAt = (at: number) => textOfBytes(table.subarray(at, table.indexOf(0, at)));

  const callSite = (tree: number, index: number): number => {
    const call = functionData(tree + index * INLINED_CALL_SIZE, INLINED_CALL_SIZE);
    if (call === undefined || call.length < INLINED_CALL_SIZE) return -1;
    return new DataView(call.buffer, call.byteOffset, call.byteLength).getInt32(8, little);
  };

  return {
    linesAt(address) {
      const offset = Number(address - textStart);
      const fn = offset < 0 ? undefined : functionAt(offset);
      if (fn === undefined) return [];
      let target = offset - fn.entry;
      const lines = lineAt(fn, target);
      while (fn.inlineTree !== ABSENT) {
        const inlined = valueAt(fn.inlineIndex, target);
        const caller = inlined < 0 ? -1 : callSite(fn.inlineTree, inlined);
        // Callers lie at other places than what they inline; the same again would never end.
        if (caller < 0 || caller === target) break;
        target = caller;
        lines.push(...lineAt(fn, target));
      }
      return lines;
    },
  };
}
