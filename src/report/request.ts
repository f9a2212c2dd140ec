/** From a profile and options to what a report writer needs: the fixed order of pprof's steps. */

import { countedSamples, type ShownValues, totalOf } from '../analysis/counted.ts';
import { buildEntries, type EntryTable, type Granularity } from '../analysis/entries.ts';
import type { EntryQuestion } from '../analysis/entry-values.ts';
import type { FoundBinary } from '../analysis/instructions.ts';
import { type EntryOrder, type TrimmedEntries, trimEntries } from '../analysis/trim.ts';
import { UserError } from '../base/errors.ts';
import type { Int64Column } from '../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../base/memoize.ts';
import { compilePattern, type Pattern } from '../base/regex.ts';
import type { TimeZone } from '../base/time-zone.ts';
import { addLabelFrames } from '../profile/label-frames.ts';
import { compileLabelFilter, selectByLabel, selectLabels } from '../profile/label-select.ts';
import { type LabelUnits, labelUnits, labelUnitWarnings } from '../profile/labels.ts';
import { pruneFrom, selectByName, selectFrom } from '../profile/select.ts';
import type { SourceFile } from '../profile/source-path.ts';
import type { Mapping, Profile, ValueType } from '../profile/tables.ts';
import type { Options } from './options.ts';
import { sampleIndexOf } from './sample-index.ts';
import type { ValueLabels } from './value-labels.ts';

/** Tells the user something besides the report: a warning, a notice. */
export type Notify = (message: string) => void;

/** What a report asks of the machine it runs on. */
export interface ReportHost {
  readonly timeZone: TimeZone;
  /** Somebody reads along: say more than pprof does where that helps. */
  readonly explains: boolean;
  /** Finds and reads a source file by its name in the profile. */
  findSource(path: string, options: Pick<Options, 'source_path' | 'trim_path'>): SourceFile;
  /** Opens the binary of a mapping to look at its code. */
  openBinary(mapping: Mapping): FoundBinary;
}

/** How a report bends the options it is given. */
export interface ReportDefaults {
  /** Shows everything, however small. */
  readonly untrimmed?: boolean;
  readonly granularity?: Granularity;
  /** Whether inlined functions are left out; else the user decides. */
  readonly noInlines?: boolean;
  /** Entries of different binaries stay apart. */
  readonly keepsObjects?: boolean;
  /** Files are called what the profile calls them. */
  readonly keepsPaths?: boolean;
  /** The limit on entries where the user has set none; 0 is none. */
  readonly nodeCount?: number;
}

export interface ReportRequest {
  /** With all selections applied. */
  readonly profile: Profile;
  readonly options: Options;
  readonly valueType: ValueType;
  readonly shownValues: ShownValues;
  readonly labels: ValueLabels;
  readonly labelUnits: LabelUnits;
  /** The report's own argument, compiled. */
  readonly pattern: Pattern | undefined;
  readonly activeFilters: readonly string[];
  readonly host: ReportHost;
  readonly notify: Notify;
  readonly keepsObjects: boolean;
  readonly keepsPaths: boolean;
  /** Whether what is left out is told below a report, which pprof does not do. */
  readonly hasFootnotes: boolean;
  /** A pattern of the user's own code, where entries are to tell which of it they are used by. */
  readonly mine: string | undefined;
}

const USUAL_NODE_COUNT = 80;

/** What a report is asked for with. */
export interface ReportInput {
  readonly profile: Profile;
  readonly options: Options;
  readonly defaults: ReportDefaults;
  readonly argument: string | undefined;
  readonly host: ReportHost;
  readonly notify: Notify;
  readonly hasFootnotes?: boolean;
  readonly mine?: string | undefined;
}

// What is costly to find out is kept for the next commands, which mostly ask about the same: another order, another
// sample type, a filter back to what it was. Each keeps a few results, found again by what they were made from.

const unitsOf = memoizeByIdentity(labelUnits);

/** A step from one profile to another, with what it has to tell the user every time, and what it failed with. */
interface Step {
  readonly profile: Profile;
  readonly notices: readonly string[];
  readonly problem?: UserError;
}

const withLabelFrames = memoizeRecent(2, (profile: Profile, tagroot: string, tagleaf: string, unit: string): Step => {
  const notices: string[] = [];
  const extended = addLabelFrames(profile, { tagroot, tagleaf, unit }, (notice) => void notices.push(notice));
  return { profile: extended, notices };
});

/** `selections` are the options that select, as JSON. */
const withSelections = memoizeRecent(3, (profile: Profile, selections: string, units: LabelUnits): Step => {
  const notices: string[] = [];
  try {
    const selected = applySelections(profile, JSON.parse(selections), units, (notice) => void notices.push(notice));
    return { profile: selected, notices };
  } catch (error) {
    if (error instanceof UserError) return { profile, notices, problem: error };
    throw error;
  }
});

