import { compareText } from '../../base/byte-text.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../../base/memoize.ts';
import type { TagKey, TagsAnswer, TagValue } from '../../report/views/tags.ts';
import { foldCase } from '../../search/fold-case.ts';
import type { SessionFacts } from '../screen/spec.ts';
import { type SizeRange, sizeRanges } from './size-ranges.ts';
import type { TagChoice } from './tag-filter.ts';

/** What is to become of the samples with a value. */
export type TagMark = 'keep' | 'drop';

export type TagOrder = 'value' | 'name';

/** Filters that the view has set. */
export interface AppliedFilters {
  readonly tagfocus: string;
  readonly tagignore: string;
}

export const NOTHING_APPLIED: AppliedFilters = { tagfocus: '', tagignore: '' };

export interface TagsState {
  readonly answer: TagsAnswer;
  readonly facts: SessionFacts;
  /** The keys and ranges that are open, by their names. */
  readonly open: ReadonlySet<string>;
  /** By the names of values. */
  readonly marks: ReadonlyMap<string, TagMark>;
  readonly applied: AppliedFilters;
  readonly order: TagOrder;
  readonly isReversed: boolean;
  /** What rows have to contain. */
  readonly filter: string;
  readonly selected: number;
  /** The first row on the screen. */
  readonly first: number;
}

/** A row of the view. */
export type TagRow =
  | { readonly type: 'key'; readonly name: string; readonly tagKey: TagKey; readonly isOpen: boolean }
  | {
      readonly type: 'range';
      readonly name: string;
      readonly tagKey: TagKey;
      readonly range: SizeRange;
      readonly isOpen: boolean;
    }
  | {
      readonly type: 'value';
      readonly name: string;
      readonly tagKey: TagKey;
      readonly value: TagValue;
      readonly depth: number;
    };

/** Names no two rows share: a letter for the kind of row, how long the key is, the key, and what is in it. */
export const keyName = (key: string) => `k${key.length} ${key}`;
export const rangeName = (key: string, range: string) => `r${key.length} ${key}${range}`;
export const valueName = (key: string, value: string) => `v${key.length} ${key}${value}`;

/**
 * Rows that stand behind each other: a key, a range, or the values of either. A key may have as many values as there
 * are samples, so that rows are only made where they are drawn.
 */
interface Stretch {
  /** The place of its first row. */
  readonly from: number;
  readonly length: number;
  rowAt(place: number): TagRow;
  /** The place of the row with a name; undefined where it is none of these. */
  placeOf(name: string): number | undefined;
}

/** All rows, opened or matched. */
export interface TagRows {
  readonly length: number;
  readonly stretches: readonly Stretch[];
}

export function rowsOf({ answer, open, order, isReversed, filter }: TagsState): TagRows {
  return rowsFor(answer, open, order, isReversed, filter);
}

const rowsFor = memoizeRecent(
  2,
  (answer: TagsAnswer, open: ReadonlySet<string>, order: TagOrder, isReversed: boolean, filter: string): TagRows => {
    const stretches: Stretch[] = [];
    let length = 0;
    const push = (stretch: Stretch) => {
      stretches.push(stretch);
      length += stretch.length;
    };
    const pushRow = (row: TagRow) => {
      const from = length;
      push({ from, length: 1, rowAt: () => row, placeOf: (name) => (name === row.name ? from : undefined) });
    };
    const pushValues = (tagKey: TagKey, values: readonly TagValue[], depth: number) =>
      push(stretchOfValues(tagKey, values, depth, length));
    const wanted = foldCase(filter);
    for (const tagKey of orderedKeys(answer.keys, order, isReversed)) {
      const { key } = tagKey;
      const isKeyMatched = foldCase(key).includes(wanted);
      const matching = isKeyMatched ? tagKey.values : matchingValues(tagKey, wanted);
      if (matching.length === 0) continue;
      const name = keyName(key);
      const isOpen = open.has(name) || !isKeyMatched;
      pushRow({ type: 'key', name, tagKey, isOpen });
      if (!isOpen) continue;
      const ranges = wanted === '' ? rangesOf(tagKey, answer.labels.shownUnit) : [];
      for (const range of isReversed ? ranges.toReversed() : ranges) {
        const ofRange = rangeName(key, range.text);
        const isRangeOpen = open.has(ofRange);
        pushRow({ type: 'range', name: ofRange, tagKey, range, isOpen: isRangeOpen });
        if (isRangeOpen) pushValues(tagKey, orderedValues(range.values, order, isReversed), 2);
      }
      const loose = ranges.length === 0 ? matching : matching.filter(({ numbers }) => numbers === undefined);
      if (loose.length > 0) pushValues(tagKey, orderedValues(loose, order, isReversed), 1);
    }
    return { length, stretches };
  },
);

