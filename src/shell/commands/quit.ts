import type { Command } from '../language/command.ts';

export const quitCommand: Command = {
  name: 'quit',
  aliases: ['exit', 'q'],
  section: 'session',
  summary: 'Leave the shell; so does Ctrl-D on an empty line.',
  usage: ['quit'],
  argument: 'nothing',
  run: () => ({ type: 'quit' }),
};
