/** The tags of a profile as views show them: what `tags` prints, with what it takes to ask for each again. */
import { compareText } from '../../base/byte-text.ts';
import { abs, add, addUpColumn, at, compare, type Int64, type Int64Column } from '../../base/int64.ts';
import { PairIndex } from '../../base/pair-index.ts';
import { stringAt } from '../../profile/strings.ts';
import { NONE, type Profile, type StringIndex } from '../../profile/tables.ts';
import { scaledLabel } from '../../profile/units.ts';
import type { ViewInput } from '../profile-view.ts';
import { prepareReport, type ReportRequest } from '../request.ts';
import type { ValueLabels } from '../value-labels.ts';

/** The numbers that are written the same: `1.20kB` is 1228 bytes and 1229. Both bounds occur. */
export interface NumberSpan {
  readonly low: Int64;
  readonly high: Int64;
}

/** One value of a key. */
export interface TagValue {
  /** As `tags` prints it: a number with its unit. */
  readonly text: string;
  /** Of the samples that have it; 0 where the filters leave none of them. */
  readonly amount: Int64;
  readonly samples: number;
  /** Whether it is a text in the profile. A number may be written as a text is, and then both are the same row. */
  readonly isText: boolean;
  readonly numbers: NumberSpan | undefined;
}

/** A key with its values. */
export interface TagKey {
  readonly key: string;
  /** The unit that all numbers of the key are read in. */
  readonly unit: string;
  readonly total: Int64;
  /** The largest first, as `tags` lists them; behind them those that tag filters leave nothing of. */
  readonly values: readonly TagValue[];
}

export interface TagsAnswer {
  /** In byte order. */
  readonly keys: readonly TagKey[];
  readonly labels: ValueLabels;
}

/**
 * All tags, with the sums that `tags` prints. Values that only `tagfocus` and `tagignore` leave out are there with 0, so
 * that they can be let in again. A pass over all labels, two where there are such filters.
 */
export function tags(input: ViewInput): TagsAnswer {
  const request = prepareReport({ ...input, defaults: {}, argument: undefined });
  const keys = tagKeys(request);
  const { tagfocus, tagignore } = request.options;
  if (tagfocus === '' && tagignore === '') return { keys, labels: request.labels };
  const options = { ...input.options, tagfocus: '', tagignore: '' };
  const all = prepareReport({ ...input, options, notify: () => {}, defaults: {}, argument: undefined });
  return { keys: withLeftOut(keys, tagKeys(all)), labels: request.labels };
}

function withLeftOut(keys: readonly TagKey[], all: readonly TagKey[]): TagKey[] {
  const shown = new Map(keys.map((tagKey) => [tagKey.key, tagKey]));
  return all.map((whole) => {
    const { values = [], total = 0 } = shown.get(whole.key) ?? {};
    const texts = new Set(values.map(({ text }) => text));
    // A row stands for all that is written like it, not only for what a filter left of that.
    const wholes = new Map(whole.values.map((value) => [value.text, value]));
    const kept = values.map((value) => {
      const { isText, numbers } = wholes.get(value.text) ?? value;
      return { ...value, isText, numbers };
    });
    const leftOut = whole.values.filter(({ text }) => !texts.has(text));
    return { ...whole, total, values: [...kept, ...leftOut.map((value) => ({ ...value, amount: 0, samples: 0 }))] };
  });
}

