/**
 * Orders of the rows of a table, in the few milliseconds between two keys. Rows are given in the order of their names,
 * so an order by values only has to leave alone what is equal: a radix sort does, by 16 bits of the values at a time.
 */
import { abs, at, compare, type Int64Column } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import type { BesideValues, TableData } from '../../report/views/table.ts';
import type { SortKey } from '../../report/views/table-arrangement.ts';

/** All rows, the largest first; by size, as reports order them, but for growth. Equal ones are ordered by name. */
export const rowOrder = memoizeRecent(
  4,
  (table: TableData, beside: BesideValues | undefined, key: SortKey): Int32Array => {
    const column = columnOf({ ...table, values: table.undivided ?? table.values }, beside, key);
    if (column === undefined) return places(table.values.flat.length);
    if (key === 'flatGrowth' || key === 'cumGrowth') return descending(column, undefined, false);
    return descending(column, table.rank && twinOrder(table, table.rank, key), true);
  },
);

/** The values of a key; undefined for names, and for what is not there. */
export function columnOf(
  { values, before, after }: TableData,
  beside: BesideValues | undefined,
  key: SortKey,
): Int64Column | undefined {
  switch (key) {
    case 'name':
      return undefined;
    case 'flat':
    case 'flatGrowth':
      return values.flat;
    case 'cum':
    case 'cumGrowth':
      return values.cum;
    case 'flatBefore':
      return before?.flat;
    case 'flatAfter':
      return after?.flat;
    case 'cumBefore':
      return before?.cum;
    case 'cumAfter':
      return after?.cum;
    case 'flatBeside':
      return beside?.values.flat;
    case 'cumBeside':
      return beside?.values.cum;
  }
}

/** By name, those of the same name as reports do: by flat where the order is by cum, else by cum. */
function twinOrder({ values, undivided }: TableData, rank: Float64Array, key: SortKey): Int32Array {
  const { flat, cum } = undivided ?? values;
  const second = descending(key === 'cum' ? flat : cum, undefined, true);
  return descendingOrder(
    rank.map((place) => -place),
    second,
  );
}

function descending(column: Int64Column, start: Int32Array | undefined, isBySize: boolean): Int32Array {
  if (column instanceof Float64Array) return descendingOrder(isBySize ? sizes(column) : column, start);
  const order = start?.slice() ?? places(column.length);
  const keyOf = isBySize ? (row: number) => abs(at(column, row)) : (row: number) => at(column, row);
  return order.sort((a, b) => compare(keyOf(b), keyOf(a)));
}

function sizes(column: Float64Array): Float64Array {
  const sizes = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) sizes[row] = Math.abs(column[row]);
  return sizes;
}

const WORDS = 4;
const BUCKETS = 1 << 16;
const SIGN = 0x8000;

/** The places of some keys, the largest key first; equal ones as they are in `start`. 100,000 take about 3 ms. */
export function descendingOrder(keys: Float64Array, start?: Int32Array): Int32Array {
  const words = sortableWords(keys);
  let order = start?.slice() ?? places(keys.length);
  let next: Int32Array = new Int32Array(order.length);
  const ends = new Int32Array(BUCKETS);
  for (let word = 0; word < WORDS; word++) {
    ends.fill(0);
    for (let at = word; at < words.length; at += WORDS) ends[words[at]]++;
    if (keys.length === 0 || ends[words[word]] === keys.length) continue;
    for (let bucket = 1; bucket < BUCKETS; bucket++) ends[bucket] += ends[bucket - 1];
    for (let i = order.length - 1; i >= 0; i--) next[--ends[words[order[i] * WORDS + word]]] = order[i];
    [order, next] = [next, order];
  }
  return order;
}

/** All places, the first one first. */
function places(length: number): Int32Array {
  const all = new Int32Array(length);
  for (let place = 0; place < length; place++) all[place] = place;
  return all;
}

/**
 * The bits of the keys, the lowest 16 of each first, so that a smaller number of bits is a larger key: those of negative
 * numbers are so already, as they have their sign and size apart, and all but the sign of the others is turned around.
 */
function sortableWords(keys: Float64Array): Uint16Array {
  const numbers = new Float64Array(keys.length);
  // Adding 0 makes -0 the same as 0.
  for (let i = 0; i < keys.length; i++) numbers[i] = keys[i] + 0;
  const words = new Uint16Array(numbers.buffer);
  for (let high = WORDS - 1; high < words.length; high += WORDS) {
    if ((words[high] & SIGN) !== 0) continue;
    words[high - 3] ^= 0xffff;
    words[high - 2] ^= 0xffff;
    words[high - 1] ^= 0xffff;
    words[high] ^= 0x7fff;
  }
  return words;
}
