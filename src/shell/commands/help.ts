import { compareText, padRight } from '../../base/byte-text.ts';
import { choiceOwners, OPTIONS, type OptionDeclaration, optionDeclarations } from '../../report/options.ts';
import { overviewLines } from '../help/guide-topics.ts';
import { helpTopics, pagesFor, searchLines } from '../help/topics.ts';
import type { Command } from '../language/command.ts';
import type { Session } from '../session.ts';

/**
 * The help command over a list of commands, itself among them. Scripts for pprof get pprof's listing; people get pages
 * that are about the profile at hand.
 */
export function makeHelpCommand(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    section: 'session',
    summary: 'Explain the commands and options, or one of them.',
    usage: ['help', 'help <command or option>', 'help <word, such as flat>', 'help search <word>'],
    argument: 'topics',
    run(context, words) {
      const topic = words.map(({ text }) => text).join(' ');
      const commands = [...others, help];
      if (context.dialect === 'pprof') {
        const lines = topic === '' ? overview(commands) : topicLines(commands, context.session, topic);
        return { type: 'message', lines };
      }
      if (topic === '') return { type: 'message', lines: overviewLines(context, commands) };
      const topics = helpTopics(context, commands);
      const query = /^(?:search|apropos)(?: +(.*))?$/s.exec(topic);
      const lines = query === null ? pagesFor(topic, topics, context) : searchLines(query[1] ?? '', topics);
      return { type: 'message', lines };
    },
  };
  return help;
}

const OVERVIEW_ROW = (name: string, text: string, indent = 4) =>
  `${' '.repeat(indent)}${padRight(name, 20 - indent)} ${text}`;

function overview(commands: readonly Command[]): string[] {
  const rows = (section: Command['section']) =>
    commands
      .filter((command) => command.section === section && !command.isOurs)
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
