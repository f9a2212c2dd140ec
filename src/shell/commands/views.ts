import { UserError } from '../../base/errors.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';

export const findCommand: Command = {
  name: 'find',
  section: 'views',
  summary: 'Search the functions of the profile as you type; Enter offers what to do with the one found.',
  usage: ['find [query]', 'Ctrl-T at the prompt opens it too'],
  argument: 'functions',
  run(context, words) {
    needTerminal(context, 'find', 'use top with a focus, or peek <regex>, in scripts');
    return { type: 'screen', screen: { type: 'find', query: words.map(({ text }) => text).join(' ') } };
  },
};

export const browseCommand: Command = {
  name: 'browse',
  section: 'views',
  summary: 'Walk the call tree with the arrow keys.',
  usage: ['browse [regex]', 'with a regex, starts at the heaviest function that matches'],
  argument: 'functions',
  run(context, words) {
    needTerminal(context, 'browse', 'use tree, peek <regex> or traces in scripts');
    const typed = words.map(({ text }) => text).join(' ');
    const pattern = typed === '' ? '' : literally(typed, context.session.profile, context);
    if (pattern !== '') compilePattern(pattern);
    return { type: 'screen', screen: { type: 'browse', pattern } };
  },
};

function needTerminal({ hasTerminal }: CommandContext, name: string, instead: string): void {
  if (!hasTerminal) throw new UserError(`${name} needs a terminal to draw on`, instead);
}
