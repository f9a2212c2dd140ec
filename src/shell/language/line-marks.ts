/** What the parts of a line are, while it is typed: for drawing it in colours, and for saying what is wrong with it. */
import { UserError } from '../../base/errors.ts';
import { hasMeta } from '../../base/regex.ts';
import { compileLabelFilter } from '../../profile/label-select.ts';
import { choiceOwners, DEFAULT_OPTIONS, optionDeclarations } from '../../report/options.ts';
import type { SyntaxRole } from '../../report/palettes.ts';
import { SELECTING } from '../../report/request.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import { parseRules } from '../check/parse-rules.ts';
import { COMMANDS } from '../commands/index.ts';
import { assignOption, isOptionWord } from '../option-values.ts';
import { commandOfWord } from '../run-line.ts';
import { labelKeys } from '../session-names.ts';
import { DEFAULT_SETTINGS, settingDeclarations, withSetting } from '../settings.ts';
import { currentSession, placeOf, type Workspace } from '../workspace.ts';
import { closestWord } from './closest-word.ts';
import type { Command } from './command.ts';
import { isActionName, isKeyName } from './key-names.ts';
import { type Expected, flagsOf, type LinePart, readLine, takesRows } from './line-parts.ts';
import { patternProblem } from './literal-patterns.ts';
import { gluedProgram } from './pipe-programs.ts';
import { FORMAT_FLAGS } from './report-words.ts';
import { TABLE_FLAGS } from './table-words.ts';
import type { Dialect } from './words.ts';

/** A part of a line, from `start` up to but not including `end`. */
export interface LineMark {
  readonly start: number;
  readonly end: number;
  readonly role: SyntaxRole;
  /** What is wrong or noteworthy about it, for one line under the prompt. */
  readonly problem?: string;
  /** What is typed next may put it right. */
  readonly isUnfinished?: boolean;
}

export interface MarkContext {
  readonly workspace: Workspace;
  readonly dialect: Dialect;
}

/** The marks of a line, in its order and apart from each other; what is plain text has none. Takes about 2 ms at most. */
export function marksOf(line: string, context: MarkContext): readonly LineMark[] {
  const { parts, next, openQuote } = readLine(line, context);
  const checks = new PatternChecks();
  const marks = parts.flatMap((part) => marksOfPart(part, context, checks));
  const missing = next === undefined ? undefined : MISSING_WORDS[next.type];
  const problem = missing ?? missingProblem(parts.at(-1), context, checks);
  const all = problem === undefined ? marks : [...marks.slice(0, -1), ...marks.slice(-1).map(asError(problem))];
  return openQuote === undefined ? all : withOpenQuote(all, line, openQuote);
}

const MISSING_FILE = 'write a file name behind the >';

/** What is wrong with a line that ends where one of these is expected. */
const MISSING_WORDS: { readonly [Type in Expected['type']]?: string } = {
  file: MISSING_FILE,
  program: 'write a program behind the |',
};

/** What is wrong with a line that ends too early: behind a `>`, or behind the `=` of an option that cannot be empty. */
function missingProblem(last: LinePart | undefined, context: MarkContext, checks: PatternChecks): string | undefined {
  if (last?.expects.type === 'redirection') return /^>{1,2}$/.test(last.text) ? MISSING_FILE : undefined;
  if (last === undefined || last.start < last.end) return undefined;
  const mark = valueMark(last, context, checks);
  return mark?.role === 'error' ? mark.problem : undefined;
}

function asError(problem: string): (mark: LineMark) => LineMark {
  return ({ start, end }) => ({ start, end, role: 'error', problem });
}

/** Only the quote itself is wrong; what stands in it goes on being what it is. */
function withOpenQuote(marks: readonly LineMark[], line: string, at: number): LineMark[] {
  const problem = `the quote is not closed: put a ${line[at]} behind it, or leave it out`;
  const quote: LineMark = { start: at, end: at + 1, role: 'error', problem, isUnfinished: true };
  const behind = marks
    .filter(({ end }) => end > at + 1)
    .map((mark) => (mark.start <= at ? { ...mark, start: at + 1 } : mark));
  return [...marks.filter(({ end }) => end <= at), quote, ...behind];
}

/** How many letters of patterns are compiled for a line: more would take longer than there is between two keys. */
const MOST_LETTERS = 400;

/** How many of them are remembered, from line to line. */
const MOST_KNOWN = 200;

