/** The names in a profile that completion offers. */

import { compareText } from '../base/byte-text.ts';
import { abs, at, compare } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import { DEFAULT_OPTIONS } from '../report/options.ts';
import { viewProfile } from '../report/profile-view.ts';
import type { ReportHost } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { Session } from './session.ts';

export interface WeightedName {
  readonly name: string;
  /** Its share of the total, as text. */
  readonly weight: string;
}

/** All functions, the heaviest in cum first, by the sample type that is shown; filters do not count. */
export function functionsByWeight({ profile, options }: Session, host: ReportHost): readonly WeightedName[] {
  const column = sampleIndexOf(profile, options.sample_index);
  const lists = weightedNames(profile);
  lists[column] ??= namesByWeight(profile, column, host);
  return lists[column];
}

const weightedNames = memoizeByIdentity((_: Profile): WeightedName[][] => []);

/** Read off the view of the whole profile, whose sums are those of a report without filters. */
function namesByWeight(profile: Profile, column: number, host: ReportHost): WeightedName[] {
  const options = { ...DEFAULT_OPTIONS, sample_index: String(column) };
  const { question, values, names, percent } = viewProfile({ profile, options, host, notify: () => undefined });
  const { entries } = question.table;
  const { cum } = values;
  return Array.from(entries.keys())
    .filter((entry) => entries[entry].functionName !== '')
    .sort((a, b) => compare(abs(at(cum, b)), abs(at(cum, a))) || compareText(names[a], names[b]))
    .map((entry) => ({ name: names[entry], weight: percent(at(cum, entry)) }));
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
