/** A diagnosis as lines of text, 80 cells wide where that is all there is. */
import { baseName } from '../../base/path-text.ts';
import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';
import { type Line, plainText, type Span } from '../../report/line.ts';
import { faint, heading } from '../../report/top.ts';
import { hanging, paragraph } from '../accounting/paragraph.ts';
import { partsLines } from '../accounting/parts-lines.ts';
import type { PlatformFinding } from '../build/platform-facts.ts';
import type { Evidence } from '../statement.ts';
import { countText, sizeText } from '../suspects/evidence.ts';
import type { CaseSuspect } from './case-suspects.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Ended } from './ended.ts';
import type { Finding } from './finding.ts';

export interface DiagnosisTextOptions {
  /** Of the terminal, or 80. */
  readonly width: number;
  /** How many suspects are shown; the others are counted. */
  readonly limit: number;
}

/** The five answers, one below the other: the first lines say what happened, the last what to type. */
export function* diagnosisLines(diagnosis: Diagnosis, { width, limit }: DiagnosisTextOptions): Generator<Line> {
  yield* readLines(diagnosis, width);
  yield* section('1. What ended the program');
  for (const finding of diagnosis.endings.slice(0, MOST_ENDINGS)) yield* findingLines(finding, width);
  yield* more(diagnosis.endings.length - MOST_ENDINGS, 'ending');
  for (const finding of diagnosis.collector) yield* findingLines(finding, width);

  yield* section('2. The platform');
  if (diagnosis.platform.length === 0) yield '   nothing is known about it';
  for (const finding of diagnosis.platform) yield* platformLines(finding, width);

  yield* section('3. The allocation that failed');
  yield* allocationLines(diagnosis, width);

  yield* section('4. Where the memory is');
  if (diagnosis.memory !== undefined) yield* partsLines(diagnosis.memory, width);
  else yield '   nothing that was given tells';

  yield* section('5. What to look at');
  yield* suspectLines(diagnosis.suspects.slice(0, limit), width);
  yield* more(diagnosis.suspects.length - limit, 'suspect');
  if (diagnosis.unknown.length > 0) yield '';
  for (const text of diagnosis.unknown) yield* hanging('   Note: ', text, width);
  if (diagnosis.missing.length > 0) yield* section('To know more, bring');
  for (const text of diagnosis.missing) yield* hanging('   - ', text, width);
}

/** Endings of many programs in one log are counted beyond this. */
const MOST_ENDINGS = 5;

/** The commands that a diagnosis leads to, in the order of its suspects: the shell runs one by its number. */
export function nextCommands({ suspects }: Diagnosis, limit: number): readonly string[] {
  return suspects.slice(0, limit).map(({ next }) => next);
}

function* readLines({ read, unread }: Diagnosis, width: number): Generator<Line> {
  for (const { file, what, notes = [] } of read) {
    for (const line of hanging('', `${baseName(file)}: ${what}`, width)) yield [faint(line)];
    for (const note of notes) yield* hanging('  Note: ', note, width);
  }
  for (const { file, problem, hint } of unread) {
    const advice = hint === undefined ? '' : ` (${hint})`;
    yield* hanging('', `${baseName(file)} was not used: ${problem}${advice}`, width);
  }
}

function* section(title: string): Generator<Line> {
  yield '';
  yield [heading(title)];
}

function* more(count: number, noun: string): Generator<Line> {
  if (count > 0) yield [faint(`   and ${countText(count, `more ${noun}`)}`)];
}

function* findingLines(finding: Finding | Ended, width: number): Generator<Line> {
  const process = 'process' in finding && finding.process !== '' ? `${finding.process}: ` : '';
  yield* statementLines(`${process}${finding.text}`, finding.confidence, width);
  yield* evidenceLines(finding.evidence, width);
  if (finding.remedy !== undefined) yield* hanging('   Remedy: ', finding.remedy, width);
  if (finding.wouldConfirm !== undefined) yield* hanging('   To be sure: ', finding.wouldConfirm, width);
}

