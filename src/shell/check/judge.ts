/** Measures what a rule is about, and says whether the profile keeps the rule. */
import { entryNames } from '../../analysis/entries.ts';
import { type EntryQuestion, entryValues, shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { diffEntries, largestChanges, multiplied } from '../../analysis/profile-diff.ts';
import { samplesAt, samplesThrough, sumOfSamples } from '../../analysis/samples-through.ts';
import { type EntryOrder, entryComparator, presentEntries } from '../../analysis/trim.ts';
import { UserError } from '../../base/errors.ts';
import { abs, add, compare, type Int64, negate } from '../../base/int64.ts';
import { compilePattern, type Pattern } from '../../base/regex.ts';
import { rowsWhere } from '../../profile/sample-subset.ts';
import { finerUnit, scale } from '../../profile/units.ts';
import { compareProfiles, type NamedProfile } from '../../report/diff.ts';
import type { Options } from '../../report/options.ts';
import { entryQuestion, type Notify, prepareReport, type ReportHost } from '../../report/request.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import type { ValueLabels } from '../../report/value-labels.ts';
import { MEASURES, type Operator, type Rule, ruleText } from './rule.ts';

/** What rules are about. */
export interface RuleSubject {
  readonly now: NamedProfile;
  readonly options: Options;
  /** An open profile by its number or name; without one, the only other that is open. Throws UserError. */
  readonly earlier: (name: string | undefined) => NamedProfile;
  /** The pattern that a text of a rule stands for. */
  readonly pattern: (text: string) => string;
  readonly host: ReportHost;
  readonly notify: Notify;
}

/** How a profile does by a rule. */
export interface Verdict {
  readonly rule: Rule;
  readonly isKept: boolean;
  readonly value: Int64;
  /** What a limit in percent is a share of. */
  readonly whole: Int64;
  /** How values are written; numbers of functions and samples are written as they are. */
  readonly labels: ValueLabels;
  readonly matchCount: number;
  /** The functions that contribute most, where the rule is broken. */
  readonly largest: readonly Contribution[];
}

/** What one function has to do with what was measured. */
export interface Contribution {
  readonly name: string;
  readonly value: Int64;
}

/** What a rule is about, measured. */
interface Measurement extends Pick<Verdict, 'value' | 'whole' | 'labels' | 'matchCount'> {
  /** The functions that contribute most. They take sorting, and only rules that are broken name them. */
  readonly largest: () => readonly Contribution[];
}

/** How many functions a verdict names. */
const NAMED_COUNT = 3;

/** Throws UserError where a rule does not fit the profile: no such sample type, another unit, no earlier profile. */
export function judge(rule: Rule, subject: RuleSubject): Verdict {
  const pattern = compiledPattern(rule, subject);
  const compares = MEASURES[rule.measure].compares === 'always' || rule.since !== undefined;
  const measured = compares ? measureSince(rule, pattern, subject) : measureNow(rule, pattern, subject);
  const isKept = HOLDS[rule.operator](orderToLimit(rule, measured));
  return { rule, ...measured, isKept, largest: isKept ? [] : measured.largest() };
}

/** By operator: whether it holds for a value that is below (-1), at (0) or above (1) the limit. */
const HOLDS: Readonly<Record<Operator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
};

function compiledPattern(rule: Rule, subject: RuleSubject): Pattern {
  if (rule.pattern === '') return compilePattern('');
  try {
    return compilePattern(subject.pattern(rule.pattern));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = 'what has a meaning in patterns and is meant as it stands needs a backslash: \\( \\) \\* \\[';
    throw new UserError(`rule "${ruleText(rule)}": ${error.message}`, hint);
  }
}

/** The options of the subject, with the sample type that a rule is about. */
function optionsOf({ sampleType }: Rule, { options }: RuleSubject): Options {
  return sampleType === undefined ? options : { ...options, sample_index: sampleType };
}

function measureNow(rule: Rule, pattern: Pattern, subject: RuleSubject): Measurement {
  const request = prepareReport({
    ...subject,
    profile: subject.now.profile,
    options: optionsOf(rule, subject),
    defaults: { untrimmed: true },
    argument: undefined,
  });
  const { labels } = request;
  const question = entryQuestion(request);
  const isMatching = matchingEntries(question, pattern);
  const present = presentEntries(entryValues(question), false);
  const matches = present.filter((entry) => isMatching[entry] === 1);
  const order = rule.measure === 'flat' || rule.measure === 'total' ? 'flat' : 'cum';
  const about = { labels, matchCount: matches.length, largest: () => largestEntries(question, matches, order) };
  const { shownValues, counted } = question;
  switch (rule.measure) {
    case 'flat':
      return { ...about, value: sumOfSamples(shownValues, samplesAt(question, isMatching)), whole: labels.total };
    case 'samples':
      return { ...about, value: samplesThrough(question, isMatching).length, whole: counted.length };
    case 'count':
      return { ...about, value: matches.length, whole: present.length };
    case 'total':
      return { ...about, value: labels.total, whole: labels.total };
    default:
      return { ...about, value: cumOf(question, isMatching), whole: labels.total };
  }
}

