import type { FlameBox, FlameLayout } from '../../analysis/flame-layout.ts';
import type { FlameFrame } from '../../analysis/flame-tree.ts';
import { add, type Int64 } from '../../base/int64.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { stringAt } from '../../profile/strings.ts';
import { NONE } from '../../profile/tables.ts';
import type { Theme } from '../../report/theme.ts';
import { shareLabel } from '../../report/value-labels.ts';
import { type FlameModel, type FlameState, nameOf } from './model.ts';

interface DetailSurroundings {
  readonly width: number;
  /** How many rows of the graph are on the screen. */
  readonly height: number;
  /** All that it has. */
  readonly rows: FlameLayout['rows'];
  readonly theme: Theme;
}

/** What there is to tell about a box: what it is, its values, and what the widths and colours of all of them mean. */
export function detailLines(
  state: FlameState,
  box: FlameBox,
  { width, height, rows, theme }: DetailSurroundings,
): readonly string[] {
  const { model, zoom } = state;
  const isGathered = box.gathered > 0;
  const sign = Math.sign(Number(boxValue(box)));
  const place = isGathered ? '' : placeOf(model, box.frame);
  const name = safeText(isGathered ? gatheredName(state, box) : nameOf(model, box.frame));
  const nameWidth = Math.max(1, width - (place === '' ? 0 : Math.min(textWidth(place) + 2, Math.floor(width / 2))));
  const shownName = cutToWidth(name, nameWidth, 'start');
  const placeWidth = width - textWidth(shownName) - 2;
  const shownPlace = place === '' || placeWidth < 4 ? '' : `  ${cutToWidth(safeText(place), placeWidth, 'start')}`;
  const isKnown = state.tree.root.callees !== undefined;
  const values = cutToWidth(isKnown ? valueTexts(state, box).join('  ') : 'adding up…', width);
  const heading = isGathered && zoom.frame !== box.frame ? theme.faint(shownName) : theme.heading(shownName);
  return [
    heading + theme.faint(shownPlace),
    model.isDiff ? theme.change(values, sign) : theme.heat(values, model.view.share(boxValue(box))),
    ...legend(state, { width, height, rows, theme }),
  ];
}

function gatheredName(state: FlameState, { frame, gathered }: FlameBox): string {
  return `‥ ${gathered} frames on ${nameOf(state.model, frame)}`;
}

/** The cum value of a frame, or of all that are gathered. */
function boxValue({ frame, gathered, from }: Values): Int64 {
  if (gathered === 0) return frame.cum;
  return (frame.callees ?? []).slice(from, from + gathered).reduce<Int64>((sum, { cum }) => add(sum, cum), 0);
}

/** What the values of a box are made of. */
type Values = Pick<FlameBox, 'frame' | 'gathered' | 'from' | 'weight'>;

/** The values of a box, the most telling first, as what does not fit is cut. */
export function valueTexts({ model, tree }: Pick<FlameState, 'model' | 'tree'>, box: Values): readonly string[] {
  const { view, labels, isDiff } = model;
  const { frame, gathered } = box;
  const cum = boxValue(box);
  const caller = gathered > 0 ? frame : frame.caller;
  const signed = (value: Int64) => `${isDiff && Number(value) > 0 ? '+' : ''}${view.label(value)}`;
  const withShare = (word: string, value: Int64) => `${word} ${signed(value)} ${view.percent(value)}`;
  const word = tree.direction === 'callees' ? 'caller' : 'callee';
  const ofCaller = (total: Int64) => `${shareLabel({ ...labels, total }, cum).trim()} of its ${word}`;
  return [
    withShare(gathered > 0 ? 'together' : 'cum', cum),
    ...(gathered > 0 ? [] : [withShare('flat', frame.flat)]),
    ...(isDiff ? changeTexts(model, box) : caller === undefined || caller.entry === NONE ? [] : [ofCaller(caller.cum)]),
  ];
}

/** What a change is made of. The width of a frame is both together, as they may even each other out. */
function changeTexts({ view }: FlameModel, box: Values): readonly string[] {
  if (view.question.shownValues.divisor !== undefined) return [];
  const cum = Number(boxValue(box));
  const grown = Math.round((box.weight + cum) / 2);
  const shrunk = Math.round((box.weight - cum) / 2);
  return [`(+${view.label(grown)} -${view.label(shrunk)})`];
}

/** Where the function is written, as far as the profile tells. */
function placeOf({ view }: FlameModel, { entry }: FlameFrame): string {
  if (entry === NONE) return '';
  const { profile, table } = view.question;
  const { file, line } = table.entries[entry];
  if (file !== '') return line > 0 ? `${file}:${line}` : file;
  const frame = (table.frames as unknown as Int32Array).indexOf(entry);
  if (frame === -1) return '';
  const location = locationOf(table.frameStart, frame);
  const { lineStart, lineEnd } = profile.locations;
  // Without inlined calls only the last lines of a location are frames.
  const row = lineEnd[location] - (table.frameStart[location + 1] - frame);
  if (row < lineStart[location]) return '';
  const fn = profile.lines.function[row];
  const name = stringAt(profile.strings, profile.functions.fileName[fn]);
  const start = profile.functions.startLine[fn];
  return name === '' || start <= 0 ? name : `${name}:${start}`;
}

/** The location that has a frame. */
function locationOf(frameStart: Int32Array, frame: number): number {
  let low = 0;
  let high = frameStart.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (frameStart[middle] <= frame) low = middle;
    else high = middle;
  }
  return low;
}

/** What was found, or what is seen. */
function legend(state: FlameState, { width, height, rows, theme }: DetailSurroundings): readonly string[] {
  const found = matchText(state);
  if (found !== undefined) return [theme.accent(cutToWidth(found, width))];
  const color = theme.depth === 'none' ? 'colours are off' : `colour: ${COLORING_TEXTS[state.coloring]}`;
  const { first } = state;
  const levels =
    rows.length > height ? `levels ${first + 1}-${Math.min(first + height, rows.length)} of ${rows.length}` : '';
  const isGathered = rows.some((row) => row.some(({ gathered }) => gathered > 0));
  const texts = [widthText(state), color, levels, isGathered ? '‥ narrow ones, gathered' : ''];
  return [theme.faint(cutToWidth(texts.filter((text) => text !== '').join(' · '), width))];
}

/** How much of all samples goes through what is searched for. */
export function matchText({ model, search }: Pick<FlameState, 'model' | 'search'>): string | undefined {
  if (search === undefined) return undefined;
  const { finds } = search;
  const text = safeText(search.text);
  if (finds === undefined) return `/${text}: adding up…`;
  const { view } = model;
  const functions = `${finds.functions} function${finds.functions === 1 ? '' : 's'}`;
  return `/${text}: ${view.label(finds.sum)} of ${view.label(view.total)}, ${view.percent(finds.sum)}, in ${functions}`;
}

const COLORING_TEXTS = { package: 'package', value: 'share of the total', change: 'grown or shrunk' };

/** What the widths of frames tell. */
export function widthText({ model, tree, zoom }: FlameState): string {
  const from = tree.direction === 'callees' ? '' : 'callers on their callees · ';
  return from + (model.isDiff ? 'width: grown and shrunk together' : `width: share of ${zoomText(model, zoom.frame)}`);
}

function zoomText({ view }: FlameModel, frame: FlameFrame): string {
  return frame.entry === NONE ? `all, ${view.label(frame.cum)}` : `${view.label(frame.cum)} zoomed in to`;
}