function* statementLines(text: string, confidence: Finding['confidence'], width: number): Generator<Line> {
  const [first, ...others] = paragraph(safeText(text), width - 3 - confidence.length - 2);
  const sure: Span = {
    text: confidence,
    role: confidence === 'confirmed' || confidence === 'likely' ? 'emphasis' : 'faint',
  };
  yield ['   ', sure, `  ${first}`];
  for (const line of others) yield `${' '.repeat(3 + confidence.length + 2)}${line}`;
}

function* evidenceLines(evidence: readonly Evidence[], width: number): Generator<Line> {
  for (const { text, at } of evidence) {
    const place =
      at === undefined ? '' : at.line === 0 ? `${baseName(at.file)}: ` : `${baseName(at.file)}:${at.line}: `;
    yield* hanging('   - ', place + text, width);
  }
}

function* platformLines(
  { statement, confidence, weight, evidence, remedy, wouldConfirm, link }: PlatformFinding,
  width: number,
): Generator<Line> {
  // What is no fault is told in a line.
  if (weight === 'note') {
    yield* hanging('   ', statement, width);
    return;
  }
  yield* statementLines(statement, confidence, width);
  yield* evidenceLines(evidence, width);
  if (remedy !== undefined) yield* hanging('   Remedy: ', remedy, width);
  if (wouldConfirm !== undefined) yield* hanging('   To be sure: ', wouldConfirm, width);
  if (link !== undefined) yield [faint(`   ${link}`)];
}

function* allocationLines({ allocation, endings }: Diagnosis, width: number): Generator<Line> {
  if (allocation === undefined) {
    yield `   ${noAllocationText(endings)}`;
    return;
  }
  yield* findingLines(allocation, width);
  if (allocation.next !== undefined) yield ['   Next: ', { text: allocation.next, role: 'emphasis' }];
}

function noAllocationText(endings: Diagnosis['endings']): string {
  const ended = endings.flatMap((ending) => ('ended' in ending ? [ending] : []));
  if (ended.length === 0) return 'not known: it stands in what the program printed when it ended';
  if (ended.some(({ crash }) => crash !== undefined)) return 'none: it was something else that failed';
  return 'none: the program was killed from outside, whatever it was doing';
}

function* suspectLines(suspects: readonly CaseSuspect[], width: number): Generator<Line> {
  if (suspects.length === 0) yield '   nothing that was given points at code';
  for (const [place, suspect] of suspects.entries()) {
    if (place > 0) yield '';
    yield* oneSuspect(suspect, place, width);
  }
}

/** What the bytes of a suspect are. */
const AMOUNT_TEXTS: Readonly<Record<CaseSuspect['seenIn'], string>> = {
  crash: '',
  growth: ' of growth',
  'live heap': ' in use',
  allocations: ' of allocations',
  goroutines: ' in use',
};

function* oneSuspect(suspect: CaseSuspect, place: number, width: number): Generator<Line> {
  const { frame, seenIn, confidence, bytes, savesAtMost, meaning, remedy, evidence, falseAlarm, wouldConfirm, next } =
    suspect;
  const size = bytes === 0 ? '' : `  ${sizeText(bytes)}${AMOUNT_TEXTS[seenIn]}`;
  const where = frame.file === '' ? '' : `  ${safeText(baseName(frame.file))}:${frame.line}`;
  const name: Line = [
    { text: `${place + 1}. `, role: 'emphasis' },
    { text: safeText(frame.function), role: 'name' },
    faint(where),
  ];
  const judged = `${confidence}${size}`;
  if (textWidth(plainText(name)) + 2 + judged.length <= width) yield [...name, `  ${judged}`];
  else yield* [name, `   ${judged}`];
  yield* hanging('   ', meaning, width);
  yield* evidenceLines(evidence, width);
  if (falseAlarm !== undefined) yield* hanging('   - may be a false alarm: ', falseAlarm, width);
  if (remedy !== undefined) yield* hanging('   Remedy: ', remedy, width);
  if (savesAtMost > 0) yield* hanging('   Saves at most: ', sizeText(savesAtMost) + AMOUNT_TEXTS[seenIn], width);
  yield* hanging('   To be sure: ', wouldConfirm, width);
  yield ['   Next: ', { text: next, role: 'emphasis' }];
}