const knownProblems = new Map<string, string | undefined>();

/** Asks whether the patterns of one line are valid, as long as that is quick. */
class PatternChecks {
  #lettersLeft = MOST_LETTERS;

  /** What is wrong with a pattern; undefined where nothing is, or where it would take too long to tell. */
  problemOf(pattern: string): string | undefined {
    if (!hasMeta(pattern)) return undefined;
    if (knownProblems.has(pattern)) return knownProblems.get(pattern);
    this.#lettersLeft -= pattern.length + COST_OF_ERROR;
    if (this.#lettersLeft < 0) return undefined;
    if (knownProblems.size >= MOST_KNOWN) knownProblems.clear();
    const problem = patternProblem(pattern);
    knownProblems.set(pattern, problem);
    return problem;
  }
}

/** In letters of patterns: what it costs to throw and catch one. */
const COST_OF_ERROR = 100;

type Mark = Omit<LineMark, 'start' | 'end'>;

function marksOfPart(part: LinePart, context: MarkContext, checks: PatternChecks): readonly LineMark[] {
  const { start, end, expects } = part;
  if (start === end) return [];
  const whole = (mark: Mark | undefined): LineMark[] => (mark === undefined ? [] : [{ start, end, ...mark }]);
  switch (expects.type) {
    case 'verb':
      return verbMarks(part, context);
    case 'option value':
    case 'setting value':
      return whole(valueMark(part, context, checks));
    case 'report word':
      return reportMarks(part, context, checks);
    case 'argument':
      return whole(argumentMark(part, context, checks));
    case 'redirection':
      return redirectionMarks(part);
    case 'file':
      return whole({ role: 'path' });
    case 'action':
      return whole(isActionName(part.text.slice(1)) ? { role: 'command' } : { role: 'error', problem: UNKNOWN_ACTION });
    case 'program':
      return whole({ role: 'command' });
    case 'operator':
      return whole({ role: 'operator' });
    case 'view flag':
      return whole({ role: 'flag' });
    case 'alias word':
    case 'program word':
      return whole(part.isQuoted ? { role: 'string' } : undefined);
    case 'unknown':
    case 'comment':
      return [];
  }
}

const UNKNOWN_ACTION = 'no editing action is called that';

/** What a value is where it can be read; else an error with what is wrong. */
function checked(role: SyntaxRole, read: () => unknown): Mark {
  try {
    read();
    return { role };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, hint } = error;
    return { role: 'error', problem: hint === undefined ? message : `${message}: ${hint}` };
  }
}

function verbMarks({ start, end, text, isWord }: LinePart, { workspace, dialect }: MarkContext): readonly LineMark[] {
  const isAssigned = !isWord;
  if (isAssigned || isOptionWord(text)) return [{ start, end, ...optionNameMark(text, isAssigned) }];
  if (text === ':' || Object.hasOwn(workspace.aliases, text) || isTypeName(text, workspace)) {
    return [{ start, end, role: 'command' }];
  }
  // Alone: a row of the table that was printed last.
  if (dialect === 'shell' && /^\d+$/.test(text)) return [{ start, end, role: 'number' }];
  const command = commandOfWord(text);
  if (command === undefined) return [{ start, end, role: 'error', problem: unknownVerb(text, workspace) }];
  const isNamed = command.name === text || command.aliases?.includes(text);
  const count = isNamed ? 0 : (/\d+$/.exec(text)?.[0].length ?? 0);
  const middle = end - count;
  const name: LineMark = { start, end: middle, role: 'command' };
  return count === 0 ? [name] : [name, { start: middle, end, role: 'number' }];
}

/** Options without a value: only a flag does without. */
function optionNameMark(name: string, isAssigned: boolean): Mark {
  const kind = optionDeclarations.get(name)?.kind;
  if (isAssigned || kind === 'flag') return { role: 'option' };
  const owner = choiceOwners.get(name);
  const example = owner === undefined ? `${name}=…` : `${owner}=${name}`;
  return { role: 'error', problem: `this is an option: type ${example}` };
}

function isTypeName(text: string, workspace: Workspace): boolean {
  const { valueTypes } = currentSession(workspace).profile;
  return valueTypes.some(({ type }) => text === type || text === `total_${type}` || text === `mean_${type}`);
}

