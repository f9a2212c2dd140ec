/** What a line can begin with. */
import { choiceOwners, optionDeclarations } from '../../../report/options.ts';
import { COMMANDS } from '../../commands/index.ts';
import { settingDeclarations } from '../../settings.ts';
import { currentSession, type Workspace } from '../../workspace.ts';
import type { Candidate } from './candidate.ts';

/** What people ask for most, in this order; without anything typed it is what they see. */
const USUAL: readonly string[] = [
  'top',
  'peek',
  'list',
  'tree',
  'find',
  'browse',
  'focus=',
  'ignore=',
  'hide=',
  'show=',
  'tags',
  'diff',
  'undo',
  'filters',
  'mine',
  'load',
  'use',
  'sample_index=',
  'granularity=',
  'sort=',
  'help',
  'quit',
];

/** Everything a line can begin with, the most useful first. */
export function verbCandidates(workspace: Workspace): readonly Candidate[] {
  const { profile } = currentSession(workspace);
  const types = profile.valueTypes
    .filter(({ type }) => /^[\w./-]+$/.test(type))
    .map(({ type, unit }): Candidate => ({ text: type, help: `Report ${type}, in ${unit}.`, kind: 'sample type' }));
  const aliases = Object.entries(workspace.aliases).map(([text, help]): Candidate => ({ text, help, kind: 'alias' }));
  return distinct([...USUAL_VERBS, ...aliases, ...types, ...OTHER_VERBS]);
}

/** A sample type may be called as a command is; it is the command that is lost then. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.text, candidate])).values()];
}

const commandVerbs = COMMANDS.flatMap(({ name, aliases = [], summary }) =>
  [name, ...aliases].map((text): Candidate => ({ text, help: summary, kind: 'command' })),
);

const optionVerbs = [...optionDeclarations]
  .filter(([, { kind }]) => kind !== 'choice')
  .map(([name, { help }]): Candidate => ({ text: `${name}=`, help, kind: 'option' }));

const choiceVerbs = [...choiceOwners].map(([choice, owner]): Candidate => {
  const option = optionDeclarations.get(owner);
  const help = option?.kind === 'choice' ? option.choices[choice] : '';
  return { text: `${owner}=${choice}`, help, kind: 'choice' };
});

const choiceOptionVerbs = [...optionDeclarations]
  .filter(([, { kind }]) => kind === 'choice')
  .map(([name, { help }]): Candidate => ({ text: `${name}=`, help, kind: 'option' }));

const settingVerbs = [...settingDeclarations].map(
  ([name, { help }]): Candidate => ({ text: `${name}=`, help, kind: 'setting' }),
);

const VERBS = [...commandVerbs, ...optionVerbs, ...choiceVerbs, ...settingVerbs];

const isUsual = ({ text }: Candidate) => USUAL.includes(text);

const USUAL_VERBS = [...VERBS, ...choiceOptionVerbs]
  .filter(isUsual)
  .sort((a, b) => USUAL.indexOf(a.text) - USUAL.indexOf(b.text));

const OTHER_VERBS = VERBS.filter((verb) => !isUsual(verb));
