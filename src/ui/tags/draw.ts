import { memoizeByIdentity } from '../../base/memoize.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { shareLabel, shareOf, valueLabel } from '../../report/value-labels.ts';
import type { TagsAnswer } from '../../report/views/tags.ts';
import type { Look, Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import { amountOfRow, markOfRow, rowAt, rowsOf, selectedRow, type TagRow, type TagsState } from './model.ts';
import { HEADING_ROWS, listHeight } from './update.ts';

const VALUE_WIDTH = 10;
const SHARE_WIDTH = 7;
const SAMPLES_WIDTH = 9;
/** Smaller ones are said to be small where they have too many digits. */
const LEAST_SHARE = 0.0001;
/** The marks of the selected row and of what is kept or dropped. */
const MARKS_WIDTH = 3;

/** What there is room for. */
interface Columns {
  readonly barWidth: number;
  readonly hasSamples: boolean;
  readonly textWidth: number;
}

function columnsIn(width: number): Columns {
  const barWidth = width < 50 ? 0 : width < 100 ? 12 : 30;
  const hasSamples = width >= 70;
  const used = MARKS_WIDTH + VALUE_WIDTH + 1 + SHARE_WIDTH + (hasSamples ? SAMPLES_WIDTH + 1 : 0);
  return { barWidth, hasSamples, textWidth: width - used - (barWidth === 0 ? 0 : barWidth + 2) - 2 };
}

/** The headings and the rows in view. */
export function drawTags(state: TagsState, room: Room, { theme }: Look): readonly string[] {
  const rows = rowsOf(state);
  const columns = columnsIn(room.width);
  const { first, end } = windowAround(state.selected, {
    first: state.first,
    length: rows.length,
    height: listHeight(room),
  });
  const headings = theme.heading(cutToWidth(headingText(state, columns), room.width));
  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, i) => {
    const row = rowAt(rows, first + i);
    return row === undefined ? '' : drawRow(state, row, first + i === state.selected, columns, theme);
  });
  if (rows.length === 0) drawn.push(theme.faint(cutToWidth(`   ${nothingText(state)}`, room.width)));
  return [headings, ...drawn].slice(0, room.height + HEADING_ROWS - 1);
}

function nothingText({ answer, filter }: TagsState): string {
  return answer.keys.length === 0 ? 'the samples have no tags' : `no tag contains ${safeText(filter)}`;
}

function headingText({ answer, filter }: TagsState, { barWidth, hasSamples }: Columns): string {
  const { labels } = answer;
  const cells = [
    ' '.repeat(MARKS_WIDTH) + 'value'.padStart(VALUE_WIDTH),
    'share'.padStart(SHARE_WIDTH),
    ...(hasSamples ? ['samples'.padStart(SAMPLES_WIDTH)] : []),
  ].join(' ');
  const bar = barWidth === 0 ? '' : ' '.repeat(barWidth + 2);
  const shown = filter === '' ? '' : `, with ${filter}`;
  return `${cells}${bar}  ${safeText(`${labels.type}, ${valueLabel(labels, labels.total)} in total${shown}`)}`;
}

function drawRow(
  state: TagsState,
  row: TagRow,
  isSelected: boolean,
  { barWidth, hasSamples, textWidth }: Columns,
  theme: Theme,
): string {
  const { labels } = state.answer;
  const { amount, samples } = amountOfRow(row);
  const mark = markOfRow(state, row);
  const sign = mark === undefined ? ' ' : mark === 'keep' ? '+' : '-';
  const isChange = holdsShrunk(state.answer);
  const label = `${isChange && amount > 0 ? '+' : ''}${valueLabel(labels, amount)}`;
  const value = cutToWidth(label, VALUE_WIDTH).padStart(VALUE_WIDTH);
  const share = shareOf(labels, amount);
  const values = `${value} ${shareText(shareLabel(labels, amount).trim(), share).padStart(SHARE_WIDTH)}`;
  const counted = hasSamples ? ` ${String(samples ?? '').padStart(SAMPLES_WIDTH)}` : '';
  const filled = barText(share, barWidth);
  const bar = barWidth === 0 ? '' : `  ${filled}${' '.repeat(barWidth - filled.length)}`;
  const text = cutToWidth(rowText(row), textWidth);
  const marks = `${isSelected ? '>' : ' '}${sign} `;
  if (isSelected) return `${marks}${theme.selected(`${values}${counted}${bar}  ${text}`)}`;
  if (samples === 0) return theme.faint(`${marks}${values}${counted}${bar}  ${text}`);
  const drawnText = row.type === 'key' ? theme.heading(text) : theme.line(text);
  const coloured = (cells: string) =>
    isChange ? theme.change(cells, amount > 0 ? 1 : amount < 0 ? -1 : 0) : theme.heat(cells, share);
  return `${theme.accent(marks)}${coloured(values)}${theme.faint(counted)}${coloured(bar)}  ${drawnText}`;
}

/** A share in its column. Tiny ones have more digits than there is room for, and so have those of a total near zero. */
function shareText(text: string, share: number): string {
  if (text.length <= SHARE_WIDTH) return text;
  return share < LEAST_SHARE ? '<0.01%' : cutToWidth(text, SHARE_WIDTH);
}

/** Whether there are values below zero, as in what changed since a base: then all of them have their signs. */
const holdsShrunk = memoizeByIdentity(({ keys }: TagsAnswer) =>
  keys.some(({ values }) => values.some(({ amount }) => amount < 0)),
);

/** A bar as long as the share; what is there at all shows. */
function barText(share: number, width: number): string {
  return '█'.repeat(share === 0 ? 0 : Math.max(1, Math.round(share * width)));
}

const SIGNS = { open: '▾', closed: '▸' };

function rowText(row: TagRow): string {
  if (row.type === 'value')
    return `${'  '.repeat(row.depth)}  ${row.value.text === '' ? '(empty)' : safeText(row.value.text)}`;
  const sign = row.isOpen ? SIGNS.open : SIGNS.closed;
  const [indent, text, count] =
    row.type === 'key'
      ? ['', safeText(row.tagKey.key), row.tagKey.values.length]
      : ['  ', row.range.text, row.range.values.length];
  return `${indent}${sign} ${text}  ${count} ${count === 1 ? 'value' : 'values'}`;
}

/** The selected row in words. */
export function describeTags(state: TagsState): readonly string[] {
  const row = selectedRow(state);
  if (row === undefined) return [nothingText(state)];
  const { labels } = state.answer;
  const { amount } = amountOfRow(row);
  const mark = markOfRow(state, row);
  const marked = mark === undefined ? '' : mark === 'keep' ? ', marked to be kept' : ', marked to be dropped';
  const opened = row.type === 'value' ? '' : row.isOpen ? ', open' : ', closed';
  return [
    `row ${state.selected + 1} of ${rowsOf(state).length}: ${safeText(rowTitle(row))}${opened}${marked}`,
    `${valueLabel(labels, amount)}, ${shareLabel(labels, amount).trim()} of the total`,
  ];
}

/** `route=cart`; a key alone; a key with a range. */
export function rowTitle(row: TagRow): string {
  const { key } = row.tagKey;
  if (row.type === 'key') return key;
  return `${key}=${row.type === 'range' ? row.range.text : row.value.text}`;
}
