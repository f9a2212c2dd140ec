/** The names in a profile that completion offers. */

import { compareText } from '../base/byte-text.ts';
import { GrowingInt32 } from '../base/growing.ts';
import { abs, add, at, compare, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../base/memoize.ts';
import { labelUnits } from '../profile/labels.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile, type StringIndex } from '../profile/tables.ts';
import { percentage } from '../profile/units.ts';
import { DEFAULT_OPTIONS } from '../report/options.ts';
import { type ProfileView, viewProfile } from '../report/profile-view.ts';
import type { ReportHost } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import { packageOf } from '../report/theme.ts';
import { buildNameIndex, type NameIndex } from '../search/name-index.ts';
import type { Session } from './session.ts';

/**
 * Names with their weights. They are columns, as the thread that draws has to copy what another one sends it: of an object
 * per name that takes three times as long.
 */
export interface NameList {
  /** The heaviest names first, numbered in that order. */
  readonly index: NameIndex;
  /** By name. */
  readonly values: Int64Column;
  readonly total: Int64;
}

/** The share of the total that a name of a list has, without padding: `33.33%`. */
export function shareOfName({ values, total }: NameList, name: number): string {
  return percentage(at(values, name), total).trim();
}

/** What patterns for frames can name. Plain data, so that another thread can work it out. */
export interface FunctionNames extends NameList {
  /** With the sign that ends them, `net/http.` or `std::`; by what their functions use themselves, added up. */
  readonly packages: NameList;
  /** The same. */
  readonly files: NameList;
}

const NO_NAMES: NameList = { index: buildNameIndex([], []), values: new Float64Array(0), total: 0 };

/** For as long as the names are not known. */
export const EMPTY_NAMES: FunctionNames = { ...NO_NAMES, packages: NO_NAMES, files: NO_NAMES };

/** All functions, the heaviest in cum first, by the sample type that is shown; filters do not count. Made once. */
export function functionsByWeight({ profile, options }: Session, host: ReportHost): FunctionNames {
  if (profile.valueTypes.length === 0) return EMPTY_NAMES;
  const column = sampleIndexOf(profile, options.sample_index);
  const known = weightedNames(profile);
  known[column] ??= namesByWeight(profile, column, host);
  return known[column];
}

const weightedNames = memoizeByIdentity((_: Profile): FunctionNames[] => []);

/**
 * The view of the whole profile that names are read off: its sums are those of a report without filters. It is kept, so
 * asking for it is a first half of the work on `functionsByWeight`.
 */
export function wholeView({ profile, options }: Session, host: ReportHost): ProfileView {
  return viewOfColumn(profile, sampleIndexOf(profile, options.sample_index), host);
}

function viewOfColumn(profile: Profile, column: number, host: ReportHost): ProfileView {
  const options = { ...DEFAULT_OPTIONS, sample_index: String(column) };
  return viewProfile({ profile, options, host, notify: () => undefined });
}

function namesByWeight(profile: Profile, column: number, host: ReportHost): FunctionNames {
  const view = viewOfColumn(profile, column, host);
  const { question, values, names } = view;
  const { entries } = question.table;
  const functions = [...entries.keys()].filter((entry) => entries[entry].functionName !== '');
  const fileOf = filesOfFunctions(profile);
  return {
    ...nameList(
      functions.map((entry) => [names[entry], at(values.cum, entry)]),
      view,
    ),
    // A package or a file uses what its functions use; their cum does not add up, as they call each other.
    packages: nameList(
      addedUp(functions, (entry) => packageIn(names[entry]), values.flat),
      view,
    ),
    files: nameList(
      addedUp(functions, (entry) => fileOf.get(names[entry]), values.flat),
      view,
    ),
  };
}

/** The package of a function, with the sign behind it: `net/http.` or `std::`. Undefined for functions of C, which have none. */
function packageIn(name: string): string | undefined {
  const path = packageOf(name);
  if (name.startsWith('::', path.length)) return `${path}::`;
  return name.startsWith('.', path.length) ? `${path}.` : undefined;
}

function nameList(weighted: (readonly [name: string, value: Int64])[], { total }: ProfileView): NameList {
  weighted.sort(([a, x], [b, y]) => compare(abs(y), abs(x)) || compareText(a, b));
  const names = weighted.map(([name]) => name);
  const isNarrow = weighted.every(([, value]) => typeof value === 'number');
  const values = isNarrow
    ? Float64Array.from(weighted, ([, value]) => Number(value))
    : BigInt64Array.from(weighted, ([, value]) => BigInt(value));
  return { index: buildNameIndex(names, Float64Array.from(values, Number)), values, total };
}

/** The sums of a column over the entries that belong to the same name. */
function addedUp(
  entries: readonly number[],
  nameOf: (entry: number) => string | undefined,
  column: ProfileView['values']['flat'],
): (readonly [name: string, value: Int64])[] {
  const sums = new Map<string, Int64>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name !== undefined && name !== '') sums.set(name, add(sums.get(name) ?? 0, at(column, entry)));
  }
  return [...sums];
}

