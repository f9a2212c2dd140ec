import { compareText } from '../base/byte-text.ts';
import { add, at, type Int64 } from '../base/int64.ts';
import type { Pattern } from '../base/regex.ts';
import type { EntryTable } from './entries.ts';
import type { EntryValues } from './entry-values.ts';

/** A function in one source file, with the values of its lines. */
export interface SourceFunction {
  readonly name: string;
  /** Empty where the profile names no file. */
  readonly file: string;
  readonly flat: Int64;
  readonly cum: Int64;
  readonly lines: ReadonlyMap<number, LineValues>;
  /** The lines worth showing, from 1 on, both included; the file may be shorter. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface LineValues {
  readonly flat: Int64;
  readonly cum: Int64;
}

/** How many lines are shown around what was sampled. */
const CONTEXT = 5;

/** The functions of the present entries whose name matches, with the values per line. The table is by line. */
export function sourceFunctions(
  { entries }: EntryTable,
  values: EntryValues,
  { present, pattern }: { readonly present: Int32Array; readonly pattern: Pattern },
): SourceFunction[] {
  const groups = new Map<string, number[]>();
  for (const entry of present) {
    const { functionName, file } = entries[entry];
    if (functionName === '' || !pattern.test(functionName)) continue;
    const key = JSON.stringify([functionName, file]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }

  return withoutNamelessTwins([...groups.values()].map((group) => sourceFunction(group, entries, values))).sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.file, b.file),
  );
}

/** Lines without a file are only worth a word where the function has no file at all. */
function withoutNamelessTwins(functions: SourceFunction[]): SourceFunction[] {
  const withFile = new Set(functions.filter(({ file }) => file !== '').map(({ name }) => name));
  return functions.filter(({ name, file }) => file !== '' || !withFile.has(name));
}

function sourceFunction(group: readonly number[], entries: EntryTable['entries'], values: EntryValues): SourceFunction {
  const lines = new Map<number, LineValues>();
  let flat: Int64 = 0;
  let cum: Int64 = 0;
  for (const entry of group) {
    const { line } = entries[entry];
    const so = lines.get(line) ?? { flat: 0, cum: 0 };
    const [entryFlat, entryCum] = [at(values.flat, entry), at(values.cum, entry)];
    lines.set(line, { flat: add(so.flat, entryFlat), cum: add(so.cum, entryCum) });
    flat = add(flat, entryFlat);
    cum = add(cum, entryCum);
  }

  const { functionName: name, file } = entries[group[0]];
  const startOf = (entry: number) => entries[entry].startLine || entries[entry].line - CONTEXT;
  const firstLine = Math.max(1, Math.min(...group.map(startOf)));
  const lastLine = Math.max(...group.map((entry) => entries[entry].line)) + CONTEXT;
  return { name, file, flat, cum, lines, firstLine, lastLine };
}
