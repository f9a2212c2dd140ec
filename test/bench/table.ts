/** The rows of the table, their goals, and how they are printed. */
import type { Measured } from './measure.ts';

/** One comparison. */
export interface Row {
  /** The letter of the part it belongs to. */
  readonly part: string;
  readonly what: string;
  readonly ours: Measured;
  /** What it is compared with. */
  readonly against?: string;
  readonly theirs?: Measured;
  readonly goals?: readonly Goal[];
}

export interface Goal {
  readonly text: string;
  /** Undefined where it cannot be told, as without a measurement of memory. */
  isMet(row: Row): boolean | undefined;
}

type Quantity = 'time' | 'memory';

const amountOf = (measured: Measured | undefined, quantity: Quantity): number | undefined =>
  quantity === 'time' ? measured?.millis : measured?.peakBytes;

/** Ours divided by theirs. */
function ratioOf({ ours, theirs }: Row, quantity: Quantity): number | undefined {
  const [our, their] = [amountOf(ours, quantity), amountOf(theirs, quantity)];
  return our === undefined || their === undefined ? undefined : our / their;
}

/** Ours is at most this many times theirs. */
export function atMostTimes(factor: number, quantity: Quantity = 'time'): Goal {
  const text = factor >= 1 ? `≤ ${factor}x` : `≤ 1/${Math.round(1 / factor)}`;
  return {
    text: quantity === 'time' ? text : `${text} of the memory`,
    isMet(row) {
      const ratio = ratioOf(row, quantity);
      return ratio === undefined ? undefined : ratio <= factor;
    },
  };
}

export const timesFaster = (factor: number): Goal => ({ ...atMostTimes(1 / factor), text: `≥ ${factor}x faster` });

export const withinMillis = (millis: number): Goal => ({
  text: `< ${millis} ms`,
  isMet: ({ ours }) => ours.millis < millis,
});

/** Ours takes at most this much longer than theirs. */
export const atMostLonger = (millis: number): Goal => ({
  text: `≤ + ${millis} ms`,
  isMet: ({ ours, theirs }) => (theirs === undefined ? undefined : ours.millis <= theirs.millis + millis),
});

const COLUMNS = ['', 'what', 'ours', 'compared with', 'theirs', 'time', 'our peak', 'their peak', 'memory', 'goals'];
const TEXT_COLUMNS = new Set(['', 'what', 'compared with', 'goals']);

/** All rows as a table that reads well as text and as Markdown. */
export function tableLines(rows: readonly Row[]): string[] {
  const cells = rows.map(cellsOf);
  const widths = COLUMNS.map((title, i) => Math.max(3, title.length, ...cells.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (TEXT_COLUMNS.has(COLUMNS[i]) ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = COLUMNS.map((title, i) =>
    TEXT_COLUMNS.has(title) ? '-'.repeat(widths[i]) : `${'-'.repeat(widths[i] - 1)}:`,
  );
  return [line(COLUMNS), line(rule), ...cells.map(line)];
}

/** A row in one line, to be shown as soon as it is there. */
export function rowText(row: Row): string {
  const [, what, ours, against, theirs, time, ourPeak, theirPeak, memory, goals] = cellsOf(row);
  const ourText = [ours, ourPeak].filter(Boolean).join(', ');
  const theirText = against === '' ? '' : `; ${against} ${[theirs, theirPeak].filter(Boolean).join(', ')}`;
  const ratios = [time, memory].filter(Boolean).join(', ');
  return `${what}: ${ourText}${theirText}${ratios && `: ${ratios}`}${goals && `  ${goals}`}`;
}

function cellsOf(row: Row): string[] {
  const { part, what, ours, against = '', theirs, goals = [] } = row;
  return [
    part,
    what,
    durationText(ours.millis),
    against,
    theirs === undefined ? '' : durationText(theirs.millis),
    ratioText(ratioOf(row, 'time'), 'faster', 'slower'),
    bytesText(ours.peakBytes),
    bytesText(theirs?.peakBytes),
    ratioText(ratioOf(row, 'memory'), 'less', 'more'),
    goals.map((goal) => `${markOf(goal.isMet(row))} ${goal.text}`).join(', '),
  ];
}

function markOf(isMet: boolean | undefined): string {
  if (isMet === undefined) return '?';
  return isMet ? '✓' : '✗';
}

export function durationText(millis: number): string {
  if (millis < 10) return `${millis.toFixed(2)} ms`;
  return millis < 1000 ? `${millis.toFixed(0)} ms` : `${(millis / 1000).toFixed(2)} s`;
}

function bytesText(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function ratioText(ratio: number | undefined, less: string, more: string): string {
  if (ratio === undefined) return '';
  return ratio <= 1 ? `${(1 / ratio).toFixed(1)}x ${less}` : `${ratio.toFixed(1)}x ${more}`;
}
