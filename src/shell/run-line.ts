import { UserError } from '../base/errors.ts';
import { optionDeclarations } from '../report/options.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import { COMMANDS, findCommandNamed } from './commands/index.ts';
import { closestWord } from './language/closest-word.ts';
import type { CommandContext } from './language/command.ts';
import { assignOption, isOptionWord } from './option-values.ts';
import type { Outcome } from './outcome.ts';
import type { Session } from './session.ts';

export interface LineResult {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** Runs one line as typed. Throws UserError; the session given stays as it is then. */
export function runLine(line: string, context: CommandContext): LineResult {
  const trimmed = line.trim();
  const shortcut = shortcutLines(trimmed, context.session);
  if (shortcut !== undefined) {
    const session = shortcut.reduce((so, assignment) => assign(so, assignment) ?? so, context.session);
    return { session, outcome: { type: 'nothing' } };
  }
  const assigned = assign(context.session, trimmed);
  if (assigned !== undefined) return { session: assigned, outcome: { type: 'nothing' } };

  const words = trimmed.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { session: context.session, outcome: { type: 'nothing' } };
  return { session: context.session, outcome: runCommand(words, context) };
}

/** Lines that stand for others: `:` clears the filters, the name of a sample type chooses it. */
function shortcutLines(line: string, { profile }: Session): readonly string[] | undefined {
  if (line === ':') return ['focus=', 'ignore=', 'hide=', 'tagfocus=', 'tagignore='];
  for (const { type } of profile.valueTypes) {
    if (line === type) return [`sample_index=${type}`];
    if (line === `total_${type}`) return ['mean=0', `sample_index=${type}`];
    if (line === `mean_${type}`) return ['mean=1', `sample_index=${type}`];
  }
  return undefined;
}

/** The session after an assignment `name=value`, `name=value //: comment` or `name`; undefined where it is none. */
function assign(session: Session, line: string): Session | undefined {
  const equals = line.indexOf('=');
  const name = (equals === -1 ? line : line.slice(0, equals)).trim();
  if (!isOptionWord(name)) return undefined;
  if (equals === -1) {
    const kind = optionDeclarations.get(name)?.kind;
    const needsValue = kind !== undefined && kind !== 'flag';
    if (needsValue) throw new UserError(`please specify a value, e.g. ${name}=<val>`);
  }
  const behind = equals === -1 ? '' : line.slice(equals + 1);
  const comment = behind.lastIndexOf('//:');
  const value = (comment === -1 ? behind : behind.slice(0, comment)).trim();
  return { ...session, options: assignOption(session.options, name, settled(session, name, value)) };
}

/** A sample type is looked up at once, so that a wrong one is refused and a position becomes a name. */
function settled({ profile }: Session, name: string, value: string): string {
  if (name !== 'sample_index') return value;
  return profile.valueTypes[sampleIndexOf(profile, value)].type;
}

function runCommand([name, ...words]: readonly string[], context: CommandContext): Outcome {
  const command = findCommandNamed(name);
  if (command !== undefined) return command.run(context, words);

  // `top10` is short for `top 10`, of any command.
  const [, stem = name, count] = /^(.*\D)(\d+)$/.exec(name) ?? [];
  const counted = count === undefined ? undefined : findCommandNamed(stem);
  if (counted !== undefined && count !== undefined) return counted.run(context, [count, ...words]);

  if (isOptionWord(stem)) throw new UserError(`did you mean: ${stem}=${count ?? words.at(0) ?? '<val>'}`);
  throw new UserError(`unrecognized command: ${JSON.stringify(stem)}`, suggestion(stem));
}

function suggestion(word: string): string {
  const names = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const closest = closestWord(word, names);
  return closest === undefined ? 'type help for the commands there are' : `did you mean ${closest}?`;
}
