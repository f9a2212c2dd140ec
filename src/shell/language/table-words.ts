/** The words that `top -i` takes besides those of `top`: what its rows are, in which order, and which is selected. */
import { UserError } from '../../base/errors.ts';
import type { Grouping } from '../../report/views/table.ts';
import {
  GROUPINGS,
  SORT_KEYS,
  type SortKey,
  type TableArrangement,
  USUAL_ARRANGEMENT,
} from '../../report/views/table-arrangement.ts';
import { closestWord } from './closest-word.ts';
import { FORMAT_FLAGS } from './report-words.ts';
import { quotedWord, type Word } from './words.ts';

const SORT = '-sort=';
const REVERSE = '-reverse';

const groupingOfFlag: ReadonlyMap<string, Grouping> = new Map(GROUPINGS.map((grouping) => [`-${grouping}`, grouping]));

/** As options are written: `flat_growth`. */
const wordOfSort = (key: SortKey) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const sortOfWord: ReadonlyMap<string, SortKey> = new Map(SORT_KEYS.map((key) => [wordOfSort(key), key]));

/** All of them, `-sort=` with each of its columns. */
export const TABLE_FLAGS: readonly string[] = [
  ...groupingOfFlag.keys(),
  ...Array.from(sortOfWord.keys(), (column) => SORT + column),
  REVERSE,
];

export interface TableWords {
  readonly arrangement: TableArrangement;
  /** The words that are none of these. */
  readonly others: readonly Word[];
}

/** Throws UserError for a column there is none of. */
export function readTableWords(words: readonly Word[]): TableWords {
  let arrangement = USUAL_ARRANGEMENT;
  const others: Word[] = [];
  for (const word of words) {
    const { text, isQuoted } = word;
    const grouping = isQuoted ? undefined : groupingOfFlag.get(text);
    if (grouping !== undefined) arrangement = { ...arrangement, grouping };
    else if (!isQuoted && text.startsWith(SORT)) arrangement = { ...arrangement, sortKey: sortKeyOf(text) };
    else if (!isQuoted && /^[1-9]\d{0,8}$/.test(text)) arrangement = { ...arrangement, row: Number(text) };
    else if (!isQuoted && text === REVERSE) arrangement = { ...arrangement, isReversed: true };
    else others.push(word);
  }
  return { arrangement, others };
}

function sortKeyOf(flag: string): SortKey {
  const column = flag.slice(SORT.length);
  const key = sortOfWord.get(column);
  if (key !== undefined) return key;
  const names = [...sortOfWord.keys()];
  const closest = closestWord(column, names);
  const hint = closest === undefined ? `there are ${names.join(', ')}` : `did you mean ${SORT}${closest}?`;
  throw new UserError(`top -i: no column is called ${JSON.stringify(column)}`, hint);
}

/** The words for an arrangement. pprof's own where it has one. */
export function tableWords({ grouping, sortKey, isReversed, row }: TableArrangement): readonly string[] {
  return [
    ...(row === 1 ? [] : [String(row)]),
    ...(grouping === undefined ? [] : [`-${grouping}`]),
    ...(sortKey === undefined ? [] : [sortKey === 'cum' ? '-cum' : SORT + wordOfSort(sortKey)]),
    ...(isReversed ? [REVERSE] : []),
  ];
}

/** A pattern of what to focus on, as a word that is read as one: a number would limit the rows. */
export function focusWord(pattern: string): string {
  return /^[+-]?\d+$/.test(pattern) ? `'${pattern}'` : quotedWord(pattern);
}

/** A pattern of what to ignore, as a word that is read as one and as no flag. */
export function ignoreWord(pattern: string): string {
  const flag = `-${pattern}`;
  const isFlag = FORMAT_FLAGS.has(flag) || TABLE_FLAGS.includes(flag) || OTHER_FLAG.test(flag);
  return `-${quotedWord(isFlag ? `(${pattern})` : pattern)}`;
}

const OTHER_FLAG = /^-(?:-?cum$|mine$|sort=)/;
