/** The words behind commands that are no reports. */
import { optionDeclarations } from '../../../report/options.ts';
import { COMMANDS } from '../../commands/index.ts';
import { settingDeclarations } from '../../settings.ts';
import { currentSession, type Workspace } from '../../workspace.ts';
import type { Command } from '../command.ts';
import { keyNameOf } from '../key-names.ts';
import { type Expected, flagsOf, type LinePart, takesRows } from '../line-parts.ts';
import type { Candidate, CompletionContext, HelpName } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';
import { labelFilterOffer } from './label-candidates.ts';
import { frameCandidates, functionCandidates, plainNameCandidates } from './name-candidates.ts';
import { NOTHING, type Offer, patternOffer, wordOffer } from './offer.ts';
import { settingChoices } from './option-candidates.ts';
import { pathOffer } from './path-candidates.ts';
import { profileCandidates } from './profile-candidates.ts';
import { ruleOffer } from './rule-candidates.ts';

export function argumentOffer(
  { text, isQuoted }: LinePart,
  { kind, command, place }: Extract<Expected, { readonly type: 'argument' }>,
  context: CompletionContext,
): Offer {
  const { workspace, functions, host, dialect } = context;
  const { profile } = currentSession(workspace);
  const words = (candidates: readonly Candidate[]) => wordOffer(candidates, text);
  if (text.startsWith('-')) return flagOffer(text, command, host);
  switch (kind) {
    case 'functions': {
      if (command.name === 'find') return { offset: 0, candidates: plainNameCandidates(functions, text) };
      return patternOffer(text, (typed) => functionCandidates(functions, typed, dialect));
    }
    case 'functions or files': {
      const files = pathOffer(text, host, false);
      if (dialect === 'pprof' || (text.includes('/') && files.candidates.length > 0)) return files;
      const names = patternOffer(text, (typed) => functionCandidates(functions, typed, dialect));
      if (names.offset > 0) return names;
      return { offset: 0, candidates: [...(text === '' ? [] : files.candidates), ...names.candidates] };
    }
    case 'report words':
      return patternOffer(text, (typed) => frameCandidates(functions, typed, dialect));
    case 'tags':
      return labelFilterOffer(profile, text, dialect);
    case 'topics':
      return words(topicCandidates(context));
    case 'files': {
      const prefersProfiles = command.section === 'workspace' || command.section === 'memory';
      const { offset, candidates } = pathOffer(text, host, prefersProfiles);
      const known = offset === 0 && place === 0 ? fittingWords(wordsOf(command), text) : [];
      return { offset, candidates: [...known, ...candidates] };
    }
    case 'profiles': {
      const profiles = words(profileCandidates(workspace));
      const isPattern = profiles.candidates.length === 0 && place > 0 && takesRows(command);
      return isPattern ? patternOffer(text, (typed) => frameCandidates(functions, typed, dialect)) : profiles;
    }
    case 'aliases':
      return words(Object.entries(workspace.aliases).map(([name, help]) => ({ text: name, help, kind: 'alias' })));
    case 'settings':
      return settingOffer(text, place);
    case 'keys':
      return words(keyWords(command, workspace));
    case 'rules':
      return ruleOffer(text, { profile, workspace, functions, dialect, isQuoted });
    case 'text':
      return place === 0 ? words(wordsOf(command)) : NOTHING;
    case 'nothing':
    case 'line':
      return NOTHING;
  }
}

/** The flags of a command, and files behind the `=` of one: where a flag has a value it is a file. */
function flagOffer(text: string, command: Command, host: CompletionContext['host']): Offer {
  const flags = flagsOf(command);
  const flag = flags.find((name) => name.endsWith('=') && text.startsWith(name));
  if (flag === undefined)
    return wordOffer(
      flags.map((name) => ({ text: name, kind: 'flag' })),
      text,
    );
  const { offset, candidates } = pathOffer(text.slice(flag.length), host, false);
  return { offset: flag.length + offset, candidates };
}

/** The keys that are bound; for `bind` also those that are mostly free. */
function keyWords({ takesLine = false }: Command, { bindings }: Workspace): Candidate[] {
  const bound = Object.entries(bindings).map(([key, help]): Candidate => ({ text: key, help, kind: 'key' }));
  if (!takesLine) return bound;
  const free = LETTER_KEYS.filter((key) => !Object.hasOwn(bindings, key));
  return [...bound, ...free.map((text): Candidate => ({ text, kind: 'key' }))];
}

const LETTER_KEYS = ['alt', 'ctrl']
  .flatMap((modifier) => Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `${modifier}+${letter}`))
  .filter((key) => keyNameOf(key) === key);

/** The words that the usage of a command has behind its name: `settings` of `save settings`. */
function wordsOf({ name, usage, summary }: Command): Candidate[] {
  const words = usage.flatMap((line) => {
    const [first, word = ''] = line.split(' ');
    return first === name && /^[a-z]+$/.test(word) ? [word] : [];
  });
  return [...new Set(words)].map((text) => ({ text, help: summary, kind: 'choice' }));
}

function topicCandidates({ workspace, topics = declaredNames(workspace) }: CompletionContext): Candidate[] {
  return topics.map(({ name, summary }) => ({ text: name, help: summary, kind: 'topic' }));
}

function declaredNames({ aliases }: Workspace): HelpName[] {
  const declared = [...optionDeclarations, ...settingDeclarations].map(([name, { help }]) => ({ name, summary: help }));
  return [...COMMANDS, ...declared, ...Object.entries(aliases).map(([name, line]) => ({ name, summary: line }))];
}

/** `set name=value`, or in two words. */
function settingOffer(typed: string, place: number): Offer {
  const equals = typed.indexOf('=');
  if (place > 0 || equals === -1) {
    const names = [...settingDeclarations].map(
      ([name, { help }]): Candidate => ({ text: `${name}=`, help, kind: 'setting' }),
    );
    return place > 0 ? NOTHING : { offset: 0, candidates: fittingWords(names, typed) };
  }
  return {
    offset: equals + 1,
    candidates: fittingWords(settingChoices(typed.slice(0, equals)), typed.slice(equals + 1)),
  };
}
