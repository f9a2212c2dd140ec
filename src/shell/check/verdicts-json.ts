import { shareCell } from '../../report/data/entry-cells.ts';
import { roundedShare } from '../../report/formats/cell-text.ts';
import { SCHEMA } from '../../report/formats/json.ts';
import { type JsonValue, jsonString, jsonValue } from '../../report/formats/json-text.ts';
import type { Verdict } from './judge.ts';
import { MEASURES, ruleText } from './rule.ts';

/** Verdicts as a JSON object. Values are whole numbers in `unit`, shares are those of `whole`. */
export function verdictsJson(verdicts: readonly Verdict[]): Iterable<string> {
  const isKept = verdicts.every((verdict) => verdict.isKept);
  return jsonObject({ schema: SCHEMA, report: 'check', kept: isKept }, 'rules', verdicts.map(verdictValue));
}

function verdictValue({ rule, isKept, value, whole, labels, matchCount, largest }: Verdict): JsonValue {
  const { counts } = MEASURES[rule.measure];
  const share = shareCell(value, whole);
  return {
    rule: ruleText(rule),
    kept: isKept,
    value,
    whole,
    share: share && roundedShare(share),
    unit: counts === 'values' ? labels.unit : counts,
    matches: matchCount,
    largest: largest.map(({ name, value: part }) => ({ name, value: part })),
  };
}

/** One JSON object: the members of `head`, then rows under a name, each in a line of its own. */
function* jsonObject(
  head: Readonly<Record<string, JsonValue>>,
  name: string,
  rows: Iterable<JsonValue>,
): Generator<string> {
  yield '{';
  for (const [key, value] of Object.entries(head)) yield `  ${jsonString(key)}: ${jsonValue(value)},`;
  yield `  ${jsonString(name)}: [`;
  let line: string | undefined;
  for (const row of rows) {
    if (line !== undefined) yield `${line},`;
    line = `    ${jsonValue(row)}`;
  }
  if (line !== undefined) yield line;
  yield '  ]';
  yield '}';
}
