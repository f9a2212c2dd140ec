import { UserError } from '../../base/errors.ts';
import { FORMATS, type Format } from '../../report/formats/format.ts';
import type { Options } from '../../report/options.ts';
import type { Report } from '../../report/report.ts';
import type { Word } from './words.ts';

/** A report command as typed, read: its argument, and the options that hold for this one time. */
export interface ReportWords {
  readonly argument: string | undefined;
  readonly options: Options;
  /** Undefined for pprof's text. */
  readonly format: Format | undefined;
  /** Whether the entries are told which code of the user's they are used by. */
  readonly showsMine: boolean;
}

export interface ReportReading {
  readonly options: Options;
  /** Reads the flags that pprof does not have. */
  readonly readsFlags: boolean;
  /** The pattern that a word stands for. */
  readonly pattern: (text: string) => string;
}

/** Whether a report can be opened as a view, in the shell's dialect. */
export function hasView({ name }: Report): boolean {
  return name === 'top' || name === 'tags';
}

/** Whether a first word asks for that: `-i`, which elsewhere ignores names with an i in them. */
export function opensView(first: Word | undefined): boolean {
  return first?.text === '-i' && !first.isQuoted;
}

/** How many entries `top` lists in the shell where nobody says. */
const SHELL_TOP_COUNT = 10;

/** The flags that choose a format. */
export const FORMAT_FLAGS: ReadonlyMap<string, Format> = new Map(FORMATS.map((format) => [`-${format}`, format]));

/**
 * Reads the words behind a report command, from left to right: a number limits the entries, `-cum` sorts, `>file`
 * redirects, `-json`, `-csv` and `-markdown` choose a format, `-regex` ignores and any other word focuses. Selections given
 * here replace those of the options.
 */
export function readReportWords(
  report: Report,
  words: readonly Word[],
  { options, readsFlags, pattern }: ReportReading,
): ReportWords {
  const rest = [...words];
  let argument: string | undefined;
  const flags = (word: Word | undefined) => readsFlags && word !== undefined && !word.isQuoted && isFlag(word.text);
  let format: Format | undefined;
  let showsMine = false;
  const readFlag = (text: string) => {
    if (text === '-mine') showsMine = true;
    else format = FORMAT_FLAGS.get(text);
  };
  if (report.argument === 'regex') {
    while (flags(rest[0])) readFlag(rest.shift()?.text ?? '');
    const word = rest.shift();
    if (word === undefined) {
      throw new UserError(`command ${report.name} requires an argument`, `for example: ${report.name} main`);
    }
    argument = pattern(word.text);
  }

  const selected = report.wordsSelect === 'labels' ? (text: string) => text : pattern;
  const focus: string[] = [];
  const ignore: string[] = [];
  let { nodecount, sort, output } = options;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const { text, isQuoted } = word;
    if (isQuoted) {
      focus.push(selected(text));
    } else if (isInt32(text)) {
      nodecount = Number(text);
    } else if (text.startsWith('>')) {
      const file = text.slice(1) || rest.shift()?.text;
      if (file === undefined) throw new UserError('unexpected end of line after >', 'write a file name behind the >');
      output = file;
    } else if (text === '-cum' || text === '--cum') {
      sort = 'cum';
    } else if (flags(word)) {
      readFlag(text);
    } else if (text.startsWith('-')) {
      ignore.push(selected(text.slice(1)));
    } else {
      focus.push(selected(text));
    }
  }

  const isTop = report.name === 'top' || report.name === 'text';
  if (nodecount === -1 && isTop) nodecount = SHELL_TOP_COUNT;
  const [focusOption, ignoreOption] =
    report.wordsSelect === 'labels' ? (['tagfocus', 'tagignore'] as const) : (['focus', 'ignore'] as const);
  const ignorePattern = ignore.filter((word) => word !== '').join('|');
  return {
    argument,
    options: {
      ...options,
      nodecount,
      sort,
      output,
      ...(focus.length > 0 ? { [focusOption]: focus.join('|') } : {}),
      ...(ignorePattern !== '' ? { [ignoreOption]: ignorePattern } : {}),
    },
    format,
    showsMine,
  };
}

function isFlag(text: string): boolean {
  return text === '-mine' || FORMAT_FLAGS.has(text);
}

function isInt32(word: string): boolean {
  return /^[+-]?\d+$/.test(word) && Math.abs(Number(word)) < 2 ** 31;
}