const totalsOf = memoizeRecent(8, (profile: Profile, column: Int64Column, divisor: Int64Column | undefined) =>
  totalOf(profile, { column, divisor }),
);

const entryTable = memoizeRecent(
  3,
  (
    locations: Profile['locations'],
    lines: Profile['lines'],
    functions: Profile['functions'],
    mappings: Profile['mappings'],
    strings: Profile['strings'],
    granularity: Granularity,
    noInlines: boolean,
    showColumns: boolean,
    keepsObjects: boolean,
    trimPath: string,
    sourcePath: string,
    keepsPaths: boolean,
  ) =>
    buildEntries(
      { locations, lines, functions, mappings, strings },
      { granularity, noInlines, showColumns, keepsObjects, trimPath, sourcePath, keepsPaths },
    ),
);

const questionOf = memoizeRecent(
  4,
  (profile: Profile, table: EntryTable, column: Int64Column, divisor: Int64Column | undefined): EntryQuestion => {
    const shownValues = { column, divisor };
    return { profile, table, shownValues, counted: countedSamples(shownValues) };
  },
);

const trimmedOf = memoizeRecent(
  4,
  (
    question: EntryQuestion,
    order: EntryOrder,
    nodeCount: number,
    nodeFraction: number,
    edgeFraction: number,
    dropNegative: boolean,
  ) => trimEntries(question, { order, nodeCount, nodeFraction, edgeFraction, dropNegative }),
);

/** Takes all of pprof's steps before writing: warnings first, then selections, values, total. Throws UserError. */
export function prepareReport({
  profile,
  options: given,
  defaults,
  argument,
  host,
  notify,
  hasFootnotes = false,
  mine,
}: ReportInput): ReportRequest {
  const units = unitsOf(profile);
  for (const warning of labelUnitWarnings(units)) notify(warning);

  const options = withDefaults(given, defaults);
  const told = ({ profile: next, notices, problem }: Step): Profile => {
    for (const notice of notices) notify(notice);
    if (problem !== undefined) throw problem;
    return next;
  };
  const select = (from: Profile) => told(withSelections(from, selectionsOf(options), units));
  let selected = told(withLabelFrames(profile, options.tagroot, options.tagleaf, options.unit));
  if (options.relative_percentages) selected = select(selected);

  const column = sampleIndexOf(selected, options.sample_index);
  if (options.divide_by === 0) throw new UserError('zero divisor specified');
  const pattern = argument === undefined ? undefined : compileArgument(argument);
  const labels = labelsOfColumn(selected, column, options);
  if (!options.relative_percentages) selected = select(selected);

  return {
    profile: selected,
    options,
    valueType: selected.valueTypes[column],
    shownValues: valuesOfColumn(selected, column, options),
    labels,
    labelUnits: units,
    pattern,
    activeFilters: listedFilters(options),
    host,
    notify,
    keepsObjects: defaults.keepsObjects ?? false,
    keepsPaths: defaults.keepsPaths ?? false,
    hasFootnotes,
    mine,
  };
}

/** How the values of a whole profile are written, with their total. Filters do not count. */
export function wholeLabels(profile: Profile, options: Options): ValueLabels {
  return labelsOfColumn(profile, sampleIndexOf(profile, options.sample_index), options);
}

/** The type of the values that reports show, `mean_` in front of it for a mean; `no samples` where there are none. */
export function shownType(profile: Profile, options: Options): string {
  if (profile.valueTypes.length === 0) return 'no samples';
  return typeLabel(profile.valueTypes[sampleIndexOf(profile, options.sample_index)], options);
}

function typeLabel({ type }: ValueType, { mean }: Options): string {
  return mean ? `mean_${type}` : type;
}

function labelsOfColumn(profile: Profile, column: number, options: Options): ValueLabels {
  const valueType = profile.valueTypes[column];
  const values = valuesOfColumn(profile, column, options);
  return {
    type: typeLabel(valueType, options),
    unit: valueType.unit,
    shownUnit: options.unit,
    ratio: 1 / options.divide_by,
    total: totalsOf(profile, values.column, values.divisor),
  };
}

function valuesOfColumn({ samples }: Profile, column: number, { mean }: Options): ShownValues {
  return { column: samples.values[column], divisor: mean ? samples.values[0] : undefined };
}

/** The options as a report takes them. */
export function withDefaults(options: Options, defaults: ReportDefaults): Options {
  const { untrimmed, granularity, noInlines, nodeCount } = defaults;
  const isUntrimmed = untrimmed || !options.trim;
  const limited = options.nodecount === -1 ? (nodeCount ?? USUAL_NODE_COUNT) : options.nodecount;
  return {
    ...options,
    granularity: granularity ?? options.granularity,
    noinlines: noInlines ?? options.noinlines,
    nodecount: isUntrimmed ? 0 : limited,
    nodefraction: isUntrimmed ? 0 : options.nodefraction,
    edgefraction: isUntrimmed ? 0 : options.edgefraction,
  };
}

