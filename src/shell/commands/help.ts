import { compareText, padRight } from '../../base/byte-text.ts';
import { choiceOwners, OPTIONS, type OptionDeclaration, optionDeclarations } from '../../report/options.ts';
import type { Command } from '../language/command.ts';
import type { Session } from '../session.ts';

/** The help command over a list of commands, itself among them. */
export function makeHelpCommand(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    section: 'session',
    summary: 'Explain the commands and options, or one of them.',
    usage: ['help', 'help <command or option>'],
    argument: 'topics',
    run({ session }, words) {
      const topic = words.join(' ');
      const commands = [...others, help];
      return { type: 'message', lines: topic === '' ? overview(commands) : topicLines(commands, session, topic) };
    },
  };
  return help;
}

const OVERVIEW_ROW = (name: string, text: string, indent = 4) =>
  `${' '.repeat(indent)}${padRight(name, 20 - indent)} ${text}`;

function overview(commands: readonly Command[]): string[] {
  const rows = (section: Command['section']) =>
    commands
      .filter((command) => command.section === section)
      .map(({ name, aliases = [], summary }) => OVERVIEW_ROW([name, ...aliases].join('/'), summary))
      .sort(compareText);
  const options = Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>);
  return [
    '  Commands:',
    ...rows('reports'),
    ...rows('session'),
    '',
    '  Views, on a terminal:',
    ...rows('views'),
    '',
    '  Options:',
    ...options.filter(([, { kind }]) => kind !== 'choice').map(([name, { help }]) => OVERVIEW_ROW(name, help)),
    '',
    '  Option groups (only set one per group):',
    ...options.flatMap(([name, option]) =>
      option.kind === 'choice'
        ? [
            OVERVIEW_ROW(name, ''),
            ...Object.entries(option.choices).map(([choice, help]) => OVERVIEW_ROW(choice, help, 6)),
          ]
        : [],
    ),
    OVERVIEW_ROW(':', 'Clear focus, ignore, hide, tagfocus and tagignore.'),
    '',
    '  Type "help <command or option>" for more about one of them.',
  ];
}

function topicLines(commands: readonly Command[], session: Session, topic: string): string[] {
  const command = commands.find(({ name, aliases = [] }) => name === topic || aliases.includes(topic));
  if (command !== undefined) return [command.summary, '  Usage:', ...command.usage.map((line) => `    ${line}`), ''];

  const owner = choiceOwners.get(topic);
  const declaration = optionDeclarations.get(owner ?? topic);
  if (declaration === undefined) return [`Unknown command: ${topic}`];
  if (declaration.kind === 'choice') {
    const choices = Object.entries(declaration.choices);
    return owner === undefined
      ? [declaration.help, ...choices.map(([choice, help]) => `    ${topic}=${padRight(choice, 14)} ${help}`), '']
      : [declaration.choices[topic], ''];
  }
  const types = session.profile.valueTypes.map(({ type, unit }) => `    ${type} (${unit})`);
  return declaration.kind === 'sample type' ? [declaration.help, ...types, ''] : [declaration.help, ''];
}
