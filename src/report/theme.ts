import { safeText } from '../base/safe-text.ts';
import {
  type CellColor,
  type CellColors,
  type CellRun,
  cellColorsOf,
  drawCellRuns,
  type Ground,
} from './cell-colors.ts';
import type { Line, Span } from './line.ts';
import { type Palette, type Style, type SyntaxRole, stylesOf } from './palettes.ts';

/** How much colour a terminal can show: none, 16 colours, or the palette of 256. */
export type ColorDepth = 'none' | 'basic' | 'palette';

/** Draws text with SGR sequences. All text is made safe for the terminal on the way. */
export interface Theme {
  readonly depth: ColorDepth;
  /** A line of a report, coloured by what its pieces mean. Without its colours it reads as the plain line. */
  line(line: Line): string;
  /** A value coloured by its share of the total, from 0 to 1. */
  heat(text: string, share: number): string;
  /** A change since the base, coloured by its direction: grown where `sign` is positive, shrunk where it is negative. */
  change(text: string, sign: number): string;
  /** A function name, coloured by its package. `shown` is what stands for it, where that is decided already. */
  name(text: string, shown?: string): string;
  faint(text: string): string;
  heading(text: string): string;
  /** Letters of a name that a search matched. */
  matched(text: string): string;
  /** The selected row of a list. */
  selected(text: string): string;
  error(text: string): string;
  /** A name of an option or command in text. */
  accent(text: string): string;
  /** A part of a line that is typed. */
  syntax(role: SyntaxRole, text: string): string;
  /** Text that is offered and not typed yet. */
  ghost(text: string): string;
  /** The colours of cells that tell something; undefined where there are none. Those that look alike are the same. */
  cellColor(ground: Ground): CellColor | undefined;
  /** A row of coloured cells: an SGR sequence only where the colours change. */
  cells(runs: readonly CellRun[]): string;
}

/** What a theme is made of. */
export interface ThemeOptions {
  readonly depth: ColorDepth;
  /** `dark` where it is left out. */
  readonly palette?: Palette;
  /** What is drawn for the name of a function; the whole name where it is left out. Its colour is that of the name. */
  readonly shorten?: (name: string) => string;
}

/** From which share of the total on a value is drawn in the next warmer colour. */
const HEAT_STEPS = [0.005, 0.05, 0.15, 0.4];

const heatStep = (share: number) => HEAT_STEPS.filter((step) => share >= step).length;

/** A theme by what it is made of, or the dark one of a depth. Where there are no colours no SGR is written at all. */
export function makeTheme(options: ColorDepth | ThemeOptions): Theme {
  const { depth, palette = 'dark', shorten = asItIs } = typeof options === 'string' ? { depth: options } : options;
  const styles = depth === 'none' ? undefined : stylesOf(palette)[depth];
  const cellColors = cellColorsOf(palette, depth);
  const drawn = (style: Style | undefined, text: string) =>
    style === undefined ? safeText(text) : styled(style, text);
  const heat = (text: string, share: number) => drawn(styles?.heat[heatStep(share)], text);
  const name = (text: string, shown = shorten(text)) => drawn(styles && packageStyle(styles.packages, text), shown);
  const span = ({ text, role, share }: Span): string => {
    if (role === 'value') return heat(text, share ?? 0);
    return role === 'name' ? name(text) : drawn(styles?.[role], text);
  };
  return {
    depth,
    line: (line) =>
      typeof line === 'string'
        ? safeText(line)
        : line.map((piece) => (typeof piece === 'string' ? safeText(piece) : span(piece))).join(''),
    heat,
    change: (text, sign) => drawn(sign === 0 ? undefined : sign > 0 ? styles?.grown : styles?.shrunk, text),
    name,
    faint: (text) => drawn(styles?.faint, text),
    heading: (text) => drawn(styles?.heading, text),
    matched: (text) => drawn(styles?.matched, text),
    selected: (text) => drawn(styles?.selected, text),
    error: (text) => drawn(styles?.error, text),
    accent: (text) => drawn(styles?.accent, text),
    syntax: (role, text) => drawn(styles?.syntax[role], text),
    ghost: (text) => drawn(styles?.ghost, text),
    cellColor: (ground) => cellColors && colorOfGround(cellColors, ground),
    cells: (runs) => drawCellRuns(runs.map((run) => ({ ...run, text: safeText(run.text) }))),
  };
}

const asItIs = (name: string) => name;

function packageStyle(styles: readonly Style[], name: string): Style {
  return styles[hashOf(packageOf(name)) % styles.length];
}

function colorOfGround(colors: CellColors, ground: Ground): CellColor {
  switch (ground.type) {
    case 'package':
      return colors.packages[hashOf(packageOf(ground.name)) % colors.packages.length];
    case 'heat':
      return colors.heat[Math.min(heatStep(ground.share), colors.heat.length - 1)];
    case 'change': {
      const steps = ground.share > 0 ? colors.grown : colors.shrunk;
      return ground.share === 0 ? colors.same : steps[Math.abs(ground.share) < MUCH_CHANGE ? 0 : steps.length - 1];
    }
    default:
      return colors[ground.type];
  }
}

/** From which share on a cell is drawn as one that has changed much. */
const MUCH_CHANGE = 0.5;

const STYLE_ENDS: Readonly<Record<string, string>> = { 1: '22', 2: '22', 4: '24', 7: '27' };
const COLOR_END = '39';

/** Ends exactly what was begun: Ink takes such pairs as they are, where it would have to take a full reset apart. */
function styled(style: Style, text: string): string {
  const begin = style.map((code) => `\u001b[${code}m`).join('');
  const end = style
    .map((code) => `\u001b[${STYLE_ENDS[code] ?? COLOR_END}m`)
    .reverse()
    .join('');
  return begin + safeText(text) + end;
}

/** The part of a function name that tells where it belongs: `net/http` of `net/http.(*conn).serve`. */
export function packageOf(name: string): string {
  const words = name.replace(/^[0-9a-f]{16} /, '');
  const path = /^[^\s([]*\//.exec(words)?.[0] ?? '';
  const rest = words.slice(path.length);
  const end = rest.search(/::|[.([ ]/);
  return path + (end === -1 ? rest : rest.slice(0, end));
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return hash;
}