function unknownVerb(text: string, workspace: Workspace): string {
  const name = text.replace(/=.*$/s, '');
  const commands = COMMANDS.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
  const options = [...optionDeclarations.keys(), ...settingDeclarations.keys()];
  const types = currentSession(workspace).profile.valueTypes.map(({ type }) => type);
  const assignable = [...options, ...types];
  const words = name === text ? [...commands, ...Object.keys(workspace.aliases), ...assignable] : options;
  const closest = closestWord(name, words);
  const kind = name === text ? 'command' : 'option or setting';
  return `no ${kind} is called ${name}${closest === undefined ? '' : `: did you mean ${closest}?`}`;
}

function valueMark({ text, expects }: LinePart, context: MarkContext, checks: PatternChecks): Mark | undefined {
  if (expects.type === 'option value') return optionMark(expects.option, text, context, checks);
  if (expects.type !== 'setting value') return undefined;
  return checked('value', () => withSetting(DEFAULT_SETTINGS, expects.setting, text));
}

const LITERAL_OPTIONS: ReadonlySet<string> = new Set(SELECTING);

function optionMark(name: string, text: string, { workspace, dialect }: MarkContext, checks: PatternChecks): Mark {
  const { profile } = currentSession(workspace);
  const kind = optionDeclarations.get(name)?.kind;
  switch (kind) {
    case 'regex':
      return patternMark(text, dialect === 'shell' && LITERAL_OPTIONS.has(name), checks);
    case 'label filter':
      return text === '' ? { role: 'value' } : labelMark(name, text, workspace, checks);
    case 'sample type':
      return checked('value', () => sampleIndexOf(profile, text));
    case 'integer':
    case 'decimal':
      return checked('number', () => assignOption(DEFAULT_OPTIONS, name, text));
    case 'path':
      return { role: 'path' };
    default:
      return checked('value', () => assignOption(DEFAULT_OPTIONS, name, text));
  }
}

/** In the shell a pattern that is none is a text to look for. */
function patternMark(text: string, isLiteralOtherwise: boolean, checks: PatternChecks): Mark {
  const reason = checks.problemOf(text);
  if (reason === undefined) return { role: 'pattern' };
  if (!isLiteralOtherwise) return { role: 'error', problem: `no pattern (${reason})` };
  return { role: 'pattern', problem: `no pattern (${reason}): taken literally` };
}

function gluedPipe({ text, isQuoted }: LinePart, dialect: Dialect): Pick<Mark, 'problem'> {
  const program = dialect === 'shell' && !isQuoted ? gluedProgram(text) : undefined;
  if (program === undefined) return {};
  return { problem: `this | belongs to the pattern: put blanks around it to pipe to ${program}` };
}

const NO_UNITS = { units: new Map(), ignored: new Map() };

function labelMark(option: string, text: string, workspace: Workspace, checks: PatternChecks): Mark {
  const spec = text.slice(text.indexOf('=') + 1);
  const reason = spec
    .split(',')
    .map((pattern) => checks.problemOf(pattern))
    .find((problem) => problem !== undefined);
  if (reason !== undefined) return { role: 'error', problem: `no pattern (${reason})` };
  const mark = hasMeta(spec)
    ? { role: 'value' as const }
    : checked('value', () => compileLabelFilter(option, text, NO_UNITS));
  const key = text.includes('=') ? text.slice(0, text.indexOf('=')) : undefined;
  const keys = labelKeys(currentSession(workspace).profile);
  if (mark.role === 'error' || key === undefined || keys.includes(key)) return mark;
  const closest = closestWord(key, keys);
  return { ...mark, problem: `no tag is called ${key}${closest === undefined ? '' : `: did you mean ${closest}?`}` };
}

/** Numbers, flags, and patterns, as `readReportWords` reads them. */
function reportMarks(part: LinePart, { workspace, dialect }: MarkContext, checks: PatternChecks): readonly LineMark[] {
  const { start, end, text, isQuoted, expects } = part;
  if (expects.type !== 'report word') return [];
  const isPlain = !isQuoted && !expects.isArgument;
  if (isPlain && /^[+-]?\d{1,9}$/.test(text)) return [{ start, end, role: 'number' }];
  const isFormat = dialect === 'shell' && (FORMAT_FLAGS.has(text) || text === '-mine');
  if (!isQuoted && (isFormat || (expects.isView && TABLE_FLAGS.includes(text)))) return [{ start, end, role: 'flag' }];
  if (isPlain && (text === '-cum' || text === '--cum')) return [{ start, end, role: 'flag' }];

  const isIgnored = isPlain && text.startsWith('-');
  const pattern = isIgnored ? text.slice(1) : text;
  const isLabel = expects.report.wordsSelect === 'labels';
  const mark = isLabel
    ? labelMark(isIgnored ? 'tagignore' : 'tagfocus', pattern, workspace, checks)
    : { ...gluedPipe(part, dialect), ...patternMark(pattern, dialect === 'shell', checks) };
  if (!isIgnored) return [{ start, end, ...mark }];
  const sign: LineMark = { start, end: start + 1, role: 'operator' };
  return start + 1 === end ? [sign] : [sign, { start: start + 1, end, ...mark }];
}

