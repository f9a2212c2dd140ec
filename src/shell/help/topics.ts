/** All pages of help, made from the declarations of commands, options and settings, and how to find one. */
import { UserError } from '../../base/errors.ts';
import { at } from '../../base/int64.ts';
import { safeText } from '../../base/safe-text.ts';
import { type OptionDeclaration, type OptionName, optionDeclarations } from '../../report/options.ts';
import { buildNameIndex } from '../../search/name-index.ts';
import { rankNames } from '../../search/rank-names.ts';
import { closestWord } from '../language/closest-word.ts';
import type { Command } from '../language/command.ts';
import { type SettingDeclaration, type SettingName, settingDeclarations } from '../settings.ts';
import { COMMAND_NOTES } from './command-notes.ts';
import { tryLines } from './example.ts';
import { guideTopics, wordListTopic } from './guide-topics.ts';
import { columns, listed, parts, seeAlso, wrapped } from './layout.ts';
import { OPTION_NOTES } from './option-notes.ts';
import { shownView } from './profile-at-hand.ts';
import { sampleTypeTopics } from './sample-type-topics.ts';
import type { HelpContext, HelpTopic } from './topic.ts';
import { wordTopics } from './word-topics.ts';

/** What pages there are depends on the sample types of the profile and on the user's aliases. */
export type TopicState = Pick<HelpContext, 'workspace' | 'session'>;

/** Every page there is for a profile. */
export function helpTopics({ workspace, session }: TopicState, commands: readonly Command[]): HelpTopic[] {
  const words = [...wordTopics(), ...sampleTypeTopics(session.profile)];
  return [
    ...Object.entries(workspace.aliases).map(([name, line]) => aliasTopic(name, line)),
    ...guideTopics(commands),
    ...words,
    wordListTopic(words),
    ...commands.map(commandTopic),
    ...[...optionDeclarations].map(([name, declaration]) => optionTopic(name as OptionName, declaration)),
    ...[...settingDeclarations].map(([name, declaration]) => settingTopic(name as SettingName, declaration)),
  ];
}

/** The pages a text asks for, those about the same name behind each other. Throws UserError where there is none. */
export function pagesFor(text: string, topics: readonly HelpTopic[], context: HelpContext): string[] {
  const found = topicsFor(text, topics);
  if (found.length > 0) return parts(...found.map((topic, place) => topic.lines(context, place > 0)));
  const names = topics.flatMap((topic) => topic.names);
  const closest = closestWord(text, names);
  const search = `help search ${text} looks in all pages`;
  throw new UserError(
    `no help is called ${JSON.stringify(safeText(text))}`,
    closest === undefined ? search : `did you mean help ${closest}? ${search}`,
  );
}

/** The topics of a name: `-cum`, `focus=json`, `top10` and `Peek main` ask for what is in them. */
function topicsFor(text: string, topics: readonly HelpTopic[]): HelpTopic[] {
  const stem = text.replace(/^-+/, '').replace(/=.*$/s, '');
  const spellings = [text, stem, stem.replace(/(?<=\D)\d+$/, ''), stem.split(' ')[0], bracketed(text)];
  for (const spelling of spellings.flatMap((word) => [word, word.toLowerCase()])) {
    const found = topics.filter(({ names }) => names.includes(spelling));
    // `flat` is a choice of sort as well, which its page names.
    const isWord = found.some(({ kind }) => kind === 'word');
    if (found.length > 0) return isWord ? found.filter(({ kind }) => kind !== 'option') : found;
  }
  return [];
}

/** All names in brackets, such as `[vdso]`, are one topic. */
function bracketed(text: string): string {
  return /^\[.*\]$/.test(text) ? '[…]' : text;
}

const MOST_FOUND = 15;
const FEW_LIKE_IT = 5;

/** One row for each page about a word, the best first. */
export function searchLines(query: string, topics: readonly HelpTopic[]): string[] {
  if (query === '') throw new UserError('help search needs a word to look for', 'for example: help search leak');
  const rows = topics.map(({ names, summary }) => `${names.join(', ')}: ${summary}`);
  const index = buildNameIndex(rows, new Float64Array(rows.length));
  const words = query.toLowerCase().split(/\s+/);
  const contains = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const inRow = [...rows.keys()].filter((topic) => contains(rows[topic]));
  const onPage = [...topics.keys()].filter((topic) => contains(`${rows[topic]} ${topics[topic].text}`));
  // fuse.js puts those first whose name it is. Where no page has the words, those that nearly have them are meant.
  const ranked = rankNames(index, query, topics.length).map((match) => match.index);
  const ordered = [...ranked.filter((topic) => inRow.includes(topic)), ...inRow, ...onPage];
  const best = [...new Set(ordered.length > 0 ? ordered : ranked.slice(0, FEW_LIKE_IT))];
  if (best.length === 0) return [`No page of help is about ${safeText(query)}.`];
  const found = best.slice(0, MOST_FOUND).map((topic) => topics[topic]);
  return columns(
    found.map(({ names, summary }) => [`help ${names[0]}`, summary] as const),
    0,
  );
}

