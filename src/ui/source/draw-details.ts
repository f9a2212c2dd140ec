/** What is told about the selected line: what it calls, and what it is compiled to. */
import type { LineCallee } from '../../analysis/line-callees.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import type { SourceInstruction } from '../../report/views/source.ts';
import type { Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { SourceLayout } from './layout.ts';
import { calleesOfLine, codeOf, costOfLine, type SourceState } from './model.ts';
import { colored, label, share, shareCell, VALUE_WIDTH, valueCell } from './value-text.ts';

/** What the selected line is and costs, and what it calls; or what it is compiled to, where that has no place beside it. */
export function paneRows(state: SourceState, room: Room, shows: SourceLayout['paneShows'], theme: Theme): string[] {
  const title = paneTitle(state, room.width, theme);
  const rest = { ...room, height: room.height - 1 };
  const rows = shows === 'code' ? codeRows(state, rest, theme, state.line) : calleeRows(state, rest, theme);
  while (rows.length < rest.height) rows.push('');
  return [title, ...rows];
}

function paneTitle(state: SourceState, width: number, theme: Theme): string {
  const { line } = state;
  const cost = costOfLine(state, line);
  const sums =
    cost === undefined
      ? 'no values'
      : `flat ${label(state, cost.flat)}  cum ${label(state, cost.cum)} ${share(state, cost.cum)}`;
  const owner = cost?.isOther ? `  of ${safeText(state.facts.shorten(cost.fn.name))}` : '';
  const title = cutToWidth(`── line ${line}  ${sums}${owner} `, width);
  return theme.heading(title) + theme.faint('─'.repeat(Math.max(0, width - textWidth(title))));
}

function calleeRows(state: SourceState, { height, width }: Room, theme: Theme): string[] {
  const callees = calleesOfLine(state);
  if (callees === undefined) return [theme.faint('  adding up what it calls …')];
  if (callees.length === 0) return [theme.faint(cutToWidth(`  ${nothingCalled(state)}`, width))];
  const selected = state.callee ?? 0;
  const isCut = callees.length > height;
  const shown = isCut ? Math.max(1, height - 1) : height;
  const { first, end } = windowAround(selected, { first: 0, length: callees.length, height: shown });
  const rows = callees.slice(first, end).map((callee, i) => calleeRow(state, callee, first + i, width, theme));
  if (isCut && height > 1) {
    const others = callees.length - (end - first);
    rows.push(theme.faint(cutToWidth(`  ${' '.repeat(VALUE_WIDTH)} ${others} other callees`, width)));
  }
  return rows;
}

function nothingCalled(state: SourceState): string {
  return costOfLine(state, state.line) === undefined ? 'nothing was sampled here' : 'it calls nothing in the samples';
}

function calleeRow(state: SourceState, callee: LineCallee, index: number, width: number, theme: Theme): string {
  const isSelected = index === state.callee;
  const values = `${valueCell(state, callee.cum)} ${shareCell(state, callee.cum)}`;
  const inline = callee.isInlined ? ' (inline)' : '';
  const room = Math.max(0, width - textWidth(values) - inline.length - 4);
  const { name } = callee;
  const shown = cutToWidth(name === '' ? '<unknown>' : safeText(state.facts.shorten(name)), room, 'start');
  const drawnName = isSelected ? theme.selected(shown) : theme.name(name, shown);
  const row = `${isSelected ? '> ' : '  '}${colored(state, callee.cum, values, theme)}  ${drawnName}`;
  return inline !== '' && room > 0 ? row + theme.faint(inline) : row;
}

/** The instructions of a function around those of the selected line, or those of `only` one line. */
export function codeRows(state: SourceState, { height, width }: Room, theme: Theme, only?: number): string[] {
  const code = codeOf(state);
  if (code === undefined) return [theme.faint(cutToWidth('disassembling …', width))];
  if (typeof code === 'string') return wrappedFaint(code, { height, width }, theme);
  const { problems } = code;
  const all = code.instructions;
  const instructions = only === undefined ? all : all.filter(({ line }) => line === only);
  const told = problems.flatMap((problem) => wrappedFaint(problem, { height, width }, theme));
  if (instructions.length === 0) {
    const reason =
      all.length === 0 ? 'no instructions: the profile names no binary for it' : 'no instruction is for this line';
    return (told.length > 0 ? told : [theme.faint(cutToWidth(reason, width))]).slice(0, height);
  }
  const rows = [...told.slice(0, 2), theme.heading(cutToWidth(CODE_HEADING, width))];
  const at = nearestInstruction(instructions, state.line);
  const list = { first: Math.max(0, at - (height >> 2)), length: instructions.length, height: height - rows.length };
  const { first, end } = windowAround(at, list);
  for (const instruction of instructions.slice(first, end)) rows.push(codeRow(state, instruction, width, theme));
  return rows.slice(0, height);
}

/** The first instruction for a line, or for the nearest that has any. */
function nearestInstruction(instructions: readonly SourceInstruction[], line: number): number {
  let nearest = 0;
  for (let i = 1; i < instructions.length; i++) {
    if (Math.abs(instructions[i].line - line) < Math.abs(instructions[nearest].line - line)) nearest = i;
  }
  return nearest;
}

const CODE_HEADING = `  ${'flat'.padStart(VALUE_WIDTH)} ${'cum'.padStart(VALUE_WIDTH)}  line address  instruction`;

function codeRow(state: SourceState, instruction: SourceInstruction, width: number, theme: Theme): string {
  const { address, text, flat, cum, line, inlined } = instruction;
  const isOfLine = line === state.line;
  const values = `${valueCell(state, flat)} ${valueCell(state, cum)}`;
  const origin =
    inlined === undefined ? '' : `  ; ${inlined.file.slice(inlined.file.lastIndexOf('/') + 1)}:${inlined.line}`;
  const rest = `${String(line).padStart(6)} ${address.toString(16).padStart(7)}  ${safeText(text)}${safeText(origin)}`;
  const shown = cutToWidth(rest, Math.max(0, width - 2 - textWidth(values)));
  const drawnSums = cum === 0 && flat === 0 ? theme.faint(values) : colored(state, cum, values, theme);
  return `${isOfLine ? '> ' : '  '}${drawnSums}${isOfLine ? theme.line(shown) : theme.faint(shown)}`;
}

/** A longer text in as many rows as it takes, broken between words. */
function wrappedFaint(text: string, { height, width }: Room, theme: Theme): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of safeText(text).split(' ')) {
    if (row !== '' && textWidth(row) + 1 + textWidth(word) > width) {
      rows.push(row);
      row = word;
    } else {
      row = row === '' ? word : `${row} ${word}`;
    }
  }
  rows.push(row);
  return rows.slice(0, height).map((part) => theme.faint(cutToWidth(part, width)));
}
