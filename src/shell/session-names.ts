/** The names in a profile that completion offers. */

import { countedSamples, totalOf } from '../analysis/counted.ts';
import { buildEntries, entryNames } from '../analysis/entries.ts';
import { addUpEntries } from '../analysis/entry-values.ts';
import { compareText } from '../base/byte-text.ts';
import { abs, at, compare } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import { percentage } from '../profile/units.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { Session } from './session.ts';

export interface WeightedName {
  readonly name: string;
  /** Its share of the total, as text. */
  readonly weight: string;
}

/** All functions, the heaviest in cum first, by the sample type that is shown. */
export function functionsByWeight({ profile, options }: Session): readonly WeightedName[] {
  const column = sampleIndexOf(profile, options.sample_index);
  const lists = weightedNames(profile);
  lists[column] ??= namesByWeight(profile, column);
  return lists[column];
}

const weightedNames = memoizeByIdentity((_: Profile): WeightedName[][] => []);

function namesByWeight(profile: Profile, column: number): WeightedName[] {
  const shownValues = { column: profile.samples.values[column], divisor: undefined };
  const table = buildEntries(profile, {
    granularity: 'functions',
    noInlines: false,
    showColumns: false,
    keepsObjects: false,
    trimPath: '',
    sourcePath: '',
  });
  const { cum } = addUpEntries(profile, table, shownValues, countedSamples(shownValues));
  const total = totalOf(profile, shownValues);
  const names = entryNames(table);
  return table.entries
    .map((_, entry) => entry)
    .filter((entry) => table.entries[entry].functionName !== '')
    .sort((a, b) => compare(abs(at(cum, b)), abs(at(cum, a))) || compareText(names[a], names[b]))
    .map((entry) => ({ name: names[entry], weight: percentage(at(cum, entry), total).trim() }));
}

/** The keys of all labels. */
export const labelKeys = memoizeByIdentity(({ labels, strings }: Profile): readonly string[] => {
  const indexes = new Set<(typeof labels.key)[number]>();
  for (let label = 0; label < labels.length; label++) indexes.add(labels.key[label]);
  return [...indexes].map((index) => stringAt(strings, index)).sort(compareText);
});

/** The texts that labels of a key have. */
export function labelTexts({ labels, strings }: Profile, key: string): readonly string[] {
  const texts = new Set<string>();
  for (let label = 0; label < labels.length; label++) {
    const text = labels.text[label];
    if (text !== NONE && stringAt(strings, labels.key[label]) === key) texts.add(stringAt(strings, text));
  }
  return [...texts].sort(compareText);
}