function commandTopic(command: Command): HelpTopic {
  const { name, aliases = [], summary } = command;
  const usage = [...command.usage, ...(command.shellUsage ?? [])];
  const note = COMMAND_NOTES.get(name);
  return {
    names: [name, ...aliases],
    kind: 'command',
    summary,
    text: `${usage.join(' ')} ${note?.prints ?? ''}`,
    lines(context, isBehind) {
      const head = [
        wrapped(`${[name, ...aliases].join(', ')}: ${summary}`),
        usage.flatMap((line) => wrapped(line, 2, 6)),
      ];
      if (note === undefined) return parts(...head);
      const prints = wrapped(`It prints: ${note.prints}`);
      if (isBehind) return parts(...head, prints);
      return parts(...head, prints, tryLines(context, note.examples), seeAlso(note.related));
    },
  };
}

function optionTopic(name: OptionName, declaration: OptionDeclaration): HelpTopic {
  const { more = '', examples, related } = OPTION_NOTES[name];
  const choices = declaration.kind === 'choice' ? Object.entries(declaration.choices) : [];
  return {
    names: [name, ...choices.map(([choice]) => choice)],
    kind: 'option',
    summary: declaration.help,
    text: `${more} ${choices.flat().join(' ')}`,
    lines: (context) =>
      parts(
        wrapped(`${name}: ${declaration.help}`),
        more === '' ? [] : wrapped(more, 2),
        columns(choices.map(([choice, help]) => [`${name}=${choice}`, help] as const)),
        [...valueLines(name, declaration, context), ...trimmedHere(name, context)],
        tryLines(context, examples),
        seeAlso(related),
      ),
  };
}

function valueLines(name: OptionName, declaration: OptionDeclaration, { session }: HelpContext): string[] {
  const value = session.options[name];
  if (value === declaration.default) return [value === '' ? 'It is not set.' : `It is ${value}, as at first.`];
  return wrapped(value === '' ? 'It is not set.' : `It is set to ${safeText(String(value))}.`);
}

/** How many functions of the profile an option leaves out for being small. */
function trimmedHere(name: OptionName, context: HelpContext): string[] {
  const view = name === 'nodefraction' ? shownView(context) : undefined;
  if (view === undefined) return [];
  const { cum } = view.values;
  const least = Number(view.total) * context.session.options.nodefraction;
  const present = Array.from(cum.keys(), (entry) => Math.abs(Number(at(cum, entry)))).filter((value) => value > 0);
  const small = present.filter((value) => value < Math.trunc(least));
  return wrapped(
    `On this profile that is ${view.label(Math.trunc(least))} of ${view.label(view.total)}: ${small.length} of ` +
      `${present.length} functions are smaller, if nothing is filtered.`,
  );
}

function settingTopic(name: SettingName, { help, choices }: SettingDeclaration): HelpTopic {
  return {
    names: [name],
    kind: 'setting',
    summary: help,
    text: Object.entries(choices).flat().join(' '),
    lines: ({ workspace }) =>
      parts(
        wrapped(`${name}: ${help}`),
        columns(Object.entries(choices).map(([choice, meaning]) => [`${name}=${choice}`, meaning] as const)),
        [`It is ${workspace.settings[name]}. save settings keeps it.`],
      ),
  };
}

function aliasTopic(name: string, line: string): HelpTopic {
  return {
    names: [name],
    kind: 'alias',
    summary: `An alias of yours: ${safeText(line)}`,
    text: line,
    lines: () => [...wrapped(`${name}: an alias of yours. It is short for`), ...listed([safeText(line)])],
  };
}

/** The names that completion offers behind `help`, each once. */
export function topicNames(state: TopicState, commands: readonly Command[]): { name: string; summary: string }[] {
  const summaries = new Map([['search', 'All pages of help about a word.']]);
  for (const { names, summary } of helpTopics(state, commands)) {
    if (!summaries.has(names[0])) summaries.set(names[0], summary);
  }
  return Array.from(summaries, ([name, summary]) => ({ name, summary }));
}
