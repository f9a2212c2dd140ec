import { codePoints, compareText, padRight } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { compilePattern } from '../../base/regex.ts';
import { safeText } from '../../base/safe-text.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Line } from '../../report/line.ts';
import { shortNamesOf } from '../../report/short-names.ts';
import { heading } from '../../report/top.ts';
import type { Command } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import { printed } from './printed.ts';

export const namesCommand: Command = {
  name: 'names',
  section: 'reports',
  isOurs: true,
  summary: 'List functions by their short names, with their full ones.',
  usage: [
    'names',
    'names <regex>    those that match, by their short or full name',
    'names=short shows short ones everywhere',
  ],
  argument: 'functions',
  run(context, words) {
    const { profile } = context.session;
    const source = words.map(({ text }) => literally(text, profile, context)).join('|');
    const rows = namesMatching(profile, source);
    if (rows.length === 0) throw new UserError(`no matches found for regexp: ${source}`);
    return printed(nameLines(rows));
  },
};

interface NamePair {
  readonly short: string;
  readonly full: string;
}

function namesMatching(profile: Profile, source: string): NamePair[] {
  const { functions, strings } = profile;
  const shorten = shortNamesOf(profile);
  const pattern = compilePattern(source);
  const names = new Set<string>();
  for (let fn = 0; fn < functions.length; fn++) names.add(stringAt(strings, functions.name[fn]));
  names.delete('');
  return Array.from(names, (full) => ({ short: shorten(full), full }))
    .filter(({ short, full }) => pattern.test(full) || pattern.test(short))
    .sort((a, b) => compareText(a.short, b.short) || compareText(a.full, b.full));
}

/** Longer short names push their full one to the right: most are in line. */
const WIDEST = 50;

function* nameLines(rows: readonly NamePair[]): Generator<Line> {
  const widths = rows.map(({ short }) => codePoints(safeText(short)));
  const width = Math.min(WIDEST, Math.max('short name'.length, ...widths));
  yield [heading(`${padRight('short name', width)}  full name`)];
  for (const { short, full } of rows) yield [{ text: padRight(safeText(short), width), role: 'emphasis' }, `  ${full}`];
}