function stretchOfValues(tagKey: TagKey, values: readonly TagValue[], depth: number, from: number): Stretch {
  const { key } = tagKey;
  return {
    from,
    length: values.length,
    rowAt: (place) => {
      const value = values[place - from];
      return { type: 'value', name: valueName(key, value.text), tagKey, value, depth };
    },
    placeOf: (name) => {
      const start = valueName(key, '');
      if (!name.startsWith(start)) return undefined;
      const wanted = name.slice(start.length);
      const at = values.findIndex(({ text }) => text === wanted);
      return at === -1 ? undefined : from + at;
    },
  };
}

/** Those of a key, made once. */
export const rangesOf = memoizeRecent(50, sizeRanges);

function matchingValues({ values }: TagKey, wanted: string): readonly TagValue[] {
  const texts = foldedTexts(values);
  return values.filter((_, at) => texts[at].includes(wanted));
}

const foldedTexts = memoizeByIdentity((values: readonly TagValue[]) => values.map(({ text }) => foldCase(text)));

/** Keys by name; by value the heaviest first. */
function orderedKeys(keys: readonly TagKey[], order: TagOrder, isReversed: boolean): readonly TagKey[] {
  const ordered = order === 'name' ? keys : keys.toSorted((a, b) => compare(abs(b.total), abs(a.total)));
  return isReversed ? ordered.toReversed() : ordered;
}

/** The values come with the largest first; by name numbers stand in their order, before texts. */
function orderedValues(values: readonly TagValue[], order: TagOrder, isReversed: boolean): readonly TagValue[] {
  const ordered = order === 'value' ? values : valuesByName(values);
  return isReversed ? ordered.toReversed() : ordered;
}

/** A key may have many thousands, which take their time once. */
const valuesByName = memoizeByIdentity((values: readonly TagValue[]) => values.toSorted(byName));

function byName(a: TagValue, b: TagValue): number {
  if (a.numbers !== undefined && b.numbers !== undefined) return compare(a.numbers.low, b.numbers.low);
  if (a.numbers !== undefined) return -1;
  return b.numbers !== undefined ? 1 : compareText(a.text, b.text);
}

/** The row at a place; undefined behind the last. */
export function rowAt({ stretches }: TagRows, place: number): TagRow | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (place < stretch.from) high = middle - 1;
    else if (place >= stretch.from + stretch.length) low = middle + 1;
    else return stretch.rowAt(place);
  }
  return undefined;
}

export function selectedRow(state: TagsState): TagRow | undefined {
  return rowAt(rowsOf(state), state.selected);
}

/** The place of the row with a name; undefined where it is not among the rows. */
export function placeOfName(rows: TagRows, name: string): number | undefined {
  for (const stretch of rows.stretches) {
    const place = stretch.placeOf(name);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The values that a row stands for. */
export function valuesOfRow(row: TagRow): readonly TagValue[] {
  if (row.type === 'value') return [row.value];
  return row.type === 'range' ? row.range.values : row.tagKey.values;
}

export function amountOfRow(row: TagRow): { readonly amount: Int64; readonly samples: number | undefined } {
  switch (row.type) {
    case 'key':
      return { amount: row.tagKey.total, samples: undefined };
    case 'range':
      return row.range;
    case 'value':
      return row.value;
  }
}

/** The marked values, by key. */
export function markedChoices({ answer, marks }: TagsState, mark: TagMark): TagChoice[] {
  if (marks.size === 0) return [];
  return answer.keys.flatMap((tagKey) => {
    const values = tagKey.values.filter(({ text }) => marks.get(valueName(tagKey.key, text)) === mark);
    return values.length === 0 ? [] : [{ tagKey, values }];
  });
}

/** The mark that all values of a row have; undefined where they do not agree on one. */
export function markOfRow({ marks }: TagsState, row: TagRow): TagMark | undefined {
  const { key } = row.tagKey;
  if (row.type === 'value') return marks.get(valueName(key, row.value.text));
  const values = valuesOfRow(row);
  return marks.size < values.length ? undefined : commonMark(marks, key, values);
}

/** Keys and ranges are drawn with every frame; no screen has more of them. */
const commonMark = memoizeRecent(
  100,
  (marks: TagsState['marks'], key: string, values: readonly TagValue[]): TagMark | undefined => {
    const mark = marks.get(valueName(key, values[0].text));
    const isCommon = mark !== undefined && values.every(({ text }) => marks.get(valueName(key, text)) === mark);
    return isCommon ? mark : undefined;
  },
);
