import { UserError } from '../../base/errors.ts';
import type { Command } from '../language/command.ts';
import { splitWords } from '../language/words.ts';

export const copyCommand: Command = {
  name: 'copy',
  section: 'results',
  isOurs: true,
  summary: 'Put what was printed last, or what a line prints, on the clipboard of your terminal.',
  usage: ['copy', 'copy <line>'],
  argument: 'line',
  takesLine: true,
  run: ({ rest }) => ({ type: 'copy', line: rest }),
};

export const saveCommand: Command = {
  name: 'save',
  section: 'results',
  isOurs: true,
  summary:
    'Write what was printed last, or what a line prints, to a file. save settings keeps settings, aliases and keys.',
  usage: ['save <file>', 'save <file> <line>', 'save settings'],
  argument: 'files',
  takesLine: true,
  run({ rest }) {
    const first = splitWords(rest, 'shell').at(0);
    if (first === undefined) throw new UserError('save needs a file name', 'for example: save top.txt');
    const line = rest.slice(first.end).trim();
    if (first.text === 'settings' && !first.isQuoted && line === '') return { type: 'save settings' };
    return { type: 'save', file: first.text, line };
  },
};

export const historyCommand: Command = {
  name: 'history',
  section: 'results',
  isOurs: true,
  summary: 'List earlier lines, or those that contain a text.',
  usage: ['history', 'history <count>', 'history <text>'],
  argument: 'text',
  run: ({ rest }) => ({ type: 'history', query: rest }),
};
