/** What can be found in a profile besides functions: files, packages and tags, with their values. */
import { type Entry, entryNames } from '../../analysis/entries.ts';
import { type EntryQuestion, entryValues, shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { groupedEntries } from '../../analysis/grouped-entries.ts';
import { presentEntries } from '../../analysis/trim.ts';
import type { Int64 } from '../../base/int64.ts';
import type { JoinedTexts } from '../../base/joined-texts.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { BASE_LABEL } from '../../profile/labels.ts';
import { buildNameIndex, type NameIndex } from '../../search/name-index.ts';
import type { ViewInput } from '../profile-view.ts';
import { entryQuestion, prepareReport } from '../request.ts';
import { packageOf } from '../theme.ts';
import { filePatterns, packagePatterns, type RowPatterns } from './row-patterns.ts';
import { byFile } from './table.ts';
import { type TagKey, tagKeys } from './tags.ts';

/** Names of one kind, ready to be searched. */
export interface PlaceNames {
  readonly names: readonly string[];
  readonly flat: readonly Int64[];
  readonly cum: readonly Int64[];
  readonly index: NameIndex;
}

/** The same with patterns for each. */
export interface FramePlaces extends PlaceNames {
  readonly frames: JoinedTexts;
}

export interface Places {
  readonly files: FramePlaces;
  readonly packages: FramePlaces;
  /** `key=value`; flat and cum are the same. */
  readonly tags: PlaceNames;
  /** What the tags are made of: those of a key behind each other, in the order of the keys. */
  readonly tagKeys: readonly TagKey[];
}

/** Two passes over all frames, and one over all labels. */
export function places(input: ViewInput): Places {
  const request = prepareReport({ ...input, notify: () => {}, defaults: { untrimmed: true }, argument: undefined });
  const options = { ...request.options, granularity: 'functions' as const };
  const files = byFile(entryQuestion({ ...request, options: { ...options, granularity: 'files' } }));
  // Nobody looks for what tells the samples of a base from the others.
  const keys = tagKeys(request).filter(({ key }) => key !== BASE_LABEL.key);
  const values = keys.flatMap(({ key, values }) =>
    values.map(({ text, amount }) => ({ name: `${key}=${text}`, amount })),
  );
  const amounts = values.map(({ amount }) => amount);
  return {
    files: named(
      files,
      entryNames(files.table),
      ({ file }) => file !== '',
      (rows) => filePatterns(request.profile, files.table, rows),
    ),
    packages: namedPackages(entryQuestion({ ...request, options })),
    tags: {
      ...searchable(
        values.map(({ name }) => name),
        amounts,
      ),
      flat: amounts,
      cum: amounts,
    },
    tagKeys: keys,
  };
}

/** The entries that have a value, and that `isNamed` wants. */
function named(
  question: EntryQuestion,
  names: readonly string[],
  isNamed: (entry: Entry) => boolean,
  patternsOf: (rows: Int32Array) => RowPatterns,
): FramePlaces {
  const values = entryValues(question);
  const present = presentEntries(values, false).filter((entry) => isNamed(question.table.entries[entry]));
  const rows = Array.from(present);
  const cum = rows.map((entry) => shownCum(values, entry));
  return {
    ...searchable(
      rows.map((entry) => names[entry]),
      cum,
    ),
    flat: rows.map((entry) => shownFlat(values, entry)),
    cum,
    frames: patternsOf(present).frames,
  };
}

function searchable(names: readonly string[], weights: readonly Int64[]): Pick<PlaceNames, 'names' | 'index'> {
  return { names, index: buildNameIndex(names, weights.map(Number)) };
}

function namedPackages(functions: EntryQuestion): FramePlaces {
  const question = byPackage(functions);
  const names = question.table.entries.map(({ functionName }) => functionName);
  const patternsOf = (rows: Int32Array) =>
    packagePatterns(
      question.profile,
      Array.from(rows, (row) => names[row]),
      ownPackage,
    );
  return named(question, names, (name) => name.functionName !== '', patternsOf);
}

/** Functions that are in no package are in one without a name. */
const byPackage = memoizeByIdentity((question: EntryQuestion) =>
  groupedEntries(question, ({ functionName }) => ({ ...NO_ENTRY, functionName: ownPackage(functionName) })),
);

const NO_ENTRY: Entry = { functionName: '', file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };

/** The package of a function; empty where its name has none in front. */
function ownPackage(functionName: string): string {
  const found = packageOf(functionName);
  return found === functionName ? '' : found;
}
