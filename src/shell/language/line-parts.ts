/**
 * The parts of a line, finished or not, and what the grammar expects each of them to be. Completion asks what is expected
 * at the cursor; marks check whether it is there. Both read lines here, so that they cannot disagree.
 */
import type { Report } from '../../report/report.ts';
import { REPORTS } from '../../report/reports.ts';
import { isOptionWord } from '../option-values.ts';
import { commandOfWord } from '../run-line.ts';
import { settingDeclarations } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import type { ArgumentKind, Command } from './command.ts';
import { FORMAT_FLAGS, hasView, opensView } from './report-words.ts';
import { isSeveralCommands } from './several-commands.ts';
import { commandPlaces, type Dialect, splitLine, unquoted, type Word } from './words.ts';

export type Expected =
  /** The first word of a line: a command, an alias, an option, a sample type. */
  | { readonly type: 'verb' }
  | { readonly type: 'option value'; readonly option: string }
  | { readonly type: 'setting value'; readonly setting: string }
  /** Behind a report. `isArgument`: it has to be the pattern that the report is about; `isView`: behind `-i`. */
  | { readonly type: 'report word'; readonly report: Report; readonly isArgument: boolean; readonly isView: boolean }
  /** What opens a report as a view. */
  | { readonly type: 'view flag' }
  /** Behind any other command; `place` counts the words that are no flags. */
  | { readonly type: 'argument'; readonly kind: ArgumentKind; readonly command: Command; readonly place: number }
  | { readonly type: 'alias word' }
  /** `>` or `>>`, with the file right behind it or in the next word. */
  | { readonly type: 'redirection' }
  | { readonly type: 'file' }
  /** The program behind a `|`, and its words. */
  | { readonly type: 'program' }
  | { readonly type: 'program word' }
  /** `:undo` and the like, which `bind` can make of a key. */
  | { readonly type: 'action' }
  | { readonly type: 'operator' }
  /** Behind a verb that nobody knows. */
  | { readonly type: 'unknown' }
  | { readonly type: 'comment' };

export interface LinePart {
  /** Where it stands in the line, its quotes included. */
  readonly start: number;
  readonly end: number;
  /** Without its quotes. */
  readonly text: string;
  /** Begins with a quote. */
  readonly isQuoted: boolean;
  /** Ends at a blank where it is not quoted; otherwise blanks are part of it, as it is the rest of the line. */
  readonly isWord: boolean;
  /** The quote that the line is in which it belongs to, where that stands in quotes itself: `alias a 'top 5'`. */
  readonly outerQuote: string;
  readonly expects: Expected;
}

export interface ReadLine {
  readonly parts: readonly LinePart[];
  /** What a further word, behind a blank, would be. */
  readonly next: Expected | undefined;
  /** The quote that the end of the line is in as a whole; empty for none. */
  readonly outerQuote: string;
  /** Where a quote stands that is never closed; undefined where all are. */
  readonly openQuote: number | undefined;
}

export interface LineSurroundings {
  readonly workspace: Workspace;
  readonly dialect: Dialect;
}

/** A piece of a line that is read as a line. */
interface Piece {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly outerQuote: string;
}

export function readLine(line: string, surroundings: LineSurroundings): ReadLine {
  const { workspace, dialect } = surroundings;
  const pieces = dialect === 'shell' && isSeveralCommands(line, workspace) ? commandPlaces(line) : undefined;
  const whole = { line, from: 0, to: line.length, outerQuote: '' };
  return pieces === undefined ? readPiece(whole, surroundings) : readPieces(whole, pieces, surroundings);
}

function readPiece(piece: Piece, surroundings: LineSurroundings): ReadLine {
  return readAssignment(piece, surroundings) ?? readWords(piece, surroundings);
}

