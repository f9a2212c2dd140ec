/**
 * The colours of the themes. Those of the 256-colour palette, which look alike on all terminals, stand out from their
 * background by a contrast of at least 4.5 to 1 as WCAG counts it, in the palette `contrast` by 7 to 1. The first
 * sixteen look as the user has set them up, so of these only such are used as are mostly readable. Warmth is never
 * told by hue alone: neighbouring steps differ for eyes that cannot tell red from green, too.
 */

/**
 * Which colours a theme has: for a dark or for a light background; `contrast`, which is for dark ones, few and bright
 * ones and nothing faint; `plain` none, but bold, faint, underlined and inverse text.
 */
export type Palette = 'dark' | 'light' | 'contrast' | 'plain';

/** What a part of a typed line is. */
export type SyntaxRole =
  | 'command'
  | 'option'
  | 'value'
  | 'pattern'
  | 'flag'
  | 'string'
  | 'operator'
  | 'path'
  | 'number'
  | 'error';

/** SGR codes, each of which is begun and ended on its own. */
export type Style = readonly string[];

export interface Styles {
  /** From the coldest to the warmest. */
  readonly heat: readonly Style[];
  readonly packages: readonly Style[];
  readonly faint: Style;
  readonly heading: Style;
  readonly matched: Style;
  readonly selected: Style;
  readonly error: Style;
  readonly accent: Style;
  readonly emphasis: Style;
  readonly ghost: Style;
  /** A value that has grown since the base, and one that has shrunk. Their signs are in the text. */
  readonly grown: Style;
  readonly shrunk: Style;
  readonly syntax: Readonly<Record<SyntaxRole, Style>>;
}

const BOLD = '1';
const FAINT = '2';
const UNDERLINE = '4';
const INVERSE = '7';

/** A colour of the 256. */
const color = (number: number) => `38;5;${number}`;
const each = (codes: readonly string[]): readonly Style[] => codes.map((code) => [code]);

const PLAIN: Styles = {
  heat: [[FAINT], [], [], [BOLD], [BOLD, UNDERLINE]],
  packages: [[]],
  faint: [FAINT],
  heading: [BOLD],
  matched: [BOLD, UNDERLINE],
  selected: [INVERSE],
  error: [BOLD],
  accent: [BOLD],
  emphasis: [BOLD],
  ghost: [FAINT],
  grown: [BOLD],
  shrunk: [UNDERLINE],
  syntax: {
    command: [BOLD],
    option: [],
    value: [],
    pattern: [],
    flag: [],
    string: [],
    operator: [],
    path: [],
    number: [],
    error: [UNDERLINE],
  },
};

const DARK_BASIC: Styles = {
  ...PLAIN,
  heat: [[FAINT], [], ['33'], ['31'], [BOLD, '31']],
  packages: each(['36', '32', '35', '34', '33', '96', '92', '95', '94']),
  error: ['31'],
  accent: ['36'],
  grown: ['31'],
  shrunk: ['36'],
  syntax: {
    command: [BOLD],
    option: ['36'],
    value: [],
    pattern: ['35'],
    flag: ['34'],
    string: ['32'],
    operator: [FAINT],
    path: ['33'],
    number: ['33'],
    error: [UNDERLINE, '31'],
  },
};

const DARK: Styles = {
  ...DARK_BASIC,
  heat: [[color(244)], [], [color(179)], [color(208)], [BOLD, color(203)]],
  packages: each([80, 114, 176, 111, 180, 150, 146, 210, 73].map(color)),
  ghost: [color(244)],
  grown: [color(209)],
  shrunk: [color(75)],
  syntax: {
    command: [BOLD],
    option: [color(80)],
    value: [],
    pattern: [color(176)],
    flag: [color(111)],
    string: [color(114)],
    operator: [color(244)],
    path: [color(150)],
    number: [color(180)],
    error: [UNDERLINE, color(203)],
  },
};

