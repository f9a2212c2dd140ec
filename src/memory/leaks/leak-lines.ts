/** What was found about leaks as lines of text, 80 cells wide where that is all there is. */
import { padLeft } from '../../base/byte-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import { timeText } from '../../base/time-text.ts';
import type { TimeZone } from '../../base/time-zone.ts';
import type { Line, Span } from '../../report/line.ts';
import { shortName } from '../../report/short-name.ts';
import { faint, heading } from '../../report/top.ts';
import type { SourceFrame } from '../statement.ts';
import type { LeakReport, LeakSuspect } from './find-leaks.ts';
import { amountText, changeText } from './leak-evidence.ts';
import { sparkline } from './sparkline.ts';
import { chartLines } from './time-chart.ts';

export interface LeakTextOptions {
  /** Of the terminal, or 80. */
  readonly width: number;
  readonly timeZone: TimeZone;
  /** How many suspects are shown; the others are counted. */
  readonly limit: number;
  /** Rows of the chart over time; 0 for none. */
  readonly chartHeight: number;
}

const SPARK_WIDTH = 12;
const CHART_SERIES = 3;
/** Of the callers of a suspect so many are shown. */
const SHOWN_CALLERS = 4;
const INDENT = '   ';

/** The whole report: what was compared, the suspects with their evidence, what else changed, the chart. */
export function* leakLines(report: LeakReport, options: LeakTextOptions): Generator<Line> {
  yield* headLines(report, options);
  const shown = report.suspects.slice(0, options.limit);
  yield '';
  if (shown.length === 0) {
    yield* wrapped(noSuspectText(report), options.width, '');
  } else {
    yield* tableLines(report, shown, options, (place) => `${place + 1}`);
    const more = report.suspects.length - shown.length;
    if (more > 0) yield [faint(`${INDENT}and ${more} more`)];
    for (const [place, suspect] of shown.entries()) yield* suspectLines(report, suspect, place, options);
  }
  const others = report.others.slice(0, options.limit);
  if (others.length > 0) {
    yield '';
    yield [heading('Changed, but not as leaks do')];
    yield* tableLines(report, others, options, () => '');
  }
  yield* reportChart(report, shown, options);
}

function noSuspectText({ files }: LeakReport): string {
  if (files.length < 2) return 'There is nothing to compare: growth takes two snapshots to see, and three to judge.';
  return 'Nothing grows as leaks do.';
}

function* headLines(
  { kind, type, files, times, totals, axis, notes }: LeakReport,
  options: LeakTextOptions,
): Generator<Line> {
  const [first, last] = [times[0], times[times.length - 1]];
  const snapshots = `${files.length} ${files.length === 1 ? 'snapshot' : 'snapshots'} of ${type}`;
  if (axis.isTime && files.length > 0) {
    const [from, to] = [first, last].map((time) => momentText(time, options.timeZone));
    const span = files.length === 1 ? from : `${from} to ${to}`;
    yield* wrapped(`${snapshots}, ${span} (times of the ${axis.source})`, options.width, '');
  } else {
    yield snapshots;
  }
  if (totals.length > 1) {
    const change = totals[totals.length - 1] - totals[0];
    const perHour = axis.isTime ? `, ${rateText(kind, change / hours(first, last), '/h')}` : '';
    yield `Total: ${amountText(kind, totals[0])} to ${amountText(kind, totals[totals.length - 1])} (${changeText(kind, change)}${perHour})  ${sparkline(totals, SPARK_WIDTH)}`;
  }
  for (const { text } of notes) yield* wrapped(`Note: ${text}`, options.width, '  ');
}

const HOUR_MILLIS = 3_600_000;
const hours = (from: number, to: number) => (to - from) / HOUR_MILLIS;

function momentText(milliseconds: number, zone: TimeZone): string {
  return timeText(BigInt(Math.floor(milliseconds)) * 1_000_000n, zone);
}

/** The time of day alone, or the day too where there are several. */
function axisTimeText({ times, axis }: LeakReport, zone: TimeZone): (time: number) => string {
  if (!axis.isTime) return (place) => `snapshot ${place + 1}`;
  const parts = (time: number) => momentText(time, zone).split(' ');
  const isOneDay = parts(times[0])[0] === parts(times[times.length - 1])[0];
  return (time) => (isOneDay ? parts(time)[1] : parts(time).slice(0, 2).join(' '));
}

function rateText(kind: LeakReport['kind'], value: number, per: string): string {
  return `${changeText(kind, value)}${per}`;
}

/** Columns: place, growth, its share, its speed, its course, how sure it is, and where. */
function* tableLines(
  report: LeakReport,
  suspects: readonly LeakSuspect[],
  { width }: LeakTextOptions,
  placeText: (place: number) => string,
): Generator<Line> {
  const { kind, axis } = report;
  const speed = axis.isTime ? 'per hour' : 'per step';
  const sparkWidth = Math.min(SPARK_WIDTH, report.files.length);
  const title = `${padLeft('growth', 12)} ${padLeft('share', 5)} ${padLeft(speed, 10)}  ${padToWidth('', sparkWidth)} `;
  yield [heading(`${title} ${padToWidth('', CLASS_WIDTH)} function`)];
  for (const [place, suspect] of suspects.entries()) {
    const slope = axis.isTime
      ? kind === 'heap'
        ? suspect.bytesPerHour
        : suspect.objectsPerHour
      : suspect.shape.trend.slope;
    const share = `${Math.round(suspect.shareOfGrowth * 100)}%`;
    const growth = padLeft(changeText(kind, suspect.shape.change), 9);
    const head = `${padToWidth(placeText(place), 2)} ${growth} ${padLeft(share, 5)} ${padLeft(changeText(kind, slope ?? 0), 10)}  `;
    const course = `${sparkline(suspect.values, sparkWidth)}  `;
    const kindText = padToWidth(kindOf(suspect), CLASS_WIDTH);
    const room = width - textWidth(head + course + kindText) - 1;
    yield [
      { text: head, role: 'value', share: suspect.shareOfGrowth },
      course,
      faint(kindText),
      ' ',
      nameSpan(cutToWidth(shortName(suspect.frame.function), Math.max(room, 10), 'middle')),
    ];
  }
}

