import { padLeft } from '../../base/byte-text.ts';
import { add, type Int64 } from '../../base/int64.ts';
import { percentage } from '../../profile/units.ts';
import { signedLabel, signedShare } from '../../report/diff.ts';
import { shareLabel, valueLabel } from '../../report/value-labels.ts';
import type { Contribution, Verdict } from './judge.ts';
import { limitText, MEASURES, subjectText } from './rule.ts';

/** A line that says whether a rule is kept; for one that is broken, the functions that contribute most below it. */
export function verdictLines(verdict: Verdict): string[] {
  const { rule, isKept, largest } = verdict;
  const finding = `${subjectText(rule)} = ${measuredText(verdict)}`;
  if (isKept) return [`ok    ${finding} ${limitText(rule)}${noMatch(verdict)}`];
  const detail = detailText(verdict);
  const details = detail === '' ? '' : ` (${detail})`;
  return [
    `FAIL  ${finding}${details}, must be ${limitText(rule)}${noMatch(verdict)}`,
    ...largest.map((contribution) => contributionLine(verdict, contribution)),
  ];
}

/** A rule about functions that are not there is kept or broken for a reason that a mistyped pattern has too. */
function noMatch({ matchCount }: Verdict): string {
  return matchCount === 0 ? ', as no function matches' : '';
}

/** What was measured, in the unit of the limit. */
function measuredText({ rule, value, whole, labels }: Verdict): string {
  const isChange = rule.measure === 'grew';
  if (rule.limit.unit === '%') return isChange ? signedShare(value, whole) : shareText(value, whole);
  if (MEASURES[rule.measure].counts !== 'values') return String(value);
  return isChange ? signedLabel(labels, value) : valueLabel(labels, value);
}

/** What the measured text leaves out: both values, or the share; empty where there is nothing to compare with. */
function detailText({ rule, value, whole, labels }: Verdict): string {
  const { counts, compares } = MEASURES[rule.measure];
  if (counts !== 'values') return `${value} of ${whole} ${counts}`;
  const label = (amount: Int64) => valueLabel(labels, amount);
  if (rule.measure === 'grew') return `from ${label(whole)} to ${label(add(whole, value))}`;
  const isPercent = rule.limit.unit === '%';
  if (compares === 'where asked' && rule.since === undefined) return '';
  return `${isPercent ? label(value) : shareText(value, whole)} of ${label(whole)}`;
}

/** A share, with its sign where it is below zero. */
function shareText(value: Int64, whole: Int64): string {
  return `${value < 0 ? '-' : ''}${percentage(value, whole).trim()}`;
}

function contributionLine({ rule, labels }: Verdict, { name, value }: Contribution): string {
  const isChange = rule.since !== undefined || MEASURES[rule.measure].compares === 'always';
  if (isChange) return `${padLeft(signedLabel(labels, value), 16)}  ${name}`;
  return `${padLeft(valueLabel(labels, value), 16)} ${shareLabel(labels, value)}  ${name}`;
}
