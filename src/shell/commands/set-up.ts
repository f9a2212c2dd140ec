import { padRight } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { baseName } from '../../base/path-text.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Line } from '../../report/line.ts';
import { faint } from '../../report/top.ts';
import { definitionLine } from '../aliases.ts';
import { closestWord } from '../language/closest-word.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { ACTION_NAMES, isActionName, keyNameOf } from '../language/key-names.ts';
import { unquoted, type Word } from '../language/words.ts';
import { isOptionWord } from '../option-values.ts';
import type { Outcome } from '../outcome.ts';
import { type SettingDeclaration, type SettingName, type Settings, settingDeclarations } from '../settings.ts';
import { withSettingChanged } from '../undo.ts';
import { printed } from './printed.ts';
import { sourceScreen } from './views.ts';

export const setCommand: Command = {
  name: 'set',
  section: 'set-up',
  isOurs: true,
  summary: 'List the settings of the shell, or change one; save settings keeps them.',
  usage: ['set', 'set <name>', 'set <name>=<value>'],
  argument: 'settings',
  run({ workspace, rest }) {
    if (rest === '') return printed(settingLines(workspace.settings));
    const [, name, value] = /^(\S*?)(?:\s*=\s*|\s+|$)(.*)$/.exec(rest) ?? ['', rest, ''];
    const declaration = settingDeclarations.get(name);
    if (declaration !== undefined && value === '') return printed(choiceLines(name, declaration, workspace.settings));
    if (isOptionWord(name))
      throw new UserError(`${name} is an option of reports, not a setting`, `type ${name}=${value}`);
    return { type: 'changed', workspace: withSettingChanged(workspace, name, unquoted(value)) };
  },
};

function* settingLines(settings: Settings): Generator<Line> {
  for (const [name, { choices }] of settingDeclarations) {
    const value = settings[name as SettingName];
    yield [padRight(`${name}=${value}`, 24), faint(Object.keys(choices).join(', '))];
  }
}

function* choiceLines(name: string, { choices, help }: SettingDeclaration, settings: Settings): Generator<Line> {
  yield help;
  for (const [choice, text] of Object.entries(choices)) {
    const mark = settings[name as SettingName] === choice ? '*' : ' ';
    yield [`${mark} ${padRight(`${name}=${choice}`, 22)}`, faint(text)];
  }
}

/** The alias command; what is a command already cannot be an alias. */
export const makeAliasCommand = (isCommand: (name: string) => boolean): Command => ({
  name: 'alias',
  section: 'set-up',
  isOurs: true,
  summary: 'Give a line a name; $1 to $9 and $* stand for the words behind it. Alone: list the names.',
  usage: ['alias', 'alias <name> <line>', "alias hot 'top 5 $1; peek $1'"],
  argument: 'aliases',
  takesLine: true,
  run(context) {
    const { workspace, rest } = context;
    if (rest === '') return printed(definitions('alias', workspace.aliases));
    const [, name, line] = /^([^\s=]+)\s*=?\s*(.*)$/s.exec(rest) ?? ['', rest, ''];
    if (line === '') {
      if (Object.hasOwn(workspace.aliases, name))
        return printed([definitionLine('alias', name, workspace.aliases[name])]);
      throw new UserError(`${name} is no alias`, `alias ${name} 'top 5; tags' makes it one`);
    }
    const taken = isCommand(name) ? 'it is a command' : reasonTaken(name, context);
    if (taken !== undefined) throw new UserError(`${name} cannot be an alias: ${taken}`, 'choose another name');
    const aliases = { ...workspace.aliases, [name]: unquoted(line) };
    return { type: 'changed', workspace: { ...workspace, aliases } };
  },
});

/** Why something cannot be the name of an alias: it would hide what scripts rely on. */
function reasonTaken(name: string, { session }: CommandContext): string | undefined {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) return 'names are made of letters, digits, - and _';
  if (isOptionWord(name)) return 'it is an option';
  if (settingDeclarations.has(name)) return 'it is a setting';
  return session.profile.valueTypes.some(({ type }) => type === name) ? 'it is a sample type' : undefined;
}

export const unaliasCommand: Command = {
  name: 'unalias',
  section: 'set-up',
  isOurs: true,
  summary: 'Take away an alias.',
  usage: ['unalias <name>…'],
  argument: 'aliases',
  run({ workspace }, words) {
    const aliases = without(
      workspace.aliases,
      words.map(({ text }) => text),
      'alias',
    );
    return { type: 'changed', workspace: { ...workspace, aliases } };
  },
};

