/** What could stand at the cursor of an unfinished line: read from the declarations of commands and options. */
import { quotePattern } from '../../base/regex.ts';
import { UNIT_NAMES } from '../../profile/units.ts';
import { choiceOwners, type OptionDeclaration, optionDeclarations } from '../../report/options.ts';
import { COMMANDS, findCommandNamed } from '../commands/index.ts';
import type { Session } from '../session.ts';
import { labelKeys, labelTexts, type WeightedName } from '../session-names.ts';
import type { ArgumentKind } from './command.ts';

export interface Candidate {
  readonly text: string;
  /** A few words about it. */
  readonly help?: string;
}

/** What to put in place of the text from `start` to `end`. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Candidate[];
}

/** More than fit a menu; the user types on. */
const MOST_CANDIDATES = 100;

/** `functions` are those of the profile, the heaviest first. */
export function complete(
  line: string,
  cursor: number,
  session: Session,
  functions: readonly WeightedName[],
): Completion {
  const before = line.slice(0, cursor);
  const equals = before.indexOf('=');
  const optionName = equals === -1 ? '' : before.slice(0, equals).trim();
  const option = optionDeclarations.get(optionName);
  if (option !== undefined || choiceOwners.has(optionName)) {
    const value = before.slice(equals + 1);
    const start = equals + 1 + (value.length - value.trimStart().length);
    return option === undefined
      ? within(start, cursor, startingWith(before.slice(start), FLAG_VALUES))
      : optionValue({ option, start, cursor, text: before.slice(start), session, functions });
  }

  const start = before.search(/\S*$/);
  const word = before.slice(start);
  const words = before
    .slice(0, start)
    .split(/\s+/)
    .filter((text) => text !== '');
  if (words.length === 0) return within(start, cursor, startingWith(word, verbs(session)));
  const command = findCommandNamed(words[0].replace(/(?<=\D)\d+$/, '')) ?? findCommandNamed(words[0]);
  return command === undefined
    ? within(start, cursor, [])
    : argument({ kind: command.argument, start, cursor, word, session, functions });
}

/** What a search for a function should begin with: the word at the cursor, unless it is the verb of the line. */
export function queryAtCursor(line: string, cursor: number): string {
  const word = /[^\s=|]*$/.exec(line.slice(0, cursor))?.[0] ?? '';
  const isVerb = line.slice(0, cursor).trimStart() === word && findCommandNamed(word) !== undefined;
  return isVerb ? '' : word.replaceAll('\\', '');
}

function within(start: number, end: number, candidates: readonly Candidate[]): Completion {
  return { start, end, candidates: candidates.slice(0, MOST_CANDIDATES) };
}

function startingWith(prefix: string, candidates: readonly Candidate[]): Candidate[] {
  const lower = prefix.toLowerCase();
  return candidates.filter(({ text }) => text.toLowerCase().startsWith(lower));
}

const FLAG_VALUES: readonly Candidate[] = [{ text: 'true' }, { text: 'false' }];

/** Everything a line can begin with. */
function verbs({ profile }: Session): Candidate[] {
  const commands = COMMANDS.flatMap(({ name, aliases = [], summary }) =>
    [name, ...aliases].map((text) => ({ text, help: summary })),
  );
  const options = [...optionDeclarations]
    .filter(([, { kind }]) => kind !== 'choice')
    .map(([name, { help }]) => ({ text: `${name}=`, help }));
  const choices = [...choiceOwners].map(([choice, owner]) => ({
    text: `${owner}=${choice}`,
    help: choiceHelp(owner, choice),
  }));
  const types = profile.valueTypes.map(({ type, unit }) => ({ text: type, help: `Report ${type}, in ${unit}.` }));
  return [...commands, ...types, ...options, ...choices].sort((a, b) => (a.text < b.text ? -1 : 1));
}

function choiceHelp(owner: string, choice: string): string {
  const option = optionDeclarations.get(owner);
  return option?.kind === 'choice' ? option.choices[choice] : '';
}

