/**
 * Coloured cells: text on a ground, as frames of a flame graph are drawn. Text and ground are told apart by a contrast of
 * at least 4.5 to 1 in the colours of the 256, in the palette `contrast` by 7 to 1, whatever the terminal's own
 * background is. Where a palette has no colours, cells are told apart by what is written into them.
 */

import type { Palette } from './palettes.ts';
import type { ColorDepth } from './theme.ts';

/** What a ground tells. */
export type Ground =
  /** The package of a function, by the name of the function. */
  | { readonly type: 'package'; readonly name: string }
  /** A share of the total, from 0 to 1. */
  | { readonly type: 'heat'; readonly share: number }
  /** How much has grown or, below zero, shrunk, as a share of what was there: from -1 to 1. */
  | { readonly type: 'change'; readonly share: number }
  | { readonly type: 'selected' | 'matched' | 'gathered' };

/** SGR codes of text on a ground, and of the ground as the colour of text, for its edges. */
export interface CellColor {
  readonly text: string;
  readonly ground: string;
  /** Undefined without colours. */
  readonly edge: string | undefined;
}

/** A piece of a row: text on a ground, the edge of a ground, or the terminal's own colours. */
export interface CellRun {
  readonly text: string;
  readonly color: CellColor | undefined;
  /** The text is a block that is drawn in the colour of the ground on the terminal's own background. */
  readonly isEdge?: boolean;
}

export interface CellColors {
  readonly packages: readonly CellColor[];
  /** From the coldest to the warmest. */
  readonly heat: readonly CellColor[];
  /** From a little to much. */
  readonly grown: readonly CellColor[];
  readonly shrunk: readonly CellColor[];
  readonly same: CellColor;
  readonly selected: CellColor;
  readonly matched: CellColor;
  readonly gathered: CellColor;
}

/** Two of the 256 colours. */
const pair = (text: number, ground: number): CellColor => ({
  text: `38;5;${text}`,
  ground: `48;5;${ground}`,
  edge: `38;5;${ground}`,
});

/** Two of the sixteen, by the SGR codes that they have for text. */
const basic = (text: number, ground: number): CellColor => ({
  text: `${text}`,
  ground: `${ground + 10}`,
  edge: `${ground}`,
});

const attributes = (codes: string): CellColor => ({ text: '39', ground: codes, edge: undefined });

const BLACK = 16;
const WHITE = 231;
const onEach = (text: number, grounds: readonly number[]) => grounds.map((ground) => pair(text, ground));

const DARK: CellColors = {
  packages: onEach(BLACK, [80, 114, 176, 111, 180, 150, 146, 210, 73]),
  heat: onEach(BLACK, [246, 187, 179, 208, 203]),
  grown: onEach(BLACK, [223, 209]),
  shrunk: onEach(BLACK, [152, 75]),
  same: pair(BLACK, 250),
  selected: pair(BLACK, WHITE),
  matched: pair(BLACK, 226),
  gathered: pair(252, 238),
};

const LIGHT: CellColors = {
  packages: onEach(WHITE, [24, 28, 90, 26, 94, 23, 61, 125, 22]),
  heat: onEach(WHITE, [242, 25, 130, 162, 160]),
  grown: onEach(WHITE, [130, 124]),
  shrunk: onEach(WHITE, [25, 18]),
  same: pair(WHITE, 242),
  selected: pair(WHITE, BLACK),
  matched: pair(BLACK, 226),
  gathered: pair(238, 252),
};

const CONTRAST: CellColors = {
  packages: onEach(BLACK, [123, 156, 219, 250]),
  heat: onEach(BLACK, [250, 230, 221, 209, 213]),
  grown: onEach(BLACK, [229, 214]),
  shrunk: onEach(BLACK, [195, 123]),
  same: pair(BLACK, 250),
  selected: pair(BLACK, WHITE),
  matched: pair(BLACK, 226),
  gathered: pair(WHITE, 236),
};

/** Black on those of the sixteen that are light enough for it in nearly all set-ups. */
const DARK_BASIC: CellColors = {
  packages: [36, 32, 35, 96, 92, 95].map((ground) => basic(30, ground)),
  heat: [37, 36, 32, 33, 91].map((ground) => basic(30, ground)),
  grown: [33, 91].map((ground) => basic(30, ground)),
  shrunk: [96, 36].map((ground) => basic(30, ground)),
  same: basic(30, 37),
  selected: basic(30, 97),
  matched: basic(30, 93),
  gathered: basic(37, 30),
};

const LIGHT_BASIC: CellColors = { ...DARK_BASIC, selected: basic(97, 30), gathered: basic(30, 37) };

const NO_COLOR = attributes('0');
const PLAIN: CellColors = {
  packages: [NO_COLOR],
  heat: [NO_COLOR],
  grown: [NO_COLOR],
  shrunk: [NO_COLOR],
  same: NO_COLOR,
  selected: attributes('7'),
  matched: attributes('1;4'),
  gathered: attributes('2'),
};

const COLORS: Readonly<Record<Palette, { readonly basic: CellColors; readonly palette: CellColors }>> = {
  dark: { basic: DARK_BASIC, palette: DARK },
  light: { basic: LIGHT_BASIC, palette: LIGHT },
  contrast: { basic: DARK_BASIC, palette: CONTRAST },
  plain: { basic: PLAIN, palette: PLAIN },
};

/** The colours of cells; undefined where nothing is coloured at all. */
export function cellColorsOf(palette: Palette, depth: ColorDepth): CellColors | undefined {
  return depth === 'none' ? undefined : COLORS[palette][depth];
}

const END = '\u001b[m';

/** Draws the pieces of a row, with an SGR sequence only where the colours change. The text is safe already. */
export function drawCellRuns(runs: readonly CellRun[]): string {
  let row = '';
  let [text, ground] = ['', ''];
  for (const { text: letters, color, isEdge = false } of runs) {
    if (color === undefined || isEdge) {
      if (ground !== '') row += END;
      if (ground !== '') [text, ground] = ['', ''];
      row += isEdge && color?.edge !== undefined ? `\u001b[${color.edge}m${letters}${END}` : letters;
      continue;
    }
    const codes: string[] = [];
    // Attributes do not take each other's place as colours do.
    if (color.edge === undefined && color.ground !== ground) codes.push('0', color.ground);
    else {
      if (color.text !== text) codes.push(color.text);
      if (color.ground !== ground) codes.push(color.ground);
    }
    if (codes.length > 0) row += `\u001b[${codes.join(';')}m`;
    row += letters;
    [text, ground] = [color.text, color.ground];
  }
  return ground === '' ? row : row + END;
}