function compileArgument(argument: string): Pattern {
  return compiled(argument, `parsing argument regexp ${argument}`);
}

function compiled(source: string, failure: string): Pattern {
  try {
    return compilePattern(source);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${failure}: ${error.message}`, error.hint);
    throw error;
  }
}

/** The options that select samples and frames, in the order pprof lists them. */
export const SELECTING = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'tagfocus',
  'tagignore',
  'tagshow',
  'taghide',
  'prune_from',
] as const satisfies readonly (keyof Options)[];

type Selections = Pick<Options, (typeof SELECTING)[number]>;

function selectionsOf(options: Options): string {
  return JSON.stringify(Object.fromEntries(SELECTING.map((name) => [name, options[name]])));
}

/** Runs all selections in pprof's order and tells which of them matched nothing. */
function applySelections(profile: Profile, options: Selections, units: LabelUnits, notify: Notify): Profile {
  const pattern = (name: Exclude<keyof Selections, 'tagfocus' | 'tagignore'>) =>
    options[name] === '' ? undefined : compiled(options[name], `parsing ${name} regexp`);
  const labelFilter = (name: 'tagfocus' | 'tagignore') => {
    if (options[name] === '') return undefined;
    const filter = compileLabelFilter(name, options[name], units);
    if (filter.notice !== undefined) notify(filter.notice);
    return filter.test;
  };
  const warn = (option: string, isSet: unknown, matched: boolean) => {
    if (isSet && !matched) notify(`${option} expression matched no samples`);
  };

  const names = { focus: pattern('focus'), ignore: pattern('ignore'), hide: pattern('hide'), show: pattern('show') };
  const showFrom = pattern('show_from');
  const tags = { focus: labelFilter('tagfocus'), ignore: labelFilter('tagignore') };
  const from = pattern('prune_from');

  const byName = selectByName(profile, names);
  warn('Focus', names.focus, byName.matched.focus);
  warn('Ignore', names.ignore, byName.matched.ignore);
  warn('Hide', names.hide, byName.matched.hide);
  warn('Show', names.show, byName.matched.show);

  const shownFrom = showFrom ? selectFrom(byName.profile, showFrom) : { profile: byName.profile, matched: true };
  warn('ShowFrom', showFrom, shownFrom.matched);

  const byLabel = selectByLabel(shownFrom.profile, tags);
  warn('TagFocus', tags.focus, byLabel.matched.focus);
  warn('TagIgnore', tags.ignore, byLabel.matched.ignore);

  // pprof goes on without the patterns that do not compile, and says so in the end.
  const keys: { show: Pattern | undefined; hide: Pattern | undefined } = { show: undefined, hide: undefined };
  let problem: unknown;
  try {
    keys.show = pattern('tagshow');
    keys.hide = pattern('taghide');
  } catch (error) {
    problem = error;
  }
  const ofLabels = selectLabels(byLabel.profile, keys);
  warn('TagShow', keys.show, ofLabels.matched.show);
  warn('TagHide', keys.hide, ofLabels.matched.hide);
  if (problem !== undefined) throw problem;
  return from ? pruneFrom(ofLabels.profile, from) : ofLabels.profile;
}

/** The filters that are set, in the order of SELECTING. */
export function filtersSet(options: Options): (keyof Selections)[] {
  return SELECTING.filter((name) => options[name] !== '');
}

/** Those that reports list, as `name=value`. */
function listedFilters(options: Options): string[] {
  return filtersSet(options)
    .filter((name) => name !== 'prune_from')
    .map((name) => `${name}=${options[name]}`);
}

/** The entries of a request at its granularity, ready to be added up. The same request gives the same question. */
export function entryQuestion(request: ReportRequest): EntryQuestion {
  const { profile, options, shownValues, keepsObjects, keepsPaths } = request;
  const table = entryTable(
    profile.locations,
    profile.lines,
    profile.functions,
    profile.mappings,
    profile.strings,
    (options.granularity || 'functions') as Granularity,
    options.noinlines,
    options.showcolumns,
    keepsObjects,
    options.trim_path,
    options.source_path,
    keepsPaths,
  );
  return questionOf(profile, table, shownValues.column, shownValues.divisor);
}

/** The entries of a request without the small ones, in order. */
export function trimmedEntries(request: ReportRequest): TrimmedEntries {
  const { options } = request;
  return trimmedOf(
    entryQuestion(request),
    options.sort === 'cum' ? 'cum' : 'flat',
    options.nodecount,
    options.nodefraction,
    options.edgefraction,
    options.drop_negative,
  );
}
