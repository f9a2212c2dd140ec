import { bytesOfText, textOfBytes } from '../base/byte-text.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { firstOfEqualTexts } from './pprof/text-table.ts';
import { asColumn, type Column, type StringIndex, type StringTable } from './tables.ts';

const decodedTexts = memoizeByIdentity<StringTable, (string | undefined)[]>(() => ['']);

/** The text at an index, decoded once. */
export function stringAt(strings: StringTable, index: StringIndex): string {
  const decoded = decodedTexts(strings);
  let text = decoded[index];
  if (text === undefined) {
    text = textOfBytes(strings.bytes.subarray(strings.start[index], strings.start[index + 1]));
    decoded[index] = text;
  }
  return text;
}

/** Answers a question about texts, asking it once per text. */
export function memoizeByString(strings: StringTable, ask: (text: string) => boolean): (index: StringIndex) => boolean {
  const answers = new Int8Array(strings.length).fill(-1);
  return (index) => {
    if (answers[index] === -1) answers[index] = ask(stringAt(strings, index)) ? 1 : 0;
    return answers[index] === 1;
  };
}

/** The table with texts added; a text it has already keeps its index. */
export function appendTexts(
  strings: StringTable,
  texts: readonly string[],
): { readonly strings: StringTable; readonly indexes: readonly StringIndex[] } {
  const indexes = new Map<string, number>();
  for (let index = strings.length - 1; index >= 0; index--) indexes.set(stringAt(strings, index as StringIndex), index);
  const added: Uint8Array[] = [];
  const starts = Array.from(strings.start);
  const found = texts.map((text) => {
    let index = indexes.get(text);
    if (index === undefined) {
      index = strings.length + added.length;
      indexes.set(text, index);
      const bytes = bytesOfText(text);
      added.push(bytes);
      starts.push(starts[index] + bytes.length);
    }
    return index as StringIndex;
  });
  return {
    strings: {
      length: strings.length + added.length,
      bytes: Buffer.concat([strings.bytes, ...added]),
      start: Float64Array.from(starts),
    },
    indexes: found,
  };
}

/** Several tables as one, and for each of them where its texts are in it. */
export function joinStrings(tables: readonly StringTable[]): {
  readonly strings: StringTable;
  readonly indexes: readonly Column<StringIndex>[];
} {
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const start = new Float64Array(length + 1);
  let row = 0;
  let size = 0;
  for (const table of tables) {
    for (let index = 0; index < table.length; index++) start[row++] = size + table.start[index];
    size += table.start[table.length];
  }
  start[length] = size;
  const bytes = new Uint8Array(size);
  for (let i = 0, at = 0; i < tables.length; i++) {
    const used = tables[i].bytes.subarray(0, tables[i].start[tables[i].length]);
    bytes.set(used, at);
    at += used.length;
  }
  const strings = { length, bytes, start };
  const first = firstOfEqualTexts(strings);
  let end = 0;
  const indexes = tables.map((table) => {
    const begin = end;
    end += table.length;
    return asColumn<StringIndex>(first.subarray(begin, end));
  });
  return { strings, indexes };
}
