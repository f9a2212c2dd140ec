/**
 * Values over time as lines of characters: dots of braille, eight to a cell, so that a chart of 60 by 10 cells has 120 by
 * 40 points. Series are told apart by the mark at their right end, so that the chart can be read without colour.
 *
 *     54.5MB ┤                              ⣀⠤⠔⠒  total
 *            │                  ⢀⣀⡠⠤⠒⠊⠉
 *            │      ⢀⣀⡠⠤⠒⠊⠉            ⣀⡠⠤⠒⠊  1
 *          0 ┤⠤⠒⠊⠉⣀⣀⣀⡠⠤⠔⠒⠊⠉⠉
 *            └┬──────────────────────────────┬
 *             14:00:02                14:00:04
 */
import { padLeft } from '../../base/byte-text.ts';
import { textWidth } from '../../base/text-width.ts';
import type { Line } from '../../report/line.ts';
import { faint } from '../../report/top.ts';

export interface ChartSeries {
  /** What stands at its right end: short. */
  readonly mark: string;
  readonly values: ArrayLike<number>;
}

export interface ChartSize {
  /** Of the whole chart with its labels, in cells. */
  readonly width: number;
  /** Rows of points; two more are for the axis of time. */
  readonly height: number;
}

export interface ChartAxes {
  readonly times: ArrayLike<number>;
  valueText(value: number): string;
  timeText(time: number): string;
}

const BRAILLE = 0x2800;
/** The bits of the dots of a cell, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];
const DOT_COLUMNS = 2;
const DOT_ROWS = 4;
const LEAST_PLOT_WIDTH = 10;

/** The lines of the chart; none where there is no room or less than two points of time. */
export function* chartLines(
  series: readonly ChartSeries[],
  { times, valueText, timeText }: ChartAxes,
  { width, height }: ChartSize,
): Generator<Line> {
  const highest = Math.max(0, ...series.flatMap(({ values }) => Array.from(values)));
  const top = valueText(highest);
  const labelWidth = Math.max(textWidth(top), 1);
  const markWidth = Math.max(...series.map(({ mark }) => textWidth(mark)));
  const plotWidth = width - labelWidth - markWidth - 4;
  const [first, last] = [times[0], times[times.length - 1]];
  if (plotWidth < LEAST_PLOT_WIDTH || height < 2 || !(last > first) || highest === 0) return;

  const dots = Array.from({ length: height }, () => new Uint8Array(plotWidth));
  const column = (time: number) => Math.round(((time - first) / (last - first)) * (plotWidth * DOT_COLUMNS - 1));
  const row = (value: number) => Math.round((1 - Math.max(0, value) / highest) * (height * DOT_ROWS - 1));
  for (const { values } of series) drawSeries(dots, times, values, column, row);
  const marks = marksOfRows(series, height, row);
  for (let at = 0; at < height; at++) {
    const label = at === 0 ? top : at === height - 1 ? '0' : '';
    const cells = Array.from(dots[at], (bits) => (bits === 0 ? ' ' : String.fromCharCode(BRAILLE + bits))).join('');
    const axis = `${padLeft(label, labelWidth)} ${label === '' ? '│' : '┤'}`;
    const mark = marks[at];
    yield mark === '' ? [faint(axis), cells.trimEnd()] : [faint(axis), cells, ' ', { text: mark, role: 'emphasis' }];
  }
  yield [faint(`${' '.repeat(labelWidth + 1)}└┬${'─'.repeat(plotWidth - 2)}┬`)];
  const [from, to] = [timeText(first), timeText(last)];
  const gap = plotWidth + 1 - textWidth(from) - textWidth(to);
  yield [faint(`${' '.repeat(labelWidth + 1)}${from}${' '.repeat(Math.max(1, gap))}${to}`)];
}

type ToDot = (value: number) => number;

function drawSeries(
  dots: readonly Uint8Array[],
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  column: ToDot,
  row: ToDot,
): void {
  for (let at = 1; at < values.length; at++) {
    const [x, toX] = [column(times[at - 1]), column(times[at])];
    const [y, toY] = [row(values[at - 1]), row(values[at])];
    const steps = Math.max(Math.abs(toX - x), Math.abs(toY - y), 1);
    for (let step = 0; step <= steps; step++) {
      setDot(dots, Math.round(x + ((toX - x) * step) / steps), Math.round(y + ((toY - y) * step) / steps));
    }
  }
}

function setDot(dots: readonly Uint8Array[], x: number, y: number): void {
  dots[Math.floor(y / DOT_ROWS)][Math.floor(x / DOT_COLUMNS)] |= DOTS[y % DOT_ROWS][x % DOT_COLUMNS];
}

/** Each mark in the row where its series ends, or in the nearest free one. */
function marksOfRows(series: readonly ChartSeries[], height: number, row: ToDot): string[] {
  const marks = new Array<string>(height).fill('');
  for (const { mark, values } of series) {
    const wanted = Math.floor(row(values[values.length - 1]) / DOT_ROWS);
    const free = Array.from(marks.keys())
      .filter((at) => marks[at] === '')
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a);
    if (free.length > 0) marks[free[0]] = mark;
  }
  return marks;
}
