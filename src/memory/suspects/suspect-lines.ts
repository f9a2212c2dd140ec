/** What `findSuspects` found as lines of text, 80 cells wide where that is all there is, and as JSON. */
import { padLeft } from '../../base/byte-text.ts';
import { baseName } from '../../base/path-text.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import { SCHEMA } from '../../report/formats/json.ts';
import { type JsonValue, jsonString, jsonValue } from '../../report/formats/json-text.ts';
import type { Line, Span } from '../../report/line.ts';
import { shortName } from '../../report/short-name.ts';
import { faint, heading } from '../../report/top.ts';
import { hanging, paragraph } from '../accounting/paragraph.ts';
import type { Evidence, SourceFrame, Suspect } from '../statement.ts';
import { countText, sizeText } from './evidence.ts';

import type { HeapMode } from './heap-columns.ts';
import type { FoundSuspects, HeapSuspect } from './search.ts';

export interface SuspectTextOptions {
  /** Of the terminal, or 80. */
  readonly width: number;
  /** How many suspects are shown; the others are counted. */
  readonly limit: number;
}

const MODE_TEXTS: Readonly<Record<HeapMode, string>> = { retention: 'in use', churn: 'allocated' };

/** A table of the suspects, then what speaks for and against each, and what the profile does not tell. */
export function* suspectLines(found: FoundSuspects, options: SuspectTextOptions): Generator<Line> {
  const { mode, bytes, objects, suspects, unknown } = found;
  const shown = suspects.slice(0, options.limit);
  yield [heading(`Suspects by what is ${MODE_TEXTS[mode]}: ${sizeText(bytes)} in ${countText(objects, 'object')}`)];
  if (shown.length === 0) yield 'Nothing stands out.';
  else yield* tableLines(found, shown, options);
  const rest = suspects.slice(shown.length);
  if (rest.length > 0) {
    const together = rest.reduce((sum, suspect) => sum + suspect.bytes, 0);
    yield [faint(`   and ${rest.length} more, ${sizeText(together)} together`)];
  }
  for (const [place, suspect] of shown.entries()) {
    yield '';
    yield* detailLines(suspect, place, options.width);
  }
  if (unknown.length > 0) yield '';
  for (const sentence of unknown) yield* hanging('Note: ', sentence, options.width);
}

/** Columns: place, bytes, their share, how sure it is, what it looks like, and where. */
function* tableLines(
  { bytes: total, mode }: FoundSuspects,
  suspects: readonly HeapSuspect[],
  { width }: SuspectTextOptions,
): Generator<Line> {
  const kindWidth = Math.max(4, ...suspects.map((suspect) => textWidth(kindText(suspect))));
  yield [
    heading(
      `   ${padLeft(MODE_TEXTS[mode], 10)}  share  ${padToWidth('', 8)}  ${padToWidth('like', kindWidth)}  function`,
    ),
  ];
  for (const [place, suspect] of suspects.entries()) {
    const { bytes, confidence, frame } = suspect;
    const share = padLeft(`${Math.round(shareOf(suspect, total) * 100)}%`, 5);
    const head = `${padToWidth(String(place + 1), 2)} ${padLeft(sizeText(bytes), 10)}  ${share}`;
    const middle = `  ${padToWidth(confidence, 8)}  ${padToWidth(kindText(suspect), kindWidth)}  `;
    const name = safeText(shortName(frame.function));
    const room = Math.max(12, width - textWidth(head + middle));
    yield [
      { text: head, role: 'value', share: Math.min(1, shareOf(suspect, total)) },
      confidence === 'possible' ? faint(middle) : middle,
      nameSpan(cutToWidth(name, room, 'middle')),
    ];
  }
}

/** Of the profile, so that stacks of goroutines do not count. */
function shareOf({ bytes, bytesOutside }: HeapSuspect, total: number): number {
  return total === 0 ? 0 : (bytes - bytesOutside) / total;
}

const kindText = ({ signature }: Pick<Suspect, 'signature'>) => signature ?? '-';
const nameSpan = (text: string): Span => ({ text, role: 'name' });

function* detailLines(suspect: HeapSuspect, place: number, width: number): Generator<Line> {
  const { frame, evidence, meaning, remedy, falseAlarm, wouldConfirm, savesAtMost, next } = suspect;
  yield [{ text: `${place + 1}. `, role: 'emphasis' }, nameSpan(frame.function), ...placeSpans(frame)];
  yield* paragraph(safeText(meaning), width, 3);
  for (const { text } of evidence) yield* hanging('   - ', text, width);
  if (falseAlarm !== undefined) yield* hanging('   But: ', falseAlarm, width);
  if (remedy !== undefined) yield* hanging('   Remedy: ', remedy, width);
  yield* hanging('   Saves at most: ', `${sizeText(savesAtMost)}`, width);
  yield* hanging('   To be sure: ', wouldConfirm, width);
  yield ['   Next: ', { text: next, role: 'emphasis' }];
}

function placeSpans({ file, line }: SourceFrame): Span[] {
  return file === '' ? [] : [faint(`  ${baseName(file)}:${line}`)];
}

/** One object, a suspect a line; shares are fractions. */
export function* suspectJson({ mode, bytes, objects, suspects, unknown }: FoundSuspects): Generator<string> {
  yield '{';
  yield `  "schema": ${jsonString(SCHEMA)},`;
  yield '  "report": "suspects",';
  yield `  "mode": ${jsonString(mode)},`;
  yield `  "bytes": ${bytes},`;
  yield `  "objects": ${objects},`;
  yield `  "unknown": ${jsonValue(unknown)},`;
  yield '  "suspects": [';
  for (const [i, suspect] of suspects.entries()) {
    yield `    ${jsonValue(suspectValue(suspect, bytes))}${i === suspects.length - 1 ? '' : ','}`;
  }
  yield '  ]';
  yield '}';
}

function suspectValue(suspect: HeapSuspect, total: number): JsonValue {
  const { frame, stack, evidence } = suspect;
  return {
    function: frame.function,
    file: frame.file,
    line: frame.line,
    stack: stack.map(frameValue),
    signature: suspect.signature,
    confidence: suspect.confidence,
    bytes: suspect.bytes,
    objects: suspect.objects,
    bytesOutside: suspect.bytesOutside,
    share: shareOf(suspect, total),
    savesAtMost: suspect.savesAtMost,
    meaning: suspect.meaning,
    remedy: suspect.remedy,
    evidence: evidence.map(evidenceValue),
    falseAlarm: suspect.falseAlarm,
    wouldConfirm: suspect.wouldConfirm,
    next: suspect.next,
  };
}

const frameValue = ({ function: name, file, line }: SourceFrame): JsonValue => ({ function: name, file, line });
const evidenceValue = ({ text, at }: Evidence): JsonValue => (at === undefined ? { text } : { text, at: { ...at } });
