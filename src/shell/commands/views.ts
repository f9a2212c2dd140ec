import { UserError } from '../../base/errors.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Options } from '../../report/options.ts';
import type { TableArrangement } from '../../report/views/table-arrangement.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import type { Word } from '../language/words.ts';
import type { Outcome } from '../outcome.ts';

export const findCommand: Command = {
  name: 'find',
  section: 'views',
  summary: 'Search functions, files, packages and tags as you type; Enter offers what to do with the one found.',
  usage: ['find [query]', 'Ctrl-T at the prompt opens it too'],
  argument: 'functions',
  run(context, words) {
    needTerminal(context, 'find', 'use top with a focus, or peek <regex>, in scripts');
    return { type: 'screen', screen: { type: 'find', query: words.map(({ text }) => text).join(' ') } };
  },
};

/** A view of the tree or of the flame graph, all of it or at a function. */
function treeView(name: 'browse' | 'bottomup' | 'flame', summary: string, where: string): Command {
  return {
    name,
    section: 'views',
    summary,
    usage: [`${name} [regex]`, where],
    argument: 'functions',
    run(context, words) {
      needTerminal(context, name, 'use tree, peek <regex> or traces in scripts');
      return { type: 'screen', screen: { type: name, pattern: patternOf(context, words) } };
    },
  };
}

export const browseCommand = treeView(
  'browse',
  'Walk the call tree with the arrow keys.',
  'with a regex, starts at the heaviest function that matches',
);

export const bottomupCommand = treeView(
  'bottomup',
  'Walk from the heaviest leaves to their callers.',
  'with a regex, starts at the heaviest leaf that matches',
);

export const flameCommand = treeView(
  'flame',
  'Read the profile as a flame graph.',
  'with a regex, zooms in to the heaviest function that matches',
);

export const sandwichCommand: Command = {
  name: 'sandwich',
  section: 'views',
  summary: 'Walk the callers of a function above it, and its callees below.',
  usage: ['sandwich <regex>'],
  argument: 'functions',
  run(context, words) {
    needTerminal(context, 'sandwich', 'use peek <regex> in scripts');
    const pattern = patternOf(context, words);
    if (pattern === '') throw new UserError('sandwich needs a function', 'for example: sandwich main');
    return { type: 'screen', screen: { type: 'sandwich', pattern } };
  },
};

export const goroutinesCommand: Command = {
  name: 'goroutines',
  section: 'views',
  summary: 'Group goroutines by stack, state, wait and creator; see what they wait for.',
  usage: ['goroutines [regex]', 'with a regex, only those whose stacks match'],
  argument: 'functions',
  run(context, words) {
    needTerminal(context, 'goroutines', 'use top or traces in scripts');
    return { type: 'screen', screen: { type: 'goroutines', pattern: patternOf(context, words) } };
  },
};

export function topScreen(context: CommandContext, options: Options, arrangement: TableArrangement): Outcome {
  needTerminal(context, 'top -i', 'use top in scripts');
  const { focus, ignore } = options;
  const session = context.session.options;
  return {
    type: 'screen',
    screen: {
      type: 'top',
      focus: focus === session.focus ? '' : focus,
      ignore: ignore === session.ignore ? '' : ignore,
      byCum: options.sort === 'cum',
      arrangement,
    },
  };
}

export function tagsScreen(context: CommandContext, words: readonly Word[]): Outcome {
  needTerminal(context, 'tags -i', 'use tags in scripts');
  return { type: 'screen', screen: { type: 'tags', key: words.map(({ text }) => text).join(' ') } };
}

export function sourceScreen(context: CommandContext, words: readonly Word[]): Outcome {
  const pattern = patternOf(context, words);
  return { type: 'screen', screen: { type: 'source', pattern } };
}

/** The words as one pattern, literal where that is what they are. Throws UserError for one that does not compile. */
function patternOf(context: CommandContext, words: readonly Word[]): string {
  const typed = words.map(({ text }) => text).join(' ');
  const pattern = typed === '' ? '' : literally(typed, context.session.profile, context);
  if (pattern !== '') compilePattern(pattern);
  return pattern;
}

function needTerminal({ hasTerminal }: CommandContext, name: string, instead: string): void {
  if (!hasTerminal) throw new UserError(`${name} needs a terminal to draw on`, instead);
}
