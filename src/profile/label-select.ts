/** The selections by label: tagfocus and tagignore on samples, tagshow and taghide on the labels themselves. */
import { UserError } from '../base/errors.ts';
import type { Int64 } from '../base/int64.ts';
import { compilePattern, type Pattern } from '../base/regex.ts';
import { type LabelUnits, labelsOf, type SampleLabels } from './labels.ts';
import { keepLabels, keepSamples, rowsWhere } from './sample-subset.ts';
import { memoizeByString } from './strings.ts';
import type { Profile } from './tables.ts';
import { scale } from './units.ts';

/** Whether the labels of a sample are what a filter asks for. */
export type LabelTest = (labels: SampleLabels) => boolean;

export interface LabelFilter {
  readonly test: LabelTest;
  /** A sentence for the user when the filter was read as a range of numbers. */
  readonly notice: string | undefined;
}

/**
 * Reads a filter `[key=]spec`. A spec such as `1s:2s` or `4kb` is a range, tested on numeric labels; any other is a list
 * of patterns separated by commas, tested on text labels. `option` names the filter in messages.
 */
export function compileLabelFilter(option: string, source: string, units: LabelUnits): LabelFilter {
  const equals = source.indexOf('=');
  const key = equals === -1 ? undefined : source.slice(0, equals);
  const spec = equals === -1 ? source : source.slice(equals + 1);

  const range = readRange(spec);
  if (range !== undefined) {
    return {
      test: rangeTest(range, key, units),
      notice: `${option}:Interpreted '${spec}' as range, not regexp`,
    };
  }
  return { test: patternTest(compilePatterns(option, spec), key), notice: undefined };
}

function compilePatterns(option: string, spec: string): readonly Pattern[] {
  return spec.split(',').map((part) => {
    try {
      return compilePattern(part);
    } catch (error) {
      if (error instanceof UserError) throw new UserError(`parsing ${option} regexp: ${error.message}`, error.hint);
      throw error;
    }
  });
}

/** With a key any pattern may match any of its values; without, every pattern has to match some `key:value`. */
function patternTest(patterns: readonly Pattern[], key: string | undefined): LabelTest {
  if (key !== undefined) {
    return ({ texts }) => patterns.some((pattern) => texts.get(key)?.some((text) => pattern.test(text)) ?? false);
  }
  return ({ texts }) => {
    const pairs = [...texts].flatMap(([name, values]) => values.map((value) => `${name}:${value}`));
    return patterns.every((pattern) => pairs.some((pair) => pattern.test(pair)));
  };
}

/** Bounds included, both in `unit`. */
interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}

function readRange(spec: string): NumberRange | undefined {
  const match = /^([+-]?\d+)?([a-zA-Z]+)?(:?)([+-]?\d+)?([a-zA-Z]+)?$/.exec(spec);
  if (match === null) return undefined;
  const [, lowDigits, lowUnit = '', colon, highDigits, highUnit = ''] = match;
  if ((lowDigits === undefined && lowUnit !== '') || (highDigits === undefined && highUnit !== '')) return undefined;

  const bound = (digits: string, unit: string) => scale(toInt64Value(digits), unit, unit);
  if (colon === '') {
    if (lowDigits === undefined || highDigits !== undefined) return undefined;
    const { value, unit } = bound(lowDigits, lowUnit);
    return { low: value, high: value, unit };
  }
  const low = lowDigits === undefined ? undefined : bound(lowDigits, lowUnit);
  const high = highDigits === undefined ? undefined : bound(highDigits, highUnit);
  if (low !== undefined && high !== undefined) {
    const inSameUnit = scale(toInt64Value(highDigits), highUnit, low.unit);
    return inSameUnit.unit === low.unit ? { low: low.value, high: inSameUnit.value, unit: low.unit } : undefined;
  }
  if (low !== undefined) return { low: low.value, high: Infinity, unit: low.unit };
  if (high !== undefined) return { low: -Infinity, high: high.value, unit: high.unit };
  return undefined;
}

function toInt64Value(digits: string): Int64 {
  const value = BigInt(digits.replace('+', ''));
  if (BigInt.asIntN(64, value) !== value) {
    throw new UserError(`the number ${digits} does not fit 64 bits`, 'use a larger unit, such as 1gb or 1s');
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Numbers are converted to the unit of the range first; those of another kind never match. */
function rangeTest({ low, high, unit }: NumberRange, key: string | undefined, { units }: LabelUnits): LabelTest {
  return ({ numbers }) => {
    for (const [name, values] of numbers) {
      if (key !== undefined && name !== key) continue;
      for (const { value } of values) {
        const scaled = scale(value, units.get(name) ?? name, unit);
        if (scaled.unit === unit && scaled.value >= low && scaled.value <= high) return true;
      }
    }
    return false;
  };
}

export interface LabelSelection {
  readonly profile: Profile;
  readonly matched: { readonly focus: boolean; readonly ignore: boolean };
}

/** Keeps the samples that `focus` accepts and `ignore` does not. */
export function selectByLabel(
  profile: Profile,
  { focus, ignore }: { readonly focus?: LabelTest | undefined; readonly ignore?: LabelTest | undefined },
): LabelSelection {
  const matched = { focus: false, ignore: false };
  if (!focus && !ignore) return { profile, matched };
  const kept = rowsWhere(profile.samples.length, (sample) => {
    const labels = labelsOf(profile, sample);
    const isFocused = focus?.(labels) ?? true;
    const isIgnored = ignore?.(labels) ?? false;
    if (isFocused) matched.focus = true;
    if (isIgnored) matched.ignore = true;
    return isFocused && !isIgnored;
  });
  return { profile: keepSamples(profile, kept), matched };
}

/** Keeps the labels whose key `show` matches and `hide` does not; and tells whether each matched any key there was. */
export function selectLabels(
  profile: Profile,
  { show, hide }: { readonly show: Pattern | undefined; readonly hide: Pattern | undefined },
): { readonly profile: Profile; readonly matched: { readonly show: boolean; readonly hide: boolean } } {
  const matched = { show: false, hide: false };
  if (!show && !hide) return { profile, matched };
  const { labels, strings } = profile;
  const isShown = memoizeByString(strings, (key) => show?.test(key) ?? true);
  const isHidden = memoizeByString(strings, (key) => hide?.test(key) ?? false);
  const kept = keepLabels(profile, (label) => {
    if (isShown(labels.key[label])) matched.show = true;
    if (isHidden(labels.key[label])) matched.hide = true;
    return isShown(labels.key[label]) && !isHidden(labels.key[label]);
  });
  return { profile: kept, matched };
}
