/** What can be found in a profile besides functions: files, packages and tags, with their values. */
import { type Entry, entryNames } from '../../analysis/entries.ts';
import { type EntryQuestion, entryValuesInTurns, shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { type GroupOf, groupedEntries } from '../../analysis/grouped-entries.ts';
import { presentEntries } from '../../analysis/trim.ts';
import type { Int64 } from '../../base/int64.ts';
import type { JoinedTexts } from '../../base/joined-texts.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { nextTurn } from '../../base/turn.ts';
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

/** Two passes over all frames, and one over all labels; in turns, so that other questions need not wait. */
export async function places(input: ViewInput): Promise<Places> {
  const request = prepareReport({ ...input, notify: () => {}, defaults: { untrimmed: true }, argument: undefined });
  const questionBy = (granularity: 'files' | 'functions') =>
    entryQuestion({ ...request, options: { ...request.options, granularity } });
  const lines = questionBy('files');
  await nextTurn();
  const files = await namedFiles(byFile(lines));
  const packages = await namedPackages(byPackage(questionBy('functions')));
  // Nobody looks for what tells the samples of a base from the others.
  const keys = tagKeys(request).filter(({ key }) => key !== BASE_LABEL.key);
  return { files, packages, tags: namedTags(keys), tagKeys: keys };
}

function namedFiles(question: EntryQuestion): Promise<FramePlaces> {
  const { profile, table } = question;
  return named(
    question,
    entryNames(table),
    ({ file }) => file !== '',
    (rows) => filePatterns(profile, table, rows),
  );
}

function namedPackages(question: EntryQuestion): Promise<FramePlaces> {
  const { profile, table } = question;
  const names = table.entries.map(({ functionName }) => functionName);
  const patternsOf = (rows: Int32Array) => packagePatterns(profile, table, rows, ownPackage);
  return named(question, names, ({ functionName }) => functionName !== '', patternsOf);
}

function namedTags(keys: readonly TagKey[]): PlaceNames {
  const values = keys.flatMap(({ key, values }) =>
    values.map(({ text, amount }) => ({ name: `${key}=${text}`, amount })),
  );
  const amounts = values.map(({ amount }) => amount);
  return {
    ...searchable(
      values.map(({ name }) => name),
      amounts,
    ),
    flat: amounts,
    cum: amounts,
  };
}

/** The entries that have a value, and that `isNamed` wants. */
async function named(
  question: EntryQuestion,
  names: readonly string[],
  isNamed: (entry: Entry) => boolean,
  patternsOf: (rows: Int32Array) => RowPatterns,
): Promise<FramePlaces> {
  await nextTurn();
  const values = await entryValuesInTurns(question);
  await nextTurn();
  const present = presentEntries(values, false).filter((entry) => isNamed(question.table.entries[entry]));
  const rows = Array.from(present);
  const cum = rows.map((entry) => shownCum(values, entry));
  const { frames } = patternsOf(present);
  await nextTurn();
  const ready = searchable(
    rows.map((entry) => names[entry]),
    cum,
  );
  await nextTurn();
  return { ...ready, flat: rows.map((entry) => shownFlat(values, entry)), cum, frames };
}

function searchable(names: readonly string[], weights: readonly Int64[]): Pick<PlaceNames, 'names' | 'index'> {
  return { names, index: buildNameIndex(names, weights.map(Number)) };
}

/** Functions that are in no package are in one without a name. */
const byPackage = memoizeByIdentity((question: EntryQuestion) => groupedEntries(question, packageEntry));

const packageEntry: GroupOf = ({ functionName }) => ({ ...NO_ENTRY, functionName: ownPackage(functionName) });

const NO_ENTRY: Entry = { functionName: '', file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };

/** The package of a function; empty where its name has none in front. */
function ownPackage(functionName: string): string {
  const found = packageOf(functionName);
  return found === functionName ? '' : found;
}
