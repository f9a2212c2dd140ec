import { safeText } from '../../base/safe-text.ts';
import type { Line, Span } from '../../report/line.ts';

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

interface Codes {
  readonly heat: readonly string[];
  readonly packages: readonly string[];
  readonly faint: string;
  readonly heading: string;
  readonly matched: string;
  readonly selected: string;
  readonly error: string;
  readonly accent: string;
  readonly emphasis: string;
}

const BASIC: Codes = {
  heat: ['2', '', '33', '31', '1;31'],
  packages: ['36', '32', '35', '34', '33', '96', '92', '95', '94'],
  faint: '2',
  heading: '1',
  matched: '1;4',
  selected: '7',
  error: '31',
  accent: '36',
  emphasis: '1',
};

const PALETTE: Codes = {
  ...BASIC,
  heat: ['38;5;244', '', '38;5;179', '38;5;208', '1;38;5;203'],
  packages: ['38;5;80', '38;5;114', '38;5;176', '38;5;111', '38;5;180', '38;5;150', '38;5;146', '38;5;210', '38;5;73'],
};

/** From which share of the total on a value is drawn in the next warmer colour. */
const HEAT_STEPS = [0.005, 0.05, 0.15, 0.4];

export function makeTheme(depth: ColorDepth): Theme {
  if (depth === 'none') return PLAIN;
  const codes = depth === 'palette' ? PALETTE : BASIC;
  const drawn = (code: string, text: string) =>
    code === '' ? safeText(text) : `\u001b[${code}m${safeText(text)}\u001b[0m`;
  const heat = (text: string, share: number) =>
    drawn(codes.heat[HEAT_STEPS.filter((step) => share >= step).length], text);
  const name = (text: string) => drawn(codes.packages[hashOf(packageOf(text)) % codes.packages.length], text);
  const span = ({ text, role, share }: Span): string => {
    if (role === 'value') return heat(text, share ?? 0);
    return role === 'name' ? name(text) : drawn(codes[role], text);
  };
  return {
    depth,
    line: (line) =>
      typeof line === 'string'
        ? safeText(line)
        : line.map((piece) => (typeof piece === 'string' ? safeText(piece) : span(piece))).join(''),
    heat,
    name,
    faint: (text) => drawn(codes.faint, text),
    heading: (text) => drawn(codes.heading, text),
    matched: (text) => drawn(codes.matched, text),
    selected: (text) => drawn(codes.selected, text),
    error: (text) => drawn(codes.error, text),
    accent: (text) => drawn(codes.accent, text),
  };
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
