import { UserError } from '../../base/errors.ts';
import type { Options } from '../../report/options.ts';
import type { Report } from '../../report/report.ts';

/** A report command as typed, read: its argument, and the options that hold for this one time. */
export interface ReportWords {
  readonly argument: string | undefined;
  readonly options: Options;
}

/** How many entries `top` lists in the shell where nobody says. */
const SHELL_TOP_COUNT = 10;

/**
 * Reads the words behind a report command, from left to right: a number limits the entries, `-cum` sorts, `>file`
 * redirects, `-regex` ignores and any other word focuses. Selections given here replace those of the options.
 */
export function readReportWords(report: Report, words: readonly string[], options: Options): ReportWords {
  const rest = [...words];
  let argument: string | undefined;
  if (report.argument === 'regex') {
    argument = rest.shift();
    if (argument === undefined) {
      throw new UserError(`command ${report.name} requires an argument`, `for example: ${report.name} main`);
    }
  }

  const focus: string[] = [];
  const ignore: string[] = [];
  let { nodecount, sort, output } = options;
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (isInt32(word)) {
      nodecount = Number(word);
    } else if (word.startsWith('>')) {
      const file = word.slice(1) || rest.shift();
      if (file === undefined) throw new UserError('unexpected end of line after >', 'write a file name behind the >');
      output = file;
    } else if (word === '-cum' || word === '--cum') {
      sort = 'cum';
    } else if (word.startsWith('-')) {
      ignore.push(word.slice(1));
    } else {
      focus.push(word);
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
  };
}

function isInt32(word: string): boolean {
  return /^[+-]?\d+$/.test(word) && Math.abs(Number(word)) < 2 ** 31;
}
