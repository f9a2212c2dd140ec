/** From a profile and options to what a report writer needs: the fixed order of pprof's steps. */

import { countedSamples, type ShownValues, totalOf } from '../analysis/counted.ts';
import { buildEntries, type Granularity } from '../analysis/entries.ts';
import type { EntryQuestion, TrimOptions } from '../analysis/trim.ts';
import { UserError } from '../base/errors.ts';
import { compilePattern, type Pattern } from '../base/regex.ts';
import type { TimeZone } from '../base/time-zone.ts';
import { addLabelFrames } from '../profile/label-frames.ts';
import { compileLabelFilter, selectByLabel, selectLabels } from '../profile/label-select.ts';
import { type LabelUnits, labelUnits, labelUnitWarnings } from '../profile/labels.ts';
import { pruneFrom, selectByName, selectFrom } from '../profile/select.ts';
import type { SourceFile } from '../profile/source-path.ts';
import type { Profile, ValueType } from '../profile/tables.ts';
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
}

/** How a report bends the options it is given. */
export interface ReportDefaults {
  /** Shows everything, however small. */
  readonly untrimmed?: boolean;
  readonly granularity?: Granularity;
  /** Entries of different binaries stay apart. */
  readonly keepsObjects?: boolean;
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
  readonly keepsObjects: boolean;
}

const USUAL_NODE_COUNT = 80;

export interface ReportInput {
  readonly profile: Profile;
  readonly options: Options;
  readonly defaults: ReportDefaults;
  readonly argument: string | undefined;
  readonly host: ReportHost;
  readonly notify: Notify;
}

export function prepareReport({
  profile,
  options: given,
  defaults,
  argument,
  host,
  notify,
}: ReportInput): ReportRequest {
  const units = labelUnits(profile);
  for (const warning of labelUnitWarnings(units)) notify(warning);

  const options = withDefaults(given, defaults);
  let selected = addLabelFrames(profile, options, notify);
  if (options.relative_percentages) selected = applySelections(selected, options, units, notify);

  const column = sampleIndexOf(selected, options.sample_index);
  const shownValues: ShownValues = {
    column: selected.samples.values[column],
    divisor: options.mean ? selected.samples.values[0] : undefined,
  };
  if (options.divide_by === 0) throw new UserError('zero divisor specified');
  const pattern = argument === undefined ? undefined : compileArgument(argument);
  const total = totalOf(selected, shownValues);
  if (!options.relative_percentages) selected = applySelections(selected, options, units, notify);

  const valueType = selected.valueTypes[column];
  return {
    profile: selected,
    options,
    valueType,
    shownValues: {
      column: selected.samples.values[column],
      divisor: options.mean ? selected.samples.values[0] : undefined,
    },
    labels: {
      type: options.mean ? `mean_${valueType.type}` : valueType.type,
      unit: valueType.unit,
      shownUnit: options.unit,
      ratio: 1 / options.divide_by,
      total,
    },
    labelUnits: units,
    pattern,
    activeFilters: activeFilters(options),
    host,
    keepsObjects: defaults.keepsObjects ?? false,
  };
}

function withDefaults(options: Options, { untrimmed, granularity, nodeCount }: ReportDefaults): Options {
  const isUntrimmed = untrimmed || !options.trim;
  const limited = options.nodecount === -1 ? (nodeCount ?? USUAL_NODE_COUNT) : options.nodecount;
  return {
    ...options,
    granularity: granularity ?? options.granularity,
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

/** Runs all selections in pprof's order and tells which of them matched nothing. */
function applySelections(profile: Profile, options: Options, units: LabelUnits, notify: Notify): Profile {
  const pattern = (name: 'focus' | 'ignore' | 'hide' | 'show' | 'show_from' | 'prune_from' | 'tagshow' | 'taghide') =>
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

  const keys = { show: pattern('tagshow'), hide: pattern('taghide') };
  const ofLabels = selectLabels(byLabel.profile, keys);
  warn('TagShow', keys.show, ofLabels.matched.show);
  warn('TagHide', keys.hide, ofLabels.matched.hide);
  return from ? pruneFrom(ofLabels.profile, from) : ofLabels.profile;
}

const LISTED_FILTERS = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'tagfocus',
  'tagignore',
  'tagshow',
  'taghide',
] as const satisfies readonly (keyof Options)[];

/** The filters that are set, as `name=value`. */
export function activeFilters(options: Options): string[] {
  return LISTED_FILTERS.filter((name) => options[name] !== '').map((name) => `${name}=${options[name]}`);
}

/** The entries of a request at its granularity, ready to be added up. */
export function entryQuestion({ profile, options, shownValues, keepsObjects }: ReportRequest): EntryQuestion {
  const table = buildEntries(profile, {
    granularity: (options.granularity || 'functions') as Granularity,
    noInlines: options.noinlines,
    showColumns: options.showcolumns,
    keepsObjects,
    trimPath: options.trim_path,
    sourcePath: options.source_path,
  });
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

export function trimOptions({ options }: ReportRequest): TrimOptions {
  return {
    order: options.sort === 'cum' ? 'cum' : 'flat',
    nodeCount: options.nodecount,
    nodeFraction: options.nodefraction,
    edgeFraction: options.edgefraction,
    dropNegative: options.drop_negative,
  };
}