const CLASS_WIDTH = 11;
const CLASS_TEXTS: Readonly<Record<LeakSuspect['class'], string>> = {
  leak: 'leak',
  initialisation: 'stopped',
  'saturating cache': 'slowing',
  'saw-tooth': 'up and down',
  noise: 'noise',
  shrinking: 'shrinking',
};

const kindOf = (suspect: LeakSuspect) => (suspect.class === 'leak' ? suspect.confidence : CLASS_TEXTS[suspect.class]);
const nameSpan = (text: string): Span => ({ text, role: 'name' });

function* suspectLines(
  report: LeakReport,
  suspect: LeakSuspect,
  place: number,
  options: LeakTextOptions,
): Generator<Line> {
  const { width } = options;
  yield '';
  yield [`${padToWidth(String(place + 1), 2)} `, nameSpan(cutToWidth(suspect.frame.function, width - 3, 'middle'))];
  const where = placeText(suspect.frame);
  const sure =
    suspect.confidence === 'confirmed'
      ? 'a confirmed leak'
      : `${suspect.confidence === 'likely' ? 'likely' : 'possibly'} a leak`;
  yield* wrapped(where === '' ? sure : `${where}: ${sure}`, width, INDENT);
  if (suspect.advice !== undefined)
    yield* wrapped(`${suspect.advice.meaning}; ${suspect.advice.remedy}`, width, INDENT);
  for (const sentence of speedSentences(report, suspect)) yield* bullet(sentence, width);
  for (const sentence of suspect.evidence) yield* bullet(sentence, width);
  const callers = callersText(suspect);
  if (callers !== '') yield* bullet(callers, width);
  yield* wrapped(`Decides: ${suspect.wouldConfirm}.`, width, INDENT);
}

function speedSentences({ kind }: LeakReport, { interval, bytesPerHour, objectsPerHour }: LeakSuspect): string[] {
  const slope = kind === 'heap' ? bytesPerHour : objectsPerHour;
  if (slope === undefined || interval === undefined) return [];
  const [low, high] = [interval.low, interval.high].map((value) => rateText(kind, value, '/h'));
  return [`${rateText(kind, slope, '/h')}, between ${low} and ${high} with 95% confidence`];
}

/** From the suspect's frame, or what it allocates through, to the root. */
function callersText({ stack, frame, accumulation }: LeakSuspect): string {
  const at = stack.findIndex((candidate) => isSameFrame(candidate, frame));
  const through = at > 0 ? `through ${shortName(stack[at - 1].function)}` : '';
  const callers = at === -1 ? [] : stack.slice(at + 1, at + 1 + SHOWN_CALLERS);
  const called = callers.map((caller) => shortName(caller.function)).join(', ');
  const by = called === '' ? '' : `called by ${called}${stack.length > at + 1 + SHOWN_CALLERS ? ', …' : ''}`;
  const meets =
    isSameFrame(accumulation, frame) || at === -1
      ? ''
      : `nearly all of it below ${shortName(accumulation.function)} (${placeText(accumulation) || 'no line'})`;
  return [through, by, meets].filter((text) => text !== '').join('; ');
}

const isSameFrame = (a: SourceFrame, b: SourceFrame) =>
  a.function === b.function && a.file === b.file && a.line === b.line;

function placeText({ file, line }: SourceFrame): string {
  return file === '' ? '' : line === 0 ? file : `${file}:${line}`;
}

function* bullet(text: string, width: number): Generator<Line> {
  let isFirst = true;
  for (const line of wrapped(text, width - 2, INDENT)) {
    yield `${INDENT}${isFirst ? '- ' : '  '}${String(line).slice(INDENT.length)}`;
    isFirst = false;
  }
}

/** Words in lines of a width; a word that is longer has a line of its own. */
function* wrapped(text: string, width: number, indent: string): Generator<string> {
  let line = indent;
  for (const word of text.split(' ')) {
    const isStart = line === indent;
    if (!isStart && textWidth(line) + 1 + textWidth(word) > width) {
      yield line;
      line = indent + word;
    } else {
      line += isStart ? word : ` ${word}`;
    }
  }
  yield line;
}

/** The total, and the heaviest suspects by their place in the list. */
function* reportChart(report: LeakReport, shown: readonly LeakSuspect[], options: LeakTextOptions): Generator<Line> {
  if (options.chartHeight === 0 || report.files.length < 2) return;
  const series = [
    { mark: 'total', values: report.totals },
    ...shown.slice(0, CHART_SERIES).map(({ values }, place) => ({ mark: String(place + 1), values })),
  ];
  const axes = {
    times: report.times,
    valueText: (value: number) => amountText(report.kind, value),
    timeText: axisTimeText(report, options.timeZone),
  };
  const size = { width: options.width, height: options.chartHeight };
  let isFirst = true;
  for (const line of chartLines(series, axes, size)) {
    if (isFirst) yield '';
    isFirst = false;
    yield line;
  }
}