function argumentMark(part: LinePart, context: MarkContext, checks: PatternChecks): Mark | undefined {
  const { text, isQuoted, expects } = part;
  if (expects.type !== 'argument') return undefined;
  const { kind, command, place } = expects;
  const { workspace, dialect } = context;
  if (!isQuoted && /^-[a-z]/.test(text)) return flagMark(text, command);
  switch (kind) {
    case 'functions':
    case 'report words':
      return command.name === 'find' ? { role: 'string' } : patternMark(text, dialect === 'shell', checks);
    case 'tags':
      return labelMark('tagfocus', text, workspace, checks);
    case 'files':
      return { role: 'path' };
    case 'functions or files':
      return dialect === 'pprof' ? { role: 'path' } : patternMark(text, true, checks);
    case 'profiles':
      return place > 0 && takesRows(command) ? rowsMark(text, dialect, checks) : profileMark(text, workspace);
    case 'aliases':
      if (command.takesLine || Object.hasOwn(workspace.aliases, text)) return { role: 'command' };
      return { role: 'error', problem: `there is no alias ${text}` };
    case 'settings':
      return settingMark(text, place);
    case 'keys':
      return isKeyName(text) ? { role: 'value' } : { role: 'error', problem: `no key is called ${text}` };
    case 'rules':
      return { ...checked('string', () => parseRules(text)), isUnfinished: true };
    case 'topics':
    case 'nothing':
    case 'line':
    case 'text':
      return isQuoted ? { role: 'string' } : /^\d+$/.test(text) ? { role: 'number' } : undefined;
  }
}

function flagMark(text: string, command: Command): Mark {
  const flags = flagsOf(command);
  const isKnown = flags.some((flag) => (flag.endsWith('=') ? text.startsWith(flag) : text === flag));
  // Where there are patterns, one behind a `-` is ignored.
  const mayBePattern = command.argument === 'profiles' && takesRows(command);
  if (isKnown || mayBePattern) return { role: 'flag' };
  const closest = closestWord(text, flags);
  const problem = `${command.name} has no flag ${text}`;
  return { role: 'error', problem: closest === undefined ? problem : `${problem}: did you mean ${closest}?` };
}

function profileMark(text: string, workspace: Workspace): Mark {
  if (!/^\d{1,9}$/.test(text)) return { role: 'path' };
  const id = Number(text);
  if (placeOf(workspace, id) !== undefined) return { role: 'number' };
  const known = workspace.sessions.map((session) => session.id).join(', ');
  // A part of a name stands for a profile too.
  const isInName = workspace.sessions.some(({ source }) => source.includes(text));
  return isInName
    ? { role: 'path' }
    : { role: 'error', problem: `no profile has the number ${text}; open are ${known}` };
}

/** A number of rows may be that of a profile as well, and a pattern the name of one. */
function rowsMark(text: string, dialect: Dialect, checks: PatternChecks): Mark {
  return /^\d{1,9}$/.test(text) ? { role: 'number' } : patternMark(text, dialect === 'shell', checks);
}

function settingMark(text: string, place: number): Mark {
  if (place > 0) return { role: 'value' };
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const choices = settingDeclarations.get(name)?.choices ?? {};
  return checked('option', () =>
    withSetting(DEFAULT_SETTINGS, name, equals === -1 ? Object.keys(choices)[0] : text.slice(equals + 1)),
  );
}

function redirectionMarks({ start, end, text }: LinePart): readonly LineMark[] {
  const sign = text.startsWith('>>') ? 2 : 1;
  const operator: LineMark = { start, end: start + sign, role: 'operator' };
  return start + sign === end ? [operator] : [operator, { start: start + sign, end, role: 'path' }];
}
