import { padLeft } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { DEFAULT_OPTIONS } from '../../report/options.ts';
import { faint, heading } from '../../report/top.ts';
import { activeFilters, NO_FILTERS } from '../filters.ts';
import type { Command, CommandContext } from '../language/command.ts';
import type { Outcome } from '../outcome.ts';
import { redone, undone, withSharedFilters, withSteps } from '../undo.ts';
import { currentSession, type Workspace, withCurrent } from '../workspace.ts';
import { printed } from './printed.ts';

export const filtersCommand: Command = {
  name: 'filters',
  section: 'filters',
  isOurs: true,
  summary: 'List the filters that are set, and what they leave of the total.',
  usage: ['filters', 'filters drop <number or name>…'],
  argument: 'text',
  run(context, [first, ...words]) {
    if (first === undefined) return printed(filterLines(context));
    if (first.text === 'drop' && words.length === 0) {
      throw new UserError(
        'filters drop needs the number or the name of a filter',
        'filters lists them; reset drops all',
      );
    }
    if (first.text !== 'drop') {
      throw new UserError(`filters does not know ${JSON.stringify(first.text)}`, 'type filters, or filters drop 1');
    }
    return dropFilters(
      context,
      words.map(({ text }) => text),
    );
  },
};

function* filterLines({ session, host }: CommandContext) {
  const filters = activeFilters(session, host);
  if (filters.length === 0) yield 'No filters are set.';
  else yield [heading('      left       of total  filter')];
  for (const [i, { name, value, share, amount }] of filters.entries()) {
    yield `${padLeft(amount, 10)} ${padLeft(share, 14)}  ${i + 1} ${name}=${value}`;
  }
  const steps = session.past.map(({ name }) => name);
  if (steps.length > 0) yield [faint(`undo takes back: ${steps.at(-1)}`)];
  const again = session.future.at(-1);
  if (again !== undefined) yield [faint(`redo brings back: ${again.name}`)];
}

function dropFilters({ workspace, session, host }: CommandContext, words: readonly string[]): Outcome {
  const filters = activeFilters(session, host);
  const dropped = words.map((word) => {
    const filter = /^\d+$/.test(word) ? filters.at(Number(word) - 1) : filters.find(({ name }) => name === word);
    if (filter !== undefined && word !== '0') return filter.name;
    const known = filters.map(({ name }, i) => `${i + 1} ${name}`).join(', ');
    throw new UserError(
      `no filter ${JSON.stringify(word)} is set`,
      known === '' ? 'no filters are set' : `these are: ${known}`,
    );
  });
  const cleared = Object.fromEntries(dropped.map((name) => [name, '']));
  const options = { ...session.options, ...cleared };
  return { type: 'changed', workspace: withSteps(workspace, `filters drop ${dropped.join(' ')}`, options) };
}

export const resetCommand: Command = {
  name: 'reset',
  section: 'filters',
  isOurs: true,
  summary: 'Clear all filters; reset all sets all options back too.',
  usage: ['reset', 'reset all'],
  argument: 'text',
  run({ workspace, session }, [word]) {
    if (word !== undefined && word.text !== 'all') {
      throw new UserError(`reset does not know ${JSON.stringify(word.text)}`, 'type reset, or reset all');
    }
    const { compact_labels } = session.options;
    const options = word === undefined ? { ...session.options, ...NO_FILTERS } : { ...DEFAULT_OPTIONS, compact_labels };
    const changed = withSteps(workspace, word === undefined ? 'reset' : 'reset all', options);
    const isSame = currentSession(changed) === session;
    return {
      type: 'changed',
      workspace: changed,
      lines: [isSame ? 'There was nothing to reset.' : 'undo brings it back.'],
    };
  },
};

export const undoCommand: Command = {
  name: 'undo',
  section: 'filters',
  isOurs: true,
  summary: 'Take back the last change of a filter or another option.',
  usage: ['undo', 'undo <count>'],
  argument: 'nothing',
  run: (context, words) => stepped(context, words.at(0)?.text, 'undo'),
};

export const redoCommand: Command = {
  name: 'redo',
  section: 'filters',
  isOurs: true,
  summary: 'Do again what undo took back.',
  usage: ['redo', 'redo <count>'],
  argument: 'nothing',
  run: (context, words) => stepped(context, words.at(0)?.text, 'redo'),
};

function stepped(
  { workspace, session }: CommandContext,
  counted: string | undefined,
  direction: 'undo' | 'redo',
): Outcome {
  if (counted !== undefined && !/^[1-9]\d{0,5}$/.test(counted)) {
    throw new UserError(`${direction} takes a number of steps, not ${JSON.stringify(counted)}`, `type ${direction}`);
  }
  const step = direction === 'undo' ? undone : redone;
  const told: string[] = [];
  let changed = workspace;
  for (let left = Number(counted ?? 1); left > 0; left--) {
    const next = step(currentSession(changed));
    if (next === undefined) break;
    told.push(`${direction === 'undo' ? 'taken back' : 'done again'}: ${next.name}`);
    changed = withStepOfAll(changed, next.name, direction);
  }
  if (told.length > 0) return { type: 'changed', workspace: changed, lines: told };
  const nothing = session.past.length === 0 && direction === 'undo' ? 'no option was changed yet' : 'there is no more';
  throw new UserError(`nothing to ${direction}`, nothing);
}

/**
 * Takes a step in the session in use. Where filters are shared, the others take it too where it is their next one, or else
 * the filters that it changed.
 */
function withStepOfAll(workspace: Workspace, name: string, direction: 'undo' | 'redo'): Workspace {
  const stepOf = direction === 'undo' ? undone : redone;
  const stepped = stepOf(currentSession(workspace));
  if (stepped === undefined) return workspace;
  const changed = withCurrent(workspace, stepped.session);
  if (workspace.settings.shared_filters === 'off') return changed;
  const sessions = changed.sessions.map((session, place) => {
    if (place === changed.current) return session;
    const next = stepOf(session);
    if (next?.name === name) return next.session;
    return withSharedFilters(
      session,
      `${direction} in ${stepped.session.id}`,
      currentSession(workspace).options,
      stepped.session.options,
    );
  });
  return { ...changed, sessions };
}