/** The file of every function by its name; of functions with the same name the first one that has a file. */
function filesOfFunctions({ functions, strings }: Profile): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let fn = 0; fn < functions.length; fn++) {
    const name = stringAt(strings, functions.name[fn]);
    const file = stringAt(strings, functions.fileName[fn]);
    if (file !== '' && !files.has(name)) files.set(name, file);
  }
  return files;
}

/** The keys of all labels. */
export const labelKeys = memoizeByIdentity((profile: Profile): readonly string[] =>
  [...labelKeyIndexes(profile).keys()].sort(compareText),
);

const labelKeyIndexes = memoizeByIdentity(({ labels, strings }: Profile): ReadonlyMap<string, StringIndex> => {
  const indexes = new Map<string, StringIndex>();
  const isKnown = new Uint8Array(strings.length);
  for (let label = 0; label < labels.length; label++) {
    const key = labels.key[label];
    if (isKnown[key] === 1) continue;
    isKnown[key] = 1;
    indexes.set(stringAt(strings, key), key);
  }
  return indexes;
});

/** The texts that labels of a key have. */
export function labelTexts(profile: Profile, key: string): readonly string[] {
  return [...labelValues(profile, key).texts.keys()].sort(compareText);
}

/** What labels of one key say. */
export interface LabelValues {
  /** The texts, with how many labels have each. */
  readonly texts: ReadonlyMap<string, number>;
  /** The numbers, ascending; where there are very many, some of them, evenly chosen. Those beyond 2^53 are rounded. */
  readonly numbers: Float64Array;
  /** The unit that filters take the numbers to be in. */
  readonly unit: string;
}

const unitsOf = memoizeByIdentity(labelUnits);

/** Enough numbers to tell where most of them are. */
const MOST_NUMBERS = 10_000;

/** As completion asks with every key that is pressed, the last few answers are kept. */
export const labelValues = memoizeRecent(8, (profile: Profile, key: string): LabelValues => {
  const { labels, strings } = profile;
  const keyIndex = labelKeyIndexes(profile).get(key);
  const counts = new Map<StringIndex, number>();
  const numbered = new GrowingInt32();
  for (let label = 0; label < labels.length; label++) {
    if (labels.key[label] !== keyIndex) continue;
    const text = labels.text[label];
    if (text === NONE) numbered.push(label);
    else counts.set(text as StringIndex, (counts.get(text as StringIndex) ?? 0) + 1);
  }
  const rows = numbered.finish();
  const step = Math.max(1, rows.length / MOST_NUMBERS);
  const numbers = Float64Array.from({ length: Math.floor(rows.length / step) }, (_, i) =>
    Number(at(labels.number, rows[Math.floor(i * step)])),
  );
  return {
    texts: new Map(Array.from(counts, ([text, count]) => [stringAt(strings, text), count])),
    numbers: numbers.sort(),
    unit: rows.length === 0 ? '' : (unitsOf(profile).units.get(key) ?? ''),
  };
});