/** `name=value`, where all that follows belongs to the value, up to a comment that begins with `//:`. */
function readAssignment({ line, from, to, outerQuote }: Piece, { dialect }: LineSurroundings): ReadLine | undefined {
  const equals = line.indexOf('=', from);
  if (equals === -1 || equals >= to) return undefined;
  const written = line.slice(from, equals);
  const name = written.trim();
  const isOption = isOptionWord(name);
  if (!isOption && !settingDeclarations.has(name)) return undefined;

  const whole = line.slice(equals + 1, to);
  const comment = isOption ? whole.lastIndexOf('//:') : -1;
  const behind = comment === -1 ? whole : whole.slice(0, comment);
  const nameStart = from + written.length - written.trimStart().length;
  const start = equals + 1 + (behind.length - behind.trimStart().length);
  const value = behind.trim();
  const end = start + value.length;
  const { text, isQuoted, isOpen } = readValue(value, dialect);
  const part = { isWord: false, isQuoted: false, outerQuote };
  const expects: Expected = isOption
    ? { type: 'option value', option: name }
    : { type: 'setting value', setting: name };
  const parts: LinePart[] = [
    { ...part, start: nameStart, end: nameStart + name.length, text: name, expects: { type: 'verb' } },
    { ...part, start: equals, end: equals + 1, text: '=', expects: { type: 'operator' } },
    { ...part, start, end, text, isQuoted, expects },
  ];
  if (comment !== -1) {
    const commentStart = equals + 1 + comment;
    parts.push({ ...part, start: commentStart, end: to, text: '', expects: { type: 'comment' } });
  }
  return { parts, next: undefined, outerQuote, openQuote: isOpen ? start : undefined };
}

/** A value without its quotes; one that is not closed yet is quoted too. */
function readValue(value: string, dialect: Dialect) {
  const text = dialect === 'shell' ? unquoted(value) : value;
  if (text !== value) return { text, isQuoted: true, isOpen: false };
  const isOpen = dialect === 'shell' && /^["']/.test(value);
  return { text: isOpen ? value.slice(1).replaceAll('\\"', '"') : value, isQuoted: isOpen, isOpen };
}

/** What a word is, and what comes behind it. */
interface Step {
  readonly expects: Expected;
  readonly next: Grammar;
  /** Where the part ends that this is about, before the end of the word; there is none where it ends as it begins. */
  readonly end?: number;
  /** From somewhere in this word on, the rest is a line of its own, or several. */
  readonly inner?: { readonly from: number; readonly read: typeof readPiece };
}
type Grammar = (word: Word) => Step;

function readWords(piece: Piece, surroundings: LineSurroundings): ReadLine {
  const { line, from, to, outerQuote } = piece;
  const { words, openQuote } = splitLine(line.slice(from, to), surroundings.dialect);
  const parts: LinePart[] = [];
  let grammar: Grammar = (word) => verb(word, surroundings);
  for (const { text, isQuoted, start, end: wordEnd } of words) {
    const step = grammar({ text, isQuoted, start: from + start, end: from + wordEnd });
    const { expects } = step;
    const [partStart, end] = [from + start, step.end ?? from + wordEnd];
    const partText = step.end === undefined ? text : line.slice(partStart, end);
    if (partStart < end) {
      parts.push({ start: partStart, end, text: partText, isQuoted, isWord: true, outerQuote, expects });
    }
    if (step.inner !== undefined) {
      const inner = step.inner.read({ ...piece, from: step.inner.from }, surroundings);
      return { ...inner, parts: [...parts, ...inner.parts] };
    }
    grammar = step.next;
  }
  const open = openQuote === undefined ? undefined : from + openQuote;
  const { expects: next } = grammar({ text: '', isQuoted: false, start: to, end: to });
  return { parts: withWholeRules(parts, line), next, outerQuote, openQuote: open };
}

/** Words of `check` without quotes are one rule together. */
function withWholeRules(parts: readonly LinePart[], line: string): readonly LinePart[] {
  if (!parts.some(isPlainRule)) return parts;
  const joined: LinePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last === undefined || !isPlainRule(last) || !isPlainRule(part)) joined.push(part);
    else
      joined[joined.length - 1] = { ...part, start: last.start, text: line.slice(last.start, part.end), isWord: false };
  }
  return joined;
}

