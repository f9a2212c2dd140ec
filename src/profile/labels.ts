/**
 * Labels as pprof sees them: per sample and key a list of texts, and a list of numbers with their units. The units of
 * numbers are settled once for the whole profile, per key.
 */

import { compareText } from '../base/byte-text.ts';
import { at, type Int64 } from '../base/int64.ts';
import { keepLabels } from './sample-subset.ts';
import { stringAt } from './strings.ts';
import { NONE, type Profile, type StringIndex } from './tables.ts';

export interface NumberLabel {
  readonly value: Int64;
  /** The value's own unit; may be empty. */
  readonly unit: string;
}

/** The labels of one sample, keys in byte order. */
export interface SampleLabels {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, readonly NumberLabel[]>;
}

export function labelsOf({ samples, labels, strings }: Profile, sample: number): SampleLabels {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, NumberLabel[]>();
  for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
    const key = stringAt(strings, labels.key[label]);
    const text = labels.text[label];
    if (text !== NONE) append(texts, key, stringAt(strings, text));
    else append(numbers, key, { value: at(labels.number, label), unit: stringAt(strings, labels.unit[label]) });
  }
  return { texts: inKeyOrder(texts), numbers: inKeyOrder(numbers) };
}

/** The labels of one sample under one key, as rows of the label table. */
export interface LabelValues {
  readonly key: StringIndex;
  readonly rows: readonly number[];
}

/** The labels of one sample by key: those with texts, and those with numbers, keys in byte order. */
export function labelsByKey(
  { samples, labels, strings }: Profile,
  sample: number,
): { readonly texts: readonly LabelValues[]; readonly numbers: readonly LabelValues[] } {
  const texts = new Map<StringIndex, number[]>();
  const numbers = new Map<StringIndex, number[]>();
  for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
    append(labels.text[label] === NONE ? numbers : texts, labels.key[label], label);
  }
  const inOrder = (lists: Map<StringIndex, number[]>) =>
    Array.from(lists, ([key, rows]) => ({ key, rows })).sort((a, b) =>
      compareText(stringAt(strings, a.key), stringAt(strings, b.key)),
    );
  return { texts: inOrder(texts), numbers: inOrder(numbers) };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function inKeyOrder<Value>(lists: Map<string, Value>): Map<string, Value> {
  return lists.size < 2 ? lists : new Map([...lists].sort(([a], [b]) => compareText(a, b)));
}

export interface LabelUnits {
  /** The unit all numbers of a key are shown in. */
  readonly units: ReadonlyMap<string, string>;
  /** Per key, in byte order, the other units that were met. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/** Settles the unit of every numeric key of a profile as it was loaded: the first one met; else the key's own meaning, or the key itself. */
export function labelUnits({ labels, strings }: Profile): LabelUnits {
  const met = new Map<number, Set<number>>();
  let lastKey: number = NONE;
  let lastUnit: number = NONE;
  for (let label = 0; label < labels.length; label++) {
    const key = labels.key[label];
    const unit = labels.unit[label];
    // Mostly the same key and unit come again and again.
    if ((key === lastKey && unit === lastUnit) || labels.text[label] !== NONE) continue;
    lastKey = key;
    lastUnit = unit;
    const units = met.get(key) ?? new Set();
    if (unit !== 0) units.add(unit);
    met.set(key, units);
  }

  const units = new Map<string, string>();
  const ignored = new Map<string, readonly string[]>();
  for (const [keyIndex, unitIndexes] of met) {
    const key = stringAt(strings, keyIndex as (typeof labels.key)[number]);
    const [first, ...others] = [...unitIndexes].map((unit) => stringAt(strings, unit as (typeof labels.unit)[number]));
    units.set(key, first ?? (key === 'alignment' || key === 'request' ? 'bytes' : key));
    if (others.length > 0) ignored.set(key, others.sort(compareText));
  }
  return { units, ignored: inKeyOrder(ignored) };
}

/** The sentences pprof prints where a key has values in several units. */
export function* labelUnitWarnings({ units, ignored }: LabelUnits): Generator<string> {
  for (const [key, others] of ignored) {
    yield `For tag ${key} used unit ${units.get(key)}, also encountered unit(s) ${others.join(', ')}`;
  }
}

/**
 * The profile without numeric labels that are 0 and have no unit. The file format cannot tell them from none; text
 * formats can, but pprof loses them where it copies a profile by way of the file format, as its shell does.
 */
export function withoutZeroLabels(profile: Profile): Profile {
  const { labels } = profile;
  const isZero = (label: number) =>
    labels.text[label] === NONE && Number(labels.number[label]) === 0 && labels.unit[label] === 0;
  for (let label = 0; label < labels.length; label++) {
    if (isZero(label)) return keepLabels(profile, (candidate) => !isZero(candidate));
  }
  return profile;
}

/** The label that marks the samples of a base, of whose total percentages are shares then. */
export const BASE_LABEL = { key: 'pprof::base', value: 'true' } as const;