/** Without yellow, white and the bright colours, which fade on white; green and cyan are mostly dark enough. */
const LIGHT_BASIC: Styles = {
  ...DARK_BASIC,
  heat: [[FAINT], [], ['35'], ['31'], [BOLD, '31']],
  packages: each(['34', '36', '35', '32']),
  accent: ['34'],
  shrunk: ['34'],
  syntax: { ...DARK_BASIC.syntax, option: ['34'], flag: ['36'], path: [], number: [] },
};

const LIGHT: Styles = {
  ...LIGHT_BASIC,
  heat: [[color(243)], [], [color(130)], [color(162)], [BOLD, color(160)]],
  packages: each([24, 28, 90, 26, 94, 23, 61, 125, 22].map(color)),
  faint: [color(242)],
  error: [color(160)],
  accent: [color(25)],
  ghost: [color(243)],
  grown: [color(160)],
  shrunk: [color(25)],
  syntax: {
    command: [BOLD],
    option: [color(25)],
    value: [],
    pattern: [color(90)],
    flag: [color(26)],
    string: [color(28)],
    operator: [color(242)],
    path: [color(22)],
    number: [color(94)],
    error: [UNDERLINE, color(160)],
  },
};

const CONTRAST_BASIC: Styles = {
  ...PLAIN,
  heat: [[], [BOLD], ['93'], [BOLD, '93'], [BOLD, UNDERLINE, '93']],
  packages: each(['96', '92', '97']),
  faint: [],
  error: [BOLD, '93'],
  accent: [BOLD, '96'],
  ghost: [UNDERLINE],
  grown: [BOLD, '93'],
  shrunk: ['96'],
  syntax: {
    command: [BOLD],
    option: ['96'],
    value: [],
    pattern: ['93'],
    flag: ['96'],
    string: ['92'],
    operator: [BOLD],
    path: ['92'],
    number: [],
    error: [BOLD, UNDERLINE],
  },
};

const CONTRAST: Styles = {
  ...CONTRAST_BASIC,
  heat: [[], [BOLD], [color(229)], [BOLD, color(226)], [BOLD, UNDERLINE, color(226)]],
  packages: each([123, 156, 219, 255].map(color)),
  error: [BOLD, color(226)],
  accent: [BOLD, color(123)],
  grown: [BOLD, color(226)],
  shrunk: [color(123)],
  syntax: {
    ...CONTRAST_BASIC.syntax,
    option: [color(123)],
    pattern: [color(229)],
    flag: [color(159)],
    string: [color(156)],
    path: [color(156)],
  },
};

/** The styles of a palette for terminals with 16 colours and for those with 256. */
export interface DepthStyles {
  readonly basic: Styles;
  readonly palette: Styles;
}

const STYLES: Readonly<Record<Palette, DepthStyles>> = {
  dark: { basic: DARK_BASIC, palette: DARK },
  light: { basic: LIGHT_BASIC, palette: LIGHT },
  contrast: { basic: CONTRAST_BASIC, palette: CONTRAST },
  plain: { basic: PLAIN, palette: PLAIN },
};

export function stylesOf(palette: Palette): DepthStyles {
  return STYLES[palette];
}

/** The colours of the sixteen that terminals show as light ones. */
const LIGHT_BACKGROUNDS = [7, 9, 10, 11, 12, 13, 14, 15];

/**
 * The palette for the background the terminal says it has, dark where it says nothing. `COLORFGBG` is
 * `foreground;background`, in some terminals with a third part in between; each is one of the sixteen colours or
 * `default`.
 */
export function paletteOf(machine: { env(name: string): string | undefined }): 'dark' | 'light' {
  const background = /;(\d+)$/.exec(machine.env('COLORFGBG') ?? '')?.[1];
  return background !== undefined && LIGHT_BACKGROUNDS.includes(Number(background)) ? 'light' : 'dark';
}
