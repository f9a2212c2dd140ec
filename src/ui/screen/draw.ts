import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { lineWindow } from '../prompt/line-window.ts';
import type { CursorPlace } from '../terminal/painter.ts';
import { keyHelpRows } from '../widgets/key-help.ts';
import { drawKeyLine } from '../widgets/key-line.ts';
import { windowAround } from '../widgets/scroll.ts';
import { keyHints, keysOf } from './keys.ts';
import type { MenuItem, Overlay, ScreenState } from './model.ts';
import type { Room, ScreenSpec } from './spec.ts';
import { menuTop } from './update.ts';

/** A frame: all rows of the screen, and the cursor where text is typed. */
export interface DrawnScreen {
  readonly rows: readonly string[];
  readonly cursor: CursorPlace | undefined;
}

/** Draws a view in its frame. */
export function drawScreen<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  room: Room,
  theme: Theme,
): DrawnScreen {
  const { own, overlay, facts } = state;
  const searched = overlay?.type === 'search' ? overlay.query.text : state.searched;
  const body = overlay?.type === 'help' ? helpRows(spec, overlay.first, room, theme) : undefined;
  const rows = body ?? [...spec.draw(own, room, { theme, searched })];
  while (rows.length < room.height) rows.push('');
  if (overlay?.type === 'menu') {
    const menu = menuRows(overlay, spec.target(own)?.name ?? '', room, theme);
    rows.splice(menuTop(overlay.items.length, room), menu.length, ...menu);
  }
  const bottom = bottomLine(spec, state, room, theme);
  const crumbs = [...facts.trail, ...spec.crumbs(own)];
  return { rows: [drawCrumbs(crumbs, room.width, theme), ...rows, bottom.text], cursor: bottom.cursor };
}

const CRUMB_GAP = ' › ';

/** The breadcrumb in one line. Where it is too long the outermost crumbs go first, but for the very first. */
export function drawCrumbs(crumbs: readonly string[], width: number, theme: Theme): string {
  const texts = crumbs.map(safeText);
  const widthOf = (parts: readonly string[]) => textWidth(parts.join(CRUMB_GAP));
  let shown = texts;
  for (let from = 2; widthOf(shown) > width && from < texts.length; from++) {
    shown = [texts[0], '…', ...texts.slice(from)];
  }
  if (widthOf(shown) > width) shown = ['…', texts[texts.length - 1]];
  if (widthOf(shown) > width) return theme.heading(cutToWidth(texts[texts.length - 1], width, 'start'));
  const last = shown.length - 1;
  return shown.map((text, i) => (i === last ? theme.heading(text) : theme.faint(text))).join(theme.faint(CRUMB_GAP));
}

function bottomLine<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  { width, height }: Room,
  theme: Theme,
): { readonly text: string; readonly cursor: CursorPlace | undefined } {
  const { overlay, note } = state;
  if (overlay?.type === 'search') {
    const { before, after, cursorX } = lineWindow(overlay.query.text, overlay.query.cursor, width - 1);
    const typed = `/${before}${after}`;
    const told = note === '' ? '' : cutToWidth(`  ${safeText(note)}`, Math.max(0, width - textWidth(typed)));
    return { text: theme.line(typed) + theme.accent(told), cursor: { x: cursorX + 1, y: height + 1 } };
  }
  const text =
    note === '' ? drawKeyLine(keyHints(spec, state), width, theme) : theme.accent(cutToWidth(safeText(note), width));
  return { text, cursor: undefined };
}

const KEYS_WIDTH = 16;

function helpRows<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  first: number,
  { width, height }: Room,
  theme: Theme,
): string[] {
  return keyHelpRows(keysOf(spec))
    .slice(first, first + height)
    .map(({ keys, help }) => {
      const shown = cutToWidth(help, Math.max(1, width - KEYS_WIDTH - 3));
      return `  ${theme.accent(padToWidth(cutToWidth(keys, KEYS_WIDTH), KEYS_WIDTH))} ${theme.line(shown)}`;
    });
}

/** The menu of commands, with a line for what it is about on top. */
function menuRows<Own>(
  { items, selected }: Extract<Overlay<Own>, { readonly type: 'menu' }>,
  about: string,
  { width, height }: Room,
  theme: Theme,
): string[] {
  const { first, end } = windowAround(selected, { first: 0, length: items.length, height: Math.max(1, height - 1) });
  const title = cutToWidth(`── ${safeText(about.split('\n').join(', '))} `, width);
  const rule = '─'.repeat(Math.max(0, width - textWidth(title)));
  const drawn = ({ command, reason }: MenuItem, i: number) => {
    const text = cutToWidth(`${command.key}  ${command.name.padEnd(9)} ${reason ?? command.help}`, width - 2);
    if (first + i === selected) return `> ${theme.selected(text)}`;
    return `  ${reason === undefined ? theme.line(text) : theme.faint(text)}`;
  };
  return [theme.heading(title) + theme.faint(rule), ...items.slice(first, end).map(drawn)];
}

/** The screen in words, for those who have it read to them. */
export function spokenScreen<Own, Action>(spec: ScreenSpec<Own, Action>, state: ScreenState<Own>): readonly string[] {
  const { own, overlay, note } = state;
  const told = note === '' ? [] : [safeText(note)];
  const place = [spec.name, ...spec.crumbs(own)].map(safeText).join(', ');
  switch (overlay?.type) {
    case 'help':
      return keyHelpRows(keysOf(spec)).map(({ keys, help }) => `${keys}: ${help}`);
    case 'menu': {
      const { command, reason } = overlay.items[overlay.selected];
      const at = `command ${overlay.selected + 1} of ${overlay.items.length}`;
      return [`${at}: ${command.name}, ${reason ?? command.help}`];
    }
    case 'search':
      return [`search: ${safeText(overlay.query.text)}`, ...spec.describe(own).map(safeText), ...told];
    default:
      return [place, ...spec.describe(own).map(safeText), ...told];
  }
}
