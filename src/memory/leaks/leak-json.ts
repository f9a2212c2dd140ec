/**
 * What was found about leaks as JSON. The members of a suspect that are listed in README.md stay as they are; others may be
 * added, to it and beside `suspects`.
 */
import { type JsonValue, jsonString, jsonValue } from '../../report/formats/json-text.ts';
import type { SourceFrame } from '../statement.ts';
import type { LeakReport, LeakSuspect } from './find-leaks.ts';

/** One object, a suspect a line: first what grows as leaks do, then what grew otherwise (`class` says how). */
export function* leakJson(report: LeakReport): Generator<string> {
  const { kind, type, axis, files, times, totals, notes } = report;
  yield '{';
  yield* list(
    'suspects',
    [...report.suspects, ...report.others.filter(({ shape }) => shape.change > 0)].map(suspectValue),
  );
  yield `  "kind": ${jsonString(kind)},`;
  yield `  "sampleType": ${jsonString(type)},`;
  yield `  "timeAxis": ${jsonValue({ source: axis.source, isTime: axis.isTime })},`;
  const snapshots = files.map((file, at) => ({
    file,
    time: axis.isTime ? new Date(times[at]).toISOString() : undefined,
    total: totals[at],
  }));
  yield* list('snapshots', snapshots);
  yield `  "notes": ${jsonValue(notes.map((note) => ({ ...note })))}`;
  yield '}';
}

function* list(name: string, rows: readonly JsonValue[]): Generator<string> {
  if (rows.length === 0) {
    yield `  ${jsonString(name)}: [],`;
    return;
  }
  yield `  ${jsonString(name)}: [`;
  for (const [at, row] of rows.entries()) yield `    ${jsonValue(row)}${at === rows.length - 1 ? '' : ','}`;
  yield '  ],';
}

function suspectValue(suspect: LeakSuspect): JsonValue {
  const { frame, interval } = suspect;
  return {
    function: frame.function,
    file: frame.file,
    line: frame.line,
    stack: suspect.stack.map(frameValue),
    confidence: suspect.confidence,
    bytesPerHour: rounded(suspect.bytesPerHour),
    objectsPerHour: rounded(suspect.objectsPerHour),
    shareOfGrowth: Math.round(suspect.shareOfGrowth * 1e4) / 1e4,
    evidence: suspect.evidence,
    class: suspect.class,
    interval: interval && { low: rounded(interval.low), high: rounded(interval.high) },
    bytes: rounded(suspect.bytes),
    objects: rounded(suspect.objects),
    accumulation: frameValue(suspect.accumulation),
    wouldConfirm: suspect.wouldConfirm,
    values: Array.from(suspect.values, Math.round),
    ...(suspect.advice && { meaning: suspect.advice.meaning, remedy: suspect.advice.remedy }),
  };
}

const frameValue = ({ function: name, file, line }: SourceFrame) => ({ function: name, file, line });
const rounded = (value: number | undefined) => (value === undefined ? undefined : Math.round(value) + 0);
