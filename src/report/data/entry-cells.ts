/** The columns that reports share: what an entry is, and what it uses. */
import { type EntryTable, entryNames } from '../../analysis/entries.ts';
import type { Int64 } from '../../base/int64.ts';
import { packageOf } from '../theme.ts';
import type { ValueLabels } from '../value-labels.ts';
import type { Cell, Column } from './table.ts';

export const VALUE_COLUMNS = {
  flat: { name: 'flat', kind: 'value', meaning: 'what it uses itself' },
  flatShare: { name: 'flat_share', kind: 'share', meaning: '`flat` as a share of the total' },
  sumShare: { name: 'sum_share', kind: 'share', meaning: 'the share of all `flat` values down to this row' },
  cum: { name: 'cum', kind: 'value', meaning: 'what it uses with all that it calls' },
  cumShare: { name: 'cum_share', kind: 'share', meaning: '`cum` as a share of the total' },
} as const satisfies Readonly<Record<string, Column>>;

export const SUM_COLUMNS: readonly Column[] = [
  VALUE_COLUMNS.flat,
  VALUE_COLUMNS.flatShare,
  VALUE_COLUMNS.cum,
  VALUE_COLUMNS.cumShare,
];

/** The cells of `SUM_COLUMNS`. */
export function sumCells(labels: ValueLabels, { flat, cum }: { readonly flat: Int64; readonly cum: Int64 }): Cell[] {
  return [flat, shareCell(flat, labels.total), cum, shareCell(cum, labels.total)];
}

/** A share with its sign; undefined where there is nothing to have a share of. */
export function shareCell(value: Int64, total: Int64): number | undefined {
  return total === 0 ? undefined : Number(value) / Number(total);
}

/** What an entry is: its printed name, and the parts of it that the granularity keeps. */
export const ENTRY_COLUMNS: readonly Column[] = [
  { name: 'name', kind: 'text', meaning: 'the entry as the text report prints it' },
  { name: 'function', kind: 'text', meaning: 'its function', isDetail: true },
  {
    name: 'package',
    kind: 'text',
    meaning: 'what the name of the function has in front of its own part',
    isDetail: true,
  },
  { name: 'file', kind: 'text', meaning: 'its source file', isDetail: true },
  { name: 'line', kind: 'integer', meaning: 'its line in that file', isDetail: true },
  { name: 'column', kind: 'integer', meaning: 'its column in that line', isDetail: true },
  { name: 'address', kind: 'address', meaning: 'its address', isDetail: true },
  {
    name: 'object',
    kind: 'text',
    meaning: 'the binary it is in, where entries are told apart by that',
    isDetail: true,
  },
];

/** The cells of `ENTRY_COLUMNS`. */
export function entryCells(table: EntryTable, entry: number): Cell[] {
  const { functionName, file, line, column, address, object } = table.entries[entry];
  return [
    entryNames(table)[entry],
    known(functionName),
    packageCell(functionName),
    known(file),
    known(line),
    known(column),
    address === 0n ? undefined : addressText(address),
    known(object),
  ];
}

/** Undefined for what stands for nothing: the empty text, and the line 0. */
export function known<Value extends string | number>(value: Value): Value | undefined {
  return value === '' || value === 0 ? undefined : value;
}

/** `com.acme.Shop.run` of Java: packages in lower case in front of a class. */
const JAVA = /^((?:[a-z_]\w*\.)+)[A-Z]/;

/** The package of a function, undefined where its name has nothing but its own part. */
export function packageCell(functionName: string): string | undefined {
  const name = JAVA.exec(functionName)?.[1].slice(0, -1) ?? packageOf(functionName);
  return name === functionName ? undefined : known(name);
}

export function addressText(address: bigint): string {
  return `0x${address.toString(16)}`;
}