function isPlainRule({ text, isQuoted, expects }: LinePart): boolean {
  return expects.type === 'argument' && expects.kind === 'rules' && !isQuoted && !/^-[a-z]/.test(text);
}

/** The lines of a definition: several with `;` between them, and maybe in quotes as a whole. */
function readDefinition(piece: Piece, surroundings: LineSurroundings): ReadLine {
  const { line, to } = piece;
  const blanks = /^\s*/.exec(line.slice(piece.from, to))?.[0].length ?? 0;
  const start = piece.from + blanks;
  const [quote] = line.slice(start, to);
  if (surroundings.dialect === 'shell' && piece.outerQuote === '' && (quote === '"' || quote === "'")) {
    const close = line.indexOf(quote, start + 1);
    const isClosed = close !== -1 && close < to;
    const inner = { line, from: start + 1, to: isClosed ? close : to, outerQuote: quote };
    const { parts, next, outerQuote } = readSeveral(inner, surroundings);
    return isClosed
      ? { parts, next: undefined, outerQuote: '', openQuote: undefined }
      : { parts, next, outerQuote, openQuote: start };
  }
  return readSeveral({ ...piece, from: start }, surroundings);
}

function readSeveral(piece: Piece, surroundings: LineSurroundings): ReadLine {
  const { line, from, to } = piece;
  const semicolons = [...line.slice(from, to).matchAll(/;/g)].map(({ index }) => from + index);
  const places = [...semicolons, to].map((end, i) => ({ start: i === 0 ? from : semicolons[i - 1] + 1, end }));
  return readPieces(piece, places, surroundings);
}

/** Lines at some places of a piece, each but the last with a `;` behind it. */
function readPieces(
  piece: Piece,
  places: readonly { readonly start: number; readonly end: number }[],
  surroundings: LineSurroundings,
): ReadLine {
  const read = places.map(({ start, end }) => readPiece({ ...piece, from: start, to: end }, surroundings));
  const parts = read.flatMap((one, i) => {
    if (i === read.length - 1) return one.parts;
    const { end } = places[i];
    const sign = { start: end, end: end + 1, text: ';', isQuoted: false, isWord: true, outerQuote: piece.outerQuote };
    return [...one.parts, { ...sign, expects: { type: 'operator' } } as const];
  });
  return { ...read[read.length - 1], parts };
}

function verb({ text }: Word, { workspace, dialect }: LineSurroundings): Step {
  const expects: Expected = { type: 'verb' };
  const isAlias = Object.hasOwn(workspace.aliases, text);
  const command = isAlias ? undefined : commandOfWord(text);
  if (command?.takesLine) return { expects, next: beforeLine(command) };
  const words =
    command === undefined ? repeated({ type: isAlias ? 'alias word' : 'unknown' }) : behind(command, dialect);
  return { expects, next: ended(words, dialect) };
}

/** The same for every word. */
function repeated(expects: Expected): Grammar {
  const grammar: Grammar = () => step;
  const step: Step = { expects, next: grammar };
  return grammar;
}

/** With redirections between the words, and a pipe that ends them. */
function ended(words: Grammar, dialect: Dialect): Grammar {
  return around(words, ({ text, isQuoted }, then) => {
    if (isQuoted) return undefined;
    if (dialect === 'shell' && text === '|') return { expects: { type: 'operator' }, next: program };
    if (!text.startsWith('>')) return undefined;
    const isBare = text === '>' || text === '>>';
    return {
      expects: { type: 'redirection' },
      next: isBare ? () => ({ expects: { type: 'file' }, next: then }) : then,
    };
  });
}

/** A grammar with something that can stand before each of its words; that is asked first, and told what goes on then. */
function around(words: Grammar, exception: (word: Word, then: Grammar) => Step | undefined): Grammar {
  const grammar: Grammar = (word) => {
    const found = exception(word, grammar);
    if (found !== undefined) return found;
    const { expects, next } = words(word);
    // Mostly the same goes on, and a line can have thousands of words.
    return { expects, next: next === words ? grammar : around(next, exception) };
  };
  return grammar;
}