function measureSince(rule: Rule, pattern: Pattern, subject: RuleSubject): Measurement {
  const { profile } = subject.now;
  const options = optionsOf(rule, subject);
  const { before, after, labels } = compareProfiles({
    ...subject,
    before: subject.earlier(rule.since),
    after: subject.now,
    options,
    sampleType: profile.valueTypes[sampleIndexOf(profile, options.sample_index)].type,
    isNormalized: false,
  });
  const diff = diffEntries(before, after, rule.measure === 'total' ? 'flat' : 'cum');
  const { names, change, isNew, isGone } = diff;
  const isMatching = Uint8Array.from(names, (name) => (pattern.test(name) ? 1 : 0));
  const flags = rule.measure === 'new' ? isNew : rule.measure === 'gone' ? isGone : isMatching;
  const isChosen = (row: number) => isMatching[row] === 1 && flags[row] === 1;
  const chosenCount = rowsWhere(names.length, isChosen).length;
  const largest = () =>
    Array.from(largestChanges(diff, isChosen, NAMED_COUNT).rows, (row) => ({ name: names[row], value: change[row] }));
  const matchCount = rowsWhere(names.length, (row) => isMatching[row] === 1).length;
  const about = { labels, matchCount, largest };
  switch (rule.measure) {
    case 'new':
      return { ...about, value: chosenCount, whole: countOf(isGone, 0) };
    case 'gone':
      return { ...about, value: chosenCount, whole: countOf(isNew, 0) };
    case 'total':
      return { ...about, value: after.total, whole: before.total };
    default: {
      const [from, to] = [before, after].map(({ question, ratio }) =>
        multiplied(cumOf(question, matchingEntries(question, pattern)), ratio),
      );
      return { ...about, value: add(to, negate(from)), whole: from };
    }
  }
}

function matchingEntries({ table }: EntryQuestion, pattern: Pattern): Uint8Array {
  return Uint8Array.from(entryNames(table), (name) => (pattern.test(name) ? 1 : 0));
}

/** What the samples with any of some entries add up to. */
function cumOf(question: EntryQuestion, isWanted: Uint8Array): Int64 {
  return sumOfSamples(question.shownValues, samplesThrough(question, isWanted));
}

function countOf(flags: Uint8Array, flag: number): number {
  return rowsWhere(flags.length, (row) => flags[row] === flag).length;
}

function largestEntries(question: EntryQuestion, entries: Int32Array, order: EntryOrder): readonly Contribution[] {
  const { table } = question;
  const values = entryValues(question);
  const shown = order === 'flat' ? shownFlat : shownCum;
  const inOrder = entries.slice().sort(entryComparator(table, values, order));
  return Array.from(inOrder.subarray(0, NAMED_COUNT), (entry) => ({
    name: entryNames(table)[entry],
    value: shown(values, entry),
  })).filter(({ value }) => value !== 0);
}

/** Whether what was measured is below (-1), at (0) or above (1) the limit of a rule. */
function orderToLimit(rule: Rule, { value, whole, labels }: Measurement): number {
  const { amount, unit } = rule.limit;
  if (unit !== '%') return compare(value, amountInUnit(rule, labels));
  if (rule.measure === 'total' && rule.since === undefined) {
    throw unfit(rule, 'the total is 100% of itself', 'compare it with an earlier one, as in "total < 110% since 1"');
  }
  // Nothing is 0 % of nothing, and anything else is without measure more than that.
  if (whole === 0) return value === 0 ? compare(0, amount) : compare(value, 0);
  return Math.sign(100 * Number(value) - amount * Number(abs(whole)));
}

/** The limit of a rule in the unit that the values have in the profile. */
function amountInUnit(rule: Rule, { type, unit, ratio }: ValueLabels): number {
  const { amount, unit: from } = rule.limit;
  const { counts } = MEASURES[rule.measure];
  if (counts !== 'values') {
    if (from === '') return amount;
    throw unfit(rule, `a number of ${counts} has no unit "${from}"`, 'leave the unit out, or use %');
  }
  // `divide_by` divides what reports show, and limits are about that.
  const undivided = ratio > 0 ? amount / ratio : amount;
  if (from === '' || from === unit) return undivided;
  if (finerUnit(from, unit) !== undefined) return scale(undivided, from, unit).value;
  const prefix = /^([kmgtp])ib$/i.exec(from)?.[1];
  const hint =
    prefix === undefined || finerUnit('B', unit) === undefined
      ? 'limits have the units that reports show, such as 64MB or 1.5s; of <sample type> chooses another sample type'
      : `write ${prefix}B: in pprof that is 1024 of the next smaller unit`;
  throw unfit(rule, `${type} is in ${unit}, not in "${from}"`, hint);
}

function unfit(rule: Rule, problem: string, hint: string): UserError {
  return new UserError(`rule "${ruleText(rule)}": ${problem}`, hint);
}