interface Place {
  readonly start: number;
  readonly cursor: number;
  readonly session: Session;
  readonly functions: readonly WeightedName[];
}

function optionValue({
  option,
  start,
  cursor,
  text,
  session,
  functions,
}: Place & { readonly option: OptionDeclaration; readonly text: string }): Completion {
  switch (option.kind) {
    case 'flag':
      return within(start, cursor, startingWith(text, FLAG_VALUES));
    case 'choice':
      return within(
        start,
        cursor,
        startingWith(
          text,
          Object.entries(option.choices).map(([choice, help]) => ({ text: choice, help })),
        ),
      );
    case 'sample type':
      return within(
        start,
        cursor,
        startingWith(
          text,
          session.profile.valueTypes.map(({ type, unit }) => ({ text: type, help: unit })),
        ),
      );
    case 'unit':
      return within(
        start,
        cursor,
        startingWith(
          text,
          UNIT_NAMES.map((name) => ({ text: name })),
        ),
      );
    case 'regex':
      return pattern({ start, cursor, session, functions });
    case 'label filter':
      return labelFilter({ start, cursor, text, session });
    case 'text':
      return within(
        start,
        cursor,
        startingWith(
          text,
          labelKeys(session.profile).map((key) => ({ text: key })),
        ),
      );
    default:
      return within(start, cursor, []);
  }

  /** The last alternative of a pattern `a|b|c` is a function name. */
  function pattern(place: Place): Completion {
    const from = place.start + text.lastIndexOf('|') + 1;
    return functionNames(text.slice(from - place.start), { ...place, start: from });
  }
}

function labelFilter({
  start,
  cursor,
  text,
  session,
}: Omit<Place, 'functions'> & { readonly text: string }): Completion {
  const equals = text.indexOf('=');
  if (equals === -1)
    return within(
      start,
      cursor,
      startingWith(
        text,
        labelKeys(session.profile).map((key) => ({ text: `${key}=` })),
      ),
    );
  const values = labelTexts(session.profile, text.slice(0, equals)).map((value) => ({ text: quotePattern(value) }));
  return within(start + equals + 1, cursor, startingWith(text.slice(equals + 1), values));
}

function argument({
  kind,
  start,
  cursor,
  word,
  session,
  functions,
}: Place & { readonly kind: ArgumentKind; readonly word: string }): Completion {
  switch (kind) {
    case 'nothing':
      return within(start, cursor, []);
    case 'topics': {
      const topics = [...COMMANDS, ...[...optionDeclarations].map(([name, { help }]) => ({ name, summary: help }))];
      return within(
        start,
        cursor,
        startingWith(
          word,
          topics.map(({ name, summary }) => ({ text: name, help: summary })),
        ),
      );
    }
    case 'tags':
      return labelFilter({ start, cursor, text: word, session });
    case 'functions':
    case 'report words': {
      const isIgnore = word.startsWith('-');
      const flags = kind === 'report words' ? startingWith(word, [{ text: '-cum', help: 'Sort by cum.' }]) : [];
      const names = functionNames(isIgnore ? word.slice(1) : word, {
        start: isIgnore ? start + 1 : start,
        cursor,
        session,
        functions,
      });
      return isIgnore && flags.length > 0 ? within(start, cursor, flags) : names;
    }
  }
}

/** Functions that contain what was typed, the heaviest first; where some begin with it, or a part of them does, those. */
function functionNames(typed: string, { start, cursor, functions }: Place): Completion {
  const wanted = typed.replaceAll('\\', '').replace(/^\^/, '').toLowerCase();
  const containing = functions.filter(({ name }) => name.toLowerCase().includes(wanted));
  const atStart = containing.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  return within(
    start,
    cursor,
    (atStart.length > 0 ? atStart : containing).map(({ name, weight }) => ({ text: asWord(name), help: weight })),
  );
}

/** A pattern that matches the name, in one word: words of the shell end at blanks. */
function asWord(name: string): string {
  return quotePattern(name).replaceAll(' ', '.');
}
