import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { NamePiece } from '../widgets/name-pieces.ts';
import type { LineEditor } from './line-editor.ts';
import { lineWindow, styledLine } from './line-window.ts';
import type { SearchMode } from './model.ts';
import {
  lineRow,
  matchedParts,
  type PromptLayout,
  type PromptRow,
  type PromptRows,
  pageStart,
  roomOf,
  widthOf,
} from './prompt-row.ts';

/** The earlier lines that are shown at most. */
const SEARCH_ROWS = 10;

const QUERY_PROMPT = 'search: ';

/**
 * The selected line as a preview, the matches below it with the best at the bottom, next to what is looked for: so Up
 * leads up, to earlier ones.
 */
export function searchRows(editor: LineEditor, search: SearchMode, layout: PromptLayout): PromptRows {
  const { columns } = layout;
  const { matches, selected, lines } = search;
  const width = widthOf(layout);
  const room = roomOf(layout);
  const height = Math.min(SEARCH_ROWS, lines.length, room - 1);
  const rows: PromptRow[] = [];
  if (room > 0) {
    const matched = selected === undefined ? [] : matches[selected].matched;
    rows.push(lineRow(editor, layout, matchedParts(matched), '').row);
  }
  if (height > 0) {
    const first = pageStart(selected ?? -1, height, Math.max(height, matches.length));
    const shown = matches.slice(first, first + height).map(
      ({ line, matched }, i): PromptRow => ({
        type: 'choice',
        choice: {
          pieces: headPieces(line, width - 2, matched),
          help: '',
          isSelected: first + i === selected,
        },
      }),
    );
    while (shown.length < height) shown.push({ type: 'plain', text: '' });
    rows.push(...shown.reverse());
  }
  const isFailed = matches.length === 0 && search.query !== '';
  const prompt = cutToWidth(isFailed ? 'nothing found: ' : QUERY_PROMPT, Math.floor(width / 2), 'start');
  const promptWidth = textWidth(prompt);
  const query = lineWindow(search.query, search.query.length, columns - promptWidth);
  rows.push({ type: 'line', prompt, pieces: [{ text: query.before, style: undefined }], ghost: '' });
  return { rows, cursor: { x: promptWidth + query.cursorX, y: rows.length - 1 } };
}

/** A line from its beginning, with letters marked. */
function headPieces(line: string, width: number, matched: readonly number[]): readonly NamePiece[] {
  return styledLine(line, width, matchedParts(matched)).map(({ text, style }) => ({
    text,
    isMatched: style === 'matched',
  }));
}
