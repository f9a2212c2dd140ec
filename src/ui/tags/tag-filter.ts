/**
 * Filters that select exactly the samples of some rows. pprof reads `key=a,b` as patterns of which any may match, and
 * `key=1kb:2kb` as a range of numbers; without a key all patterns have to match some `key:value`.
 */
import { compare } from '../../base/int64.ts';
import type { NumberSpan, TagKey, TagValue } from '../../report/views/tags.ts';

/** Some values of a key. */
export interface TagChoice {
  readonly tagKey: TagKey;
  readonly values: readonly TagValue[];
}

export type TagOption = 'tagfocus' | 'tagignore';

/** The value of the option, or why there is none. */
export type TagFilter =
  | { readonly type: 'filter'; readonly value: string }
  | { readonly type: 'problem'; readonly text: string };

/**
 * What asks for the samples that have one of the values of a key. Of several keys `tagfocus` wants one value each, as one
 * narrows down; `tagignore` drops what has any.
 */
export function tagFilter(option: TagOption, choices: readonly TagChoice[]): TagFilter {
  const all = choices.flatMap(({ values }) => values);
  const both = all.find(({ isText, numbers }) => isText && numbers !== undefined);
  if (both !== undefined) return problem(`${both.text} is a text and a number here: no filter means both`);
  if (all.every(({ isText }) => isText)) return { type: 'filter', value: textFilter(option, choices) };
  if (choices.length > 1 || all.some(({ isText }) => isText)) {
    return problem('a filter takes one range of numbers, and nothing besides it');
  }
  return numberFilter(choices[0]);
}

const problem = (text: string): TagFilter => ({ type: 'problem', text });

function textFilter(option: TagOption, choices: readonly TagChoice[]): string {
  const [{ tagKey, values }] = choices;
  if (choices.length === 1 && PLAIN_KEY.test(tagKey.key)) {
    const isAll = values.length > 1 && values.length === tagKey.values.length;
    return `${tagKey.key}=${isAll ? '.*' : values.map(({ text }) => `^${tagPattern(text)}$`).join(',')}`;
  }
  const pairs = choices.map((choice) => `${tagPattern(choice.tagKey.key)}:${anyOf(choice.values)}`);
  return option === 'tagfocus' ? pairs.map((pair) => `^${pair}$`).join(',') : `^(${pairs.join('|')})$`;
}

/** What may stand in front of the `=` without being read as something else. */
const PLAIN_KEY = /^[\w.:@-]+$/;

function anyOf(values: readonly TagValue[]): string {
  const patterns = values.map(({ text }) => tagPattern(text));
  return patterns.length === 1 ? patterns[0] : `(${patterns.join('|')})`;
}

/** The pattern of a text, without what would end it: a comma ends a pattern, a blank at its end is lost. */
export function tagPattern(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
    .replace(/[\s\p{Control},;=/"']/gu, (char) => `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

function numberFilter({ tagKey, values }: TagChoice): TagFilter {
  const { key, unit } = tagKey;
  if (!NUMBER_KEY.test(key)) return problem(`pprof cannot be asked for numbers of the key ${JSON.stringify(key)}`);
  const span = joined(values.flatMap(({ numbers = [] }) => numbers));
  const chosen = new Set(values);
  const between = tagKey.values.find(
    (value) => value.numbers !== undefined && !chosen.has(value) && overlaps(value.numbers, span),
  );
  if (between !== undefined) return problem(`a filter takes one range of numbers: ${between.text} lies between`);
  // Units that a range cannot name are none that numbers could be converted from.
  const suffix = /^[a-zA-Z]+$/.test(unit) ? unit : '';
  const [low, high] = [`${span.low}${suffix}`, `${span.high}${suffix}`];
  return { type: 'filter', value: `${key}=${low === high ? low : `${low}:${high}`}` };
}

/** Keys that the shell gives on as they are: no `=`, no comment, no blank or quote where it would be lost. */
const NUMBER_KEY = /^(?!["'])(?!.*(?:=|\/\/:|;))\S?(?:.*\S)?$/;

function joined(spans: readonly NumberSpan[]): NumberSpan {
  return spans.reduce((all, { low, high }) => ({
    low: compare(low, all.low) < 0 ? low : all.low,
    high: compare(high, all.high) > 0 ? high : all.high,
  }));
}

function overlaps(a: NumberSpan, b: NumberSpan): boolean {
  return compare(a.low, b.high) <= 0 && compare(b.low, a.high) <= 0;
}
