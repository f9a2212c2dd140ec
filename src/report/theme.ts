import { safeText } from '../base/safe-text.ts';
import type { Line, Span } from './line.ts';

/** How much colour a terminal can show: none, 16 colours, or the palette of 256. */
export type ColorDepth = 'none' | 'basic' | 'palette';

/** Draws text with SGR sequences. All text is made safe for the terminal on the way. */
export interface Theme {
  readonly depth: ColorDepth;
  /** A line of a report, coloured by what its pieces mean. Without its colours it reads as the plain line. */
  line(line: Line): string;
  /** A value coloured by its share of the total, from 0 to 1. */
  heat(text: string, share: number): string;
  /** A function name, coloured by its package. */
  name(text: string): string;
  faint(text: string): string;
  heading(text: string): string;
  /** Letters of a name that a search matched. */
  matched(text: string): string;
  /** The selected row of a list. */
  selected(text: string): string;
  error(text: string): string;
  /** A name of an option or command in text. */
  accent(text: string): string;
}

interface Styles {
  readonly heat: readonly Style[];
  readonly packages: readonly Style[];
  readonly faint: Style;
  readonly heading: Style;
  readonly matched: Style;
  readonly selected: Style;
  readonly error: Style;
  readonly accent: Style;
  readonly emphasis: Style;
}

const BASIC: Styles = {
  heat: [['2'], [], ['33'], ['31'], ['1', '31']],
  packages: ['36', '32', '35', '34', '33', '96', '92', '95', '94'].map((color) => [color]),
  faint: ['2'],
  heading: ['1'],
  matched: ['1', '4'],
  selected: ['7'],
  error: ['31'],
  accent: ['36'],
  emphasis: ['1'],
};

const PALETTE: Styles = {
  ...BASIC,
  heat: [['38;5;244'], [], ['38;5;179'], ['38;5;208'], ['1', '38;5;203']],
  packages: [80, 114, 176, 111, 180, 150, 146, 210, 73].map((color) => [`38;5;${color}`]),
};

/** From which share of the total on a value is drawn in the next warmer colour. */
const HEAT_STEPS = [0.005, 0.05, 0.15, 0.4];

export function makeTheme(depth: ColorDepth): Theme {
  if (depth === 'none') return PLAIN;
  const styles = depth === 'palette' ? PALETTE : BASIC;
  const heat = (text: string, share: number) =>
    drawn(styles.heat[HEAT_STEPS.filter((step) => share >= step).length], text);
  const name = (text: string) => drawn(styles.packages[hashOf(packageOf(text)) % styles.packages.length], text);
  const span = ({ text, role, share }: Span): string => {
    if (role === 'value') return heat(text, share ?? 0);
    return role === 'name' ? name(text) : drawn(styles[role], text);
  };
  return {
    depth,
    line: (line) =>
      typeof line === 'string'
        ? safeText(line)
        : line.map((piece) => (typeof piece === 'string' ? safeText(piece) : span(piece))).join(''),
    heat,
    name,
    faint: (text) => drawn(styles.faint, text),
    heading: (text) => drawn(styles.heading, text),
    matched: (text) => drawn(styles.matched, text),
    selected: (text) => drawn(styles.selected, text),
    error: (text) => drawn(styles.error, text),
    accent: (text) => drawn(styles.accent, text),
  };
}

/** SGR codes, each of which is begun and ended on its own. */
type Style = readonly string[];

const STYLE_ENDS: Readonly<Record<string, string>> = { 1: '22', 2: '22', 4: '24', 7: '27' };
const COLOR_END = '39';

/** Ends exactly what was begun: Ink takes such pairs as they are, where it would have to take a full reset apart. */
function drawn(style: Style, text: string): string {
  const begin = style.map((code) => `\u001b[${code}m`).join('');
  const end = style
    .map((code) => `\u001b[${STYLE_ENDS[code] ?? COLOR_END}m`)
    .reverse()
    .join('');
  return begin + safeText(text) + end;
}

const PLAIN: Theme = {
  depth: 'none',
  line: (line) =>
    typeof line === 'string'
      ? safeText(line)
      : line.map((piece) => safeText(typeof piece === 'string' ? piece : piece.text)).join(''),
  heat: safeText,
  name: safeText,
  faint: safeText,
  heading: safeText,
  matched: safeText,
  selected: safeText,
  error: safeText,
  accent: safeText,
};

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
