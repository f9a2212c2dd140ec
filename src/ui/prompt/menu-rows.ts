import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import type { Candidate, CandidateKind } from '../../shell/language/completion/candidate.ts';
import { type NamePiece, namePieces } from '../widgets/name-pieces.ts';
import { unlisted } from './completion-menu.ts';
import type { MenuMode } from './model.ts';
import { type Choice, moreText, type PromptLayout, type PromptRow, pageStart, rangesOf } from './prompt-row.ts';

/** The candidates that are shown at most. */
const MENU_ROWS = 8;

/** The widest a candidate is drawn while there is help to show beside it, as a share of the terminal. */
const CANDIDATE_SHARE = 0.6;

interface MenuPlace {
  /** Rows. */
  readonly room: number;
  /** Cells. */
  readonly width: number;
  /** Takes the rows of the largest menu at once. */
  readonly isSteady: boolean;
  /** The form of a function's name to show. */
  readonly shorten?: PromptLayout['shorten'];
}

/**
 * The page of candidates with the selected one, and below it the note or how many more there are. A menu that comes
 * with typing is steady: where the prompt is at the bottom of the screen, it scrolls once, and not again with every
 * letter.
 */
export function menuRows(mode: MenuMode, note: PromptRow | undefined, place: MenuPlace): PromptRow[] {
  const { room, width } = place;
  const { candidates } = mode.completion;
  const roomForAll = Math.min(MENU_ROWS, room - (note === undefined ? 0 : 1));
  const isWhole = candidates.length <= roomForAll && unlisted(mode.completion) === 0;
  const size = isWhole ? candidates.length : Math.min(candidates.length, MENU_ROWS, room - 1);
  if (size <= 0) return room > 0 && note !== undefined ? [note] : [];
  const rows: PromptRow[] = choicesOf(mode, size, place).map((choice) => ({ type: 'choice', choice }));
  const hidden = candidates.length + unlisted(mode.completion) - size;
  if (note !== undefined) rows.push(note);
  else if (hidden > 0) rows.push({ type: 'faint', text: cutToWidth(moreText(hidden), width) });
  const height = place.isSteady ? Math.min(MENU_ROWS + 1, room) : 0;
  while (rows.length < height) rows.push({ type: 'plain', text: '' });
  return rows;
}

function choicesOf({ completion, selected = -1 }: MenuMode, size: number, place: MenuPlace): Choice[] {
  const { candidates } = completion;
  const { width, shorten } = place;
  const first = pageStart(selected, size, candidates.length);
  const shown = candidates.slice(first, first + size).map((candidate) => shortened(asRead(candidate), shorten));
  // Two cells for the mark of the selected one, two between a candidate and its help.
  const hasHelp = shown.some(({ help }) => help !== undefined);
  const widest = Math.max(...shown.map(({ text }) => textWidth(safeText(text))));
  const column = Math.min(widest, Math.floor(hasHelp ? width * CANDIDATE_SHARE : width - 2));
  return shown.map(({ text, help = '', matched = [] }, i) => ({
    pieces: padded(namePieces(text, column, rangesOf(matched)), column),
    help: cutToWidth(safeText(help), width - column - 4),
    isSelected: first + i === selected,
  }));
}

/** Of a pattern that matches a name, the name: what is escaped in it is more easily read as it is. */
function asRead(candidate: Candidate): Candidate {
  const { text, matched = [], kind } = candidate;
  if (kind === undefined || !PATTERNS.has(kind) || !text.includes('\\')) return candidate;
  let shown = '';
  const places: number[] = [];
  const isMatched = new Set(matched);
  for (let at = 0; at < text.length; at++) {
    // What is behind a backslash and a letter or digit means something else, such as a control character.
    if (text[at] === '\\' && /[^\p{L}\p{N}]/u.test(text[at + 1] ?? '')) at++;
    if (isMatched.has(at)) places.push(shown.length);
    shown += text[at];
  }
  return { ...candidate, text: shown, matched: places };
}

/** In quotes or behind the beginning of a rule a name is left as it will stand in the line. */
function shortened(candidate: Candidate, shorten: MenuPlace['shorten']): Candidate {
  const { text, matched = [], kind } = candidate;
  if (shorten === undefined || kind !== 'function' || !/^[\p{L}_]/u.test(text)) return candidate;
  const short = shorten(text);
  const places = shortRanges(text, short, rangesOf(matched)).flatMap(([start, end]) =>
    Array.from({ length: end - start }, (_, i) => start + i),
  );
  return { ...candidate, text: short, matched: places };
}

const PATTERNS: ReadonlySet<string> = new Set(['function', 'package', 'file'] satisfies CandidateKind[]);

function padded(pieces: readonly NamePiece[], width: number): readonly NamePiece[] {
  const used = pieces.reduce((sum, { text }) => sum + textWidth(text), 0);
  return used >= width ? pieces : [...pieces, { text: ' '.repeat(width - used), isMatched: false }];
}
