import { UserError } from '../base/errors.ts';
import { optionDeclarations } from '../report/options.ts';
import { SELECTING } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import { COMMANDS, findCommandNamed } from './commands/index.ts';
import { closestWord } from './language/closest-word.ts';
import type { Command, CommandContext } from './language/command.ts';
import { literally } from './language/literal-patterns.ts';
import { splitWords, unquoted, type Word } from './language/words.ts';
import { assignOption, isOptionWord } from './option-values.ts';
import type { Outcome } from './outcome.ts';
import type { Session } from './session.ts';
import { settingDeclarations } from './settings.ts';
import { withSettingChanged, withSteps } from './undo.ts';
import { currentSession, type Workspace } from './workspace.ts';

/** What a line is run in. */
export type LineContext = Omit<CommandContext, 'session' | 'rest'>;

export interface LineResult {
  readonly workspace: Workspace;
  /** What there is to do yet; never a change of the workspace, which is in it. */
  readonly outcome: Exclude<Outcome, { readonly type: 'changed' }>;
}

/** Runs one line as typed. Throws UserError; the workspace given stays as it is then. */
export function runLine(line: string, context: LineContext): LineResult {
  const trimmed = line.trim();
  const { workspace } = context;
  const nothing = { type: 'nothing' } as const;
  if (trimmed === '') return { workspace, outcome: nothing };

  const session = currentSession(workspace);
  const assignments = assignmentsOf(trimmed, session);
  if (assignments !== undefined) {
    const options = assignments.reduce((so, assignment) => assigned(so, assignment, context), session).options;
    return { workspace: withSteps(workspace, trimmed, options), outcome: nothing };
  }
  const setting = /^(\w+)\s*=\s*(.*)$/.exec(trimmed);
  if (setting !== null && settingDeclarations.has(setting[1])) {
    return { workspace: withSettingChanged(workspace, setting[1], unquoted(setting[2])), outcome: nothing };
  }

  const words = splitWords(trimmed, context.dialect);
  const outcome = runCommand(trimmed, words, { ...context, session });
  if (outcome.type !== 'changed') return { workspace, outcome };
  const { workspace: changed, lines } = outcome;
  return { workspace: changed, outcome: lines === undefined ? nothing : { type: 'message', lines } };
}

/** Whether a line sets options, so that the rest of it is a value, whatever is in it. */
export function isAssignment(line: string, workspace: Workspace): boolean {
  const trimmed = line.trim();
  const name = /^(\w+)\s*=/.exec(trimmed)?.[1];
  return (
    assignmentsOf(trimmed, currentSession(workspace)) !== undefined ||
    (name !== undefined && settingDeclarations.has(name))
  );
}

/** The assignments a line stands for, each `name=value` or `name`; undefined where it is something else. */
function assignmentsOf(line: string, { profile }: Session): readonly string[] | undefined {
  // `:` clears the filters, the name of a sample type chooses it.
  if (line === ':') return ['focus=', 'ignore=', 'hide=', 'tagfocus=', 'tagignore='];
  for (const { type } of profile.valueTypes) {
    if (line === type) return [`sample_index=${type}`];
    if (line === `total_${type}`) return ['mean=0', `sample_index=${type}`];
    if (line === `mean_${type}`) return ['mean=1', `sample_index=${type}`];
  }
  return isOptionWord(assignedName(line)) ? [line] : undefined;
}

function assignedName(assignment: string): string {
  const equals = assignment.indexOf('=');
  return (equals === -1 ? assignment : assignment.slice(0, equals)).trim();
}

/** The session after an assignment `name=value`, `name=value //: comment` or `name`. */
function assigned(session: Session, assignment: string, context: LineContext): Session {
  const equals = assignment.indexOf('=');
  const name = assignedName(assignment);
  const kind = optionDeclarations.get(name)?.kind;
  if (equals === -1) {
    const needsValue = kind !== undefined && kind !== 'flag';
    if (needsValue) throw new UserError(`please specify a value, e.g. ${name}=<val>`);
  }
  const behind = equals === -1 ? '' : assignment.slice(equals + 1);
  const comment = behind.lastIndexOf('//:');
  const written = (comment === -1 ? behind : behind.slice(0, comment)).trim();
  const text = context.dialect === 'shell' ? unquoted(written) : written;
  const value = kind === 'regex' && SELECTING_NAMES.has(name) ? literally(text, session.profile, context) : text;
  return { ...session, options: assignOption(session.options, name, settled(session, name, value)) };
}

const SELECTING_NAMES: ReadonlySet<string> = new Set(SELECTING);

/** A sample type is looked up at once, so that a wrong one is refused and a position becomes a name. */
function settled({ profile }: Session, name: string, value: string): string {
  if (name !== 'sample_index') return value;
  return profile.valueTypes[sampleIndexOf(profile, value)].type;
}

function runCommand(line: string, [first, ...words]: readonly Word[], context: Omit<CommandContext, 'rest'>): Outcome {
  const name = first.text;
  const rest = line.slice(first.end).trim();
  const command = findCommandNamed(name);
  if (command !== undefined) return command.run({ ...context, rest }, words);

  // `top10` is short for `top 10`, of any command.
  const { command: counted, count } = countedCommand(name);
  if (counted !== undefined) {
    const word: Word = { text: count, isQuoted: false, start: first.end - count.length, end: first.end };
    return counted.run({ ...context, rest: `${count} ${rest}` }, [word, ...words]);
  }

  const [, stem = name, number] = COUNTED.exec(name) ?? [];
  if (isOptionWord(stem)) throw new UserError(`did you mean: ${stem}=${number ?? words.at(0)?.text ?? '<val>'}`);
  throw new UserError(`unrecognized command: ${JSON.stringify(stem)}`, suggestion(name, stem, context));
}

const COUNTED = /^(.*\D)(\d+)$/;

/** The command of `top10`, and its number. */
function countedCommand(name: string): { readonly command: Command | undefined; readonly count: string } {
  const [, stem, count = ''] = COUNTED.exec(name) ?? [];
  return { command: stem === undefined ? undefined : findCommandNamed(stem), count };
}

/** The command that a first word calls, `top10` too. */
export function commandOfWord(name: string): Command | undefined {
  return findCommandNamed(name) ?? countedCommand(name).command;
}

/** What may have been meant by a first word that is no command: an assignment, or the word without its number. */
function suggestion(typed: string, stem: string, { workspace }: Pick<LineContext, 'workspace'>): string {
  if (/^\d+$/.test(typed)) return 'on a terminal a number opens that row of the table printed last; top prints one';
  const [, name, value] = /^(\w+)=(.*)$/.exec(typed) ?? [];
  if (name !== undefined) {
    const closest = closestWord(name, [...optionDeclarations.keys(), ...settingDeclarations.keys()]);
    return closest === undefined ? 'o lists the options, set the settings' : `did you mean ${closest}=${value}?`;
  }
  const [, command, operator] = /^(\w+)([|>])/.exec(typed) ?? [];
  if (command !== undefined && commandOfWord(command) !== undefined) return `put blanks around the ${operator}`;
  const names = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const closest = closestWord(stem, [...names, ...Object.keys(workspace.aliases)]);
  return closest === undefined ? 'type help for the commands there are' : `did you mean ${closest}?`;
}