export const bindCommand: Command = {
  name: 'bind',
  section: 'set-up',
  isOurs: true,
  summary: 'Let a key run a line, or do what another key does. Alone: list them.',
  usage: ['bind', 'bind <key> <line>', 'bind <key> :<action>', 'bind alt+t top 20'],
  argument: 'keys',
  takesLine: true,
  run({ workspace, rest }): Outcome {
    if (rest === '') return printed(definitions('bind', workspace.bindings));
    const [, typed, line] = /^(\S+)\s*(.*)$/s.exec(rest) ?? ['', rest, ''];
    const key = keyNamed(typed);
    if (line === '') {
      const bound = workspace.bindings[key];
      if (bound !== undefined) return printed([definitionLine('bind', key, bound)]);
      throw new UserError(`nothing is bound to ${key}`, `bind ${key} top 20 lets it run top 20`);
    }
    const bindings = { ...workspace.bindings, [key]: boundLine(line) };
    return { type: 'changed', workspace: { ...workspace, bindings } };
  },
};

export const unbindCommand: Command = {
  name: 'unbind',
  section: 'set-up',
  isOurs: true,
  summary: 'Let a key do again what it did before bind.',
  usage: ['unbind <key>…'],
  argument: 'keys',
  run({ workspace }, words) {
    const keys = words.map(({ text }) => keyNamed(text));
    return { type: 'changed', workspace: { ...workspace, bindings: without(workspace.bindings, keys, 'binding') } };
  },
};

function without(of: Readonly<Record<string, string>>, names: readonly string[], what: string): Record<string, string> {
  const missing = names.find((name) => !Object.hasOwn(of, name));
  if (missing === undefined && names.length > 0) {
    return Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));
  }
  const known = Object.keys(of).join(', ') || 'none';
  throw new UserError(
    missing === undefined ? `which ${what}?` : `there is no ${what} ${missing}`,
    `there are: ${known}`,
  );
}

function keyNamed(text: string): string {
  const key = keyNameOf(text);
  if (key !== undefined) return key;
  throw new UserError(`no key is called ${JSON.stringify(text)}`, 'keys are called ctrl+g, alt+t, pageup and the like');
}

/** What a key is to do: a line, or `:` and the name of an action. */
function boundLine(text: string): string {
  const line = unquoted(text);
  if (!line.startsWith(':') || line === ':' || isActionName(line.slice(1))) return line;
  const closest = closestWord(line.slice(1), Object.keys(ACTION_NAMES));
  const hint = closest === undefined ? 'help bind lists the actions' : `did you mean :${closest}?`;
  throw new UserError(`no action is called ${JSON.stringify(line)}`, hint);
}

function* definitions(command: 'alias' | 'bind', of: Readonly<Record<string, string>>) {
  const names = Object.keys(of).sort();
  if (names.length === 0) yield command === 'alias' ? 'No aliases are set.' : 'No keys are bound.';
  for (const name of names) yield definitionLine(command, name, of[name]);
}

export const sourceCommand: Command = {
  name: 'source',
  section: 'views',
  isOurs: true,
  summary: 'Read the source of functions with the values of each line; or run the lines of a file.',
  usage: [
    'source <regex>',
    'source <file.go:line>',
    'source <file>',
    'a file runs line by line and ends at the first that fails; # begins a comment',
  ],
  argument: 'functions or files',
  run(context, words) {
    if (words.length === 0) throw new UserError('source needs a function or a file', 'for example: source main');
    const { hasTerminal, dialect, session } = context;
    const place = words.length === 1 && isSourceOf(session.profile, words[0].text) ? words[0].text : undefined;
    if (hasTerminal && dialect === 'shell') {
      // A place is no pattern: the path of a header in `c++/12` is not even a valid one.
      if (place !== undefined) return { type: 'screen', screen: { type: 'source', pattern: place } };
      if (!isScript(context, words)) return sourceScreen(context, words);
    }
    if (words.length === 1) return { type: 'source', file: words[0].text };
    throw new UserError('source takes one file', 'for example: source checks.pprof');
  },
};

/** Whether the word is a file to run: one that is there, or cannot be meant as anything else. */
function isScript({ machine }: CommandContext, words: readonly Word[]): boolean {
  if (words.length !== 1) return false;
  const { text } = words[0];
  return /^(?:~|\.{1,2})?\//.test(text) || machine.readFile(text) !== undefined;
}

/** Whether a file, or a line of one, is source of a profile's, which nobody wants to run. */
function isSourceOf({ functions, strings }: Profile, place: string): boolean {
  const name = baseName(place.replace(/:\d+$/, ''));
  return Array.from({ length: functions.length }, (_, i) => functions.fileName[i]).some(
    (index) => baseName(stringAt(strings, index)) === name,
  );
}
