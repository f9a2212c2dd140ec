/** What the profile at hand shows of the words that help explains: lines indented by two. */
import { at, toInt64 } from '../../base/int64.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile } from '../../profile/tables.ts';
import { scaledLabel } from '../../profile/units.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import { labelKeys, labelTexts } from '../session-names.ts';
import { columns, wrapped } from './layout.ts';
import { byGap, byValue, counted, gap, shownName, withShare } from './profile-at-hand.ts';
import type { HelpContext } from './topic.ts';

/** A table of functions with both of their values. */
function flatAndCum(view: ProfileView, entries: readonly number[]): string[] {
  const { flat, cum } = view.values;
  const rows = entries.map((entry) => [
    `flat ${view.label(at(flat, entry))}, cum ${view.label(at(cum, entry))}`,
    shownName(view.names[entry]),
  ]);
  return columns(
    rows.map(([values, name]) => [values, name] as const),
    2,
    40,
  );
}

export function flatHere(view: ProfileView): string[] {
  const heaviest = byValue(view, view.values.flat).at(0);
  if (heaviest === undefined) return ['  No function has a value.'];
  const far = farApart(view).filter((entry) => entry !== heaviest);
  return [
    ...flatAndCum(view, [heaviest, ...far]),
    ...wrapped(
      `${shownName(view.names[heaviest])} does most by itself: ${shareOfCum(view, heaviest)} of what it costs. ` +
        differenceText(view, far),
      2,
    ),
  ];
}

function shareOfCum({ values: { flat, cum } }: ProfileView, entry: number): string {
  const whole = Math.abs(Number(at(cum, entry)));
  return whole === 0 ? 'all' : `${((100 * Math.abs(Number(at(flat, entry)))) / whole).toFixed(0)}%`;
}

/** The two functions with the largest difference between flat and cum. What is in every stack says nothing. */
function farApart(view: ProfileView): number[] {
  const isPart = (entry: number) => Math.abs(Number(at(view.values.cum, entry))) < Number(view.total);
  return byGap(view).filter(isPart).slice(0, 2);
}

function differenceText(view: ProfileView, far: readonly number[]): string {
  if (far.length === 0) return '';
  const names = far.map((entry) => shownName(view.names[entry])).join(' and ');
  const where = `Apart from what is in every stack, flat and cum differ most in ${names}:`;
  return `${where} ${far.length === 1 ? 'what it costs is in what it calls' : 'what they cost is in what they call'}.`;
}

export function cumHere(view: ProfileView): string[] {
  const whole = byValue(view, view.values.cum).filter(
    (entry) => Number(at(view.values.cum, entry)) === Number(view.total),
  );
  const far = farApart(view);
  const inAll = whole
    .slice(0, 1)
    .map(
      (entry) => `${counted(whole.length, 'function')} with a cum of 100%, such as ${shownName(view.names[entry])}.`,
    );
  return [...flatAndCum(view, far), ...wrapped([...inAll, differenceText(view, far)].join(' ').trim(), 2)];
}

export function sumHere(view: ProfileView): string[] {
  const { flat } = view.values;
  const order = byValue(view, flat);
  const first = (count: number) => order.slice(0, count).reduce((sum, entry) => sum + Number(at(flat, entry)), 0);
  if (order.length === 0) return [];
  return columns(
    [1, 5, 10]
      .filter((count) => count === 1 || count <= order.length)
      .map((count) => [counted(count, 'row'), `${view.percent(Math.trunc(first(count)))} of the total`] as const),
  );
}

export function totalHere(view: ProfileView): string[] {
  return wrapped(`100% is ${view.label(view.total)}.`, 2);
}

export function sampleHere(_: ProfileView, { session: { profile } }: HelpContext): string[] {
  const { samples } = profile;
  let deepest = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    deepest = Math.max(deepest, samples.stackEnd[sample] - samples.stackStart[sample]);
  }
  return wrapped(
    `${counted(samples.length, 'sample')} in the file, the deepest stack with ${counted(deepest, 'location')}.` +
      periodText(profile),
    2,
  );
}

function periodText({ period, periodType: { type, unit } }: Profile): string {
  if (period <= 0n || type === '') return '';
  return ` Values were taken about every ${scaledLabel(toInt64(period), unit, 'auto')} of ${type}.`;
}

export function entryHere(view: ProfileView): string[] {
  return wrapped(`${counted(byValue(view, view.values.cum).length, 'function')} with a value.`, 2);
}