const program = (): Step => ({ expects: { type: 'program' }, next: programWord });

const programWord = ({ text, isQuoted }: Word): Step =>
  text === '|' && !isQuoted
    ? { expects: { type: 'operator' }, next: program }
    : { expects: { type: 'program word' }, next: programWord };

const reportsByName: ReadonlyMap<string, Report> = new Map(REPORTS.map((report) => [report.name, report]));

function behind(command: Command, dialect: Dialect): Grammar {
  const report = reportsByName.get(command.name);
  return report === undefined ? argument(command, 0) : reportWord(report, report.argument === 'regex', dialect);
}

/** Behind a command whose words end in a line: `copy line`, `save file line`, `alias name line`, `bind key line`. */
function beforeLine(command: Command): Grammar {
  const { argument: kind } = command;
  const expects: Expected = { type: 'argument', kind, command, place: 0 };
  if (kind === 'line') return innerLine(readPiece);
  if (kind === 'files') return () => ({ expects, next: innerLine(readPiece) });
  if (kind === 'keys') return () => ({ expects, next: actionOrLine });
  return ({ text, start }) => {
    // `alias name=line` may do without blanks around the sign.
    const equals = text.indexOf('=');
    if (equals <= 0) return { expects, next: lineOfAlias };
    const end = start + equals;
    return { expects, end, next: lineOfAlias, inner: { from: end + 1, read: readDefinition } };
  };
}

function innerLine(read: typeof readPiece): Grammar {
  const grammar: Grammar = ({ start }) => ({
    expects: { type: 'verb' },
    end: start,
    next: grammar,
    inner: { from: start, read },
  });
  return grammar;
}

const lineOfAlias: Grammar = (word) => {
  if (!word.text.startsWith('=')) return innerLine(readDefinition)(word);
  const end = word.start + 1;
  return { expects: { type: 'operator' }, end, next: lineOfAlias, inner: { from: end, read: readDefinition } };
};

const actionOrLine: Grammar = (word) =>
  word.text.startsWith(':') ? repeated({ type: 'action' })(word) : innerLine(readDefinition)(word);

/** Only `-i` and the flags that pprof does not have can stand before the others. */
function reportWord(report: Report, isArgument: boolean, dialect: Dialect): Grammar {
  const word = { type: 'report word', report, isArgument: false } as const;
  const others = repeated({ ...word, isView: false });
  if (!isArgument) {
    if (dialect === 'pprof' || !hasView(report)) return others;
    const inView = repeated({ ...word, isView: true });
    return (first) => (opensView(first) ? { expects: { type: 'view flag' }, next: inView } : others(first));
  }
  const first: Grammar = ({ text, isQuoted }) => {
    const isFlag = dialect === 'shell' && !isQuoted && (FORMAT_FLAGS.has(text) || text === '-mine');
    return { expects: { ...word, isArgument: true, isView: false }, next: isFlag ? first : others };
  };
  return first;
}

function argument(command: Command, place: number): Grammar {
  return ({ text, isQuoted }) => {
    const expects: Expected = { type: 'argument', kind: command.argument, command, place };
    const isFlag = !isQuoted && text.startsWith('-');
    const next = argument(command, isFlag ? place : place + 1);
    const isFileNext = command.argument === 'rules' && text === '-f' && isFlag;
    return { expects, next: isFileNext ? () => ({ expects: { type: 'file' }, next }) : next };
  };
}

/** Whether behind profiles a command takes what reports do: how many rows, and patterns. */
export function takesRows({ usage }: Command): boolean {
  return usage.some((line) => line.includes('[n]'));
}

/** The flags that the usage of a command names, as in `[-normalize]`; those with a value have the `=` of `[-catalogue=file]`. */
export function flagsOf({ usage }: Command): readonly string[] {
  const flags = usage.flatMap((line) => line.match(/(?<![^\s[(|])-[a-z][\w-]*=?/g) ?? []);
  // Words in angle brackets and those for patterns stand for something else.
  return [...new Set(flags)].filter((flag) => !flag.endsWith('_regex'));
}