/** The sums of the samples' values by key and value. */
export function tagKeys({ profile, shownValues, labelUnits, options }: ReportRequest): TagKey[] {
  const found = new DistinctLabels(profile);
  const amounts = found.sums(shownValues.column);
  const counts = found.counts();
  const byKey = new Map<string, Map<string, TagValue>>();
  for (let row = 0; row < found.length; row++) {
    // Filters leave labels that no sample has any more.
    if (counts[row] === 0) continue;
    const { key, text, number } = found.label(row);
    const unit = labelUnits.units.get(key) ?? key;
    const shown = text ?? scaledLabel(number, unit, options.unit);
    const ofKey = byKey.get(key) ?? new Map<string, TagValue>();
    byKey.set(key, ofKey);
    const known = ofKey.get(shown);
    ofKey.set(shown, {
      text: shown,
      amount: add(known?.amount ?? 0, at(amounts, row)),
      samples: (known?.samples ?? 0) + counts[row],
      isText: text !== undefined || (known?.isText ?? false),
      numbers: text === undefined ? widened(known?.numbers, number) : known?.numbers,
    });
  }
  return Array.from(byKey, ([key, values]) => ({
    key,
    unit: labelUnits.units.get(key) ?? key,
    total: [...values.values()].reduce((sum, { amount }) => add(sum, amount), 0 as Int64),
    values: [...values.values()].sort((a, b) => compare(abs(b.amount), abs(a.amount)) || compareText(a.text, b.text)),
  })).sort((a, b) => compareText(a.key, b.key));
}

function widened(span: NumberSpan | undefined, number: Int64): NumberSpan {
  if (span === undefined) return { low: number, high: number };
  return compare(number, span.low) < 0
    ? { ...span, low: number }
    : { ...span, high: compare(number, span.high) > 0 ? number : span.high };
}

/** The labels that differ in key, text or number, numbered. Samples mostly share their labels with many others. */
class DistinctLabels {
  readonly #profile: Profile;
  readonly #texts = new PairIndex();
  readonly #numbers = new PairIndex();
  readonly #amounts: Int64[] = [];
  /** By label: its place among the texts, or behind them among the numbers. */
  readonly #rowOf: Int32Array;

  constructor(profile: Profile) {
    this.#profile = profile;
    const { labels } = profile;
    const placeOf = new Map<Int64, number>();
    const rowOf = new Int32Array(labels.length);
    for (let label = 0; label < labels.length; label++) {
      const text = labels.text[label];
      if (text !== NONE) {
        rowOf[label] = this.#texts.rowOf(labels.key[label], text);
        continue;
      }
      const number = at(labels.number, label);
      let place = placeOf.get(number);
      if (place === undefined) {
        place = this.#amounts.push(number) - 1;
        placeOf.set(number, place);
      }
      rowOf[label] = this.#numbers.rowOf(labels.key[label], place);
    }
    for (let label = 0; label < labels.length; label++) {
      if (labels.text[label] === NONE) rowOf[label] += this.#texts.length;
    }
    this.#rowOf = rowOf;
  }

  get length(): number {
    return this.#texts.length + this.#numbers.length;
  }

  label(row: number): { readonly key: string; readonly text: string | undefined; readonly number: Int64 } {
    const { strings } = this.#profile;
    const behind = row - this.#texts.length;
    const { first, second } = behind < 0 ? this.#texts : this.#numbers;
    const at = behind < 0 ? row : behind;
    const key = stringAt(strings, first[at] as StringIndex);
    if (behind >= 0) return { key, text: undefined, number: this.#amounts[second[at]] };
    return { key, text: stringAt(strings, second[at] as StringIndex), number: 0 };
  }

  /** By row: the values of the samples that have it. A sample that has it twice counts twice, as in pprof. */
  sums(column: Int64Column): Int64Column {
    return addUpColumn(column, (part) => this.#addUp((sample) => part[sample]));
  }

  counts(): Float64Array {
    return this.#addUp(() => 1);
  }

  #addUp(amountOf: (sample: number) => number): Float64Array {
    const { labelStart, labelEnd, length } = this.#profile.samples;
    const rowOf = this.#rowOf;
    const sums = new Float64Array(this.length);
    for (let sample = 0; sample < length; sample++) {
      const amount = amountOf(sample);
      for (let label = labelStart[sample]; label < labelEnd[sample]; label++) sums[rowOf[label]] += amount;
    }
    return sums;
  }
}