export function tagHere(_: ProfileView, { session: { profile } }: HelpContext): string[] {
  const keys = labelKeys(profile);
  if (keys.length === 0) return ['  No sample has a tag.'];
  const rows = keys.slice(0, 6).map((key) => {
    const texts = labelTexts(profile, key);
    return [key, texts.length === 0 ? 'numbers' : `${counted(texts.length, 'text')}, such as ${texts[0]}`] as const;
  });
  return columns(rows);
}

export function focusHere(view: ProfileView): string[] {
  const named = byValue(view, view.values.flat).find((entry) => view.question.table.entries[entry].functionName !== '');
  if (named === undefined) return [];
  const name = shownName(view.names[named]);
  return [
    ...wrapped(
      `focus on ${name}: ${withShare(view, at(view.values.cum, named))} is left, with all callers and callees.`,
      2,
    ),
    ...wrapped('show of the same: the same value, but in a stack of this one function.', 2),
  ];
}

export function negativeHere(view: ProfileView): string[] {
  const { flat, cum } = view.values;
  const below = Array.from(view.names.keys()).filter(
    (entry) => Number(at(cum, entry)) < 0 || Number(at(flat, entry)) < 0,
  );
  if (below.length === 0) return ['  No function is below zero.'];
  const least = below.reduce((a, b) => (Number(at(flat, b)) < Number(at(flat, a)) ? b : a));
  return wrapped(
    `${counted(below.length, 'function')} below zero, most of all ${shownName(view.names[least])} with ` +
      `${view.label(at(flat, least))} flat.`,
    2,
  );
}

export function comparisonHere(view: ProfileView, { session }: HelpContext): string[] {
  return isComparison(session.profile) ? negativeHere(view) : ['  It is no comparison.'];
}

export function inlinedHere(_: ProfileView, { session: { profile } }: HelpContext): string[] {
  const { locations, lines, functions, strings } = profile;
  const inlined = new Set<number>();
  let example = '';
  for (let location = 0; location < locations.length; location++) {
    const last = locations.lineEnd[location] - 1;
    for (let line: number = locations.lineStart[location]; line < last; line++) {
      const nameOf = (at: number) => shownName(stringAt(strings, functions.name[lines.function[at]]));
      if (example === '') example = `${nameOf(line)} into ${nameOf(line + 1)}`;
      inlined.add(functions.name[lines.function[line]]);
    }
  }
  if (inlined.size === 0) return ['  No function is inlined, or the profile does not tell.'];
  return wrapped(`${counted(inlined.size, 'function')} inlined somewhere, such as ${example}.`, 2);
}

export function unknownHere(view: ProfileView): string[] {
  const { entries } = view.question.table;
  const nameless = byValue(view, view.values.cum).filter((entry) => entries[entry].functionName === '');
  if (nameless.length === 0) return ['  Every frame with a value has a name.'];
  return columns(
    nameless
      .slice(0, 4)
      .map((entry) => [`cum ${withShare(view, at(view.values.cum, entry))}`, shownName(view.names[entry])] as const),
  );
}

export function recursionHere(view: ProfileView, { session: { profile } }: HelpContext): string[] {
  const { frames, frameStart } = view.question.table;
  const { samples, stacks } = profile;
  const recursive = new Set<number>();
  const seenIn = new Int32Array(view.names.length).fill(-1);
  for (let sample = 0; sample < samples.length; sample++) {
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const location = stacks[depth];
      for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
        const entry = frames[frame];
        if (seenIn[entry] === sample) recursive.add(entry);
        seenIn[entry] = sample;
      }
    }
  }
  if (recursive.size === 0) return ['  No function calls itself, not even through others.'];
  const heaviest = [...recursive].reduce((a, b) => (gap(view, b) > gap(view, a) ? b : a));
  return wrapped(
    `${counted(recursive.size, 'function')} in a stack more than once, such as ${shownName(view.names[heaviest])}.`,
    2,
  );
}

export function leakHere(_: ProfileView, { session: { profile } }: HelpContext): string[] {
  const isHeap = profile.valueTypes.some(({ type }) => /^(?:inuse_)?space$/.test(type));
  return isHeap
    ? ['  It is a heap profile: one of the two you need.']
    : ['  It is no heap profile; help inuse_space says how to record one.'];
}

function isComparison({ samples }: Profile): boolean {
  return samples.values.some((column) => Array.from(column.keys()).some((sample) => Number(at(column, sample)) < 0));
}
