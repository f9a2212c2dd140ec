/** What can come next in an unfinished rule of `check`. */
import type { Profile } from '../../../profile/tables.ts';
import { UNIT_NAMES } from '../../../profile/units.ts';
import { measureDeclarations, OPERATORS } from '../../check/rule.ts';
import type { FunctionNames } from '../../session-names.ts';
import type { Workspace } from '../../workspace.ts';
import type { Dialect } from '../words.ts';
import type { Candidate } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';
import { frameCandidates } from './name-candidates.ts';
import type { Offer } from './offer.ts';
import { profileCandidates } from './profile-candidates.ts';

export interface RuleSurroundings {
  readonly profile: Profile;
  readonly workspace: Pick<Workspace, 'sessions' | 'current'>;
  readonly functions: FunctionNames;
  readonly dialect: Dialect;
  /** Without quotes `>` would redirect the output. */
  readonly isQuoted: boolean;
}

/** The patterns of an unfinished rule, with their parentheses, and the one that is open at its end. */
const CLOSED_PATTERN = /\b(\w+)\s*\((?:\\.|\((?:\\.|[^()\\])*\)|[^()\\])*\)/gs;
const OPEN_PATTERN = /\b\w+\s*\(((?:\\.|\((?:\\.|[^()\\])*\)|[^()\\])*)$/s;

export function ruleOffer(typed: string, surroundings: RuleSurroundings): Offer {
  const { profile, workspace, functions, dialect, isQuoted } = surroundings;
  const open = OPEN_PATTERN.exec(typed.replaceAll(CLOSED_PATTERN, (pattern) => ' '.repeat(pattern.length)));
  if (open !== null) {
    const from = typed.length - open[1].length + open[1].lastIndexOf('|') + 1;
    const names = frameCandidates(functions, typed.slice(from), dialect);
    return { offset: from, candidates: names.map((name) => ({ ...name, text: `${name.text})` })) };
  }
  // Each pattern as a sign of its own, so that only the words between them are left.
  const plain = typed.replaceAll(CLOSED_PATTERN, (pattern, name: string) => `${name}()`.padEnd(pattern.length, ')'));
  const offset = plain.search(/[^\s]*$/);
  const word = plain.slice(offset);
  const before = plain.slice(0, offset).trim();
  const words = wordsBehind(before, profile, workspace);
  return {
    offset,
    candidates: fittingWords(isQuoted ? words : words.filter(({ text }) => !text.startsWith('>')), word),
  };
}

function wordsBehind(before: string, profile: Profile, workspace: RuleSurroundings['workspace']): Candidate[] {
  if (before === '' || /\band$/.test(before)) return MEASURE_WORDS;
  if (/\bof$/.test(before))
    return profile.valueTypes.map(({ type, unit }) => ({ text: type, help: unit, kind: 'sample type' }));
  if (/\bsince$/.test(before)) return profileCandidates(workspace);
  const rule = before.split(/\band\b/).at(-1) ?? before;
  if (/[<>=]$/.test(rule)) return limits(profile);
  const hasOperator = /[<>=]/.test(rule);
  return hasOperator ? [...CLAUSES, AND] : [...OPERATOR_WORDS, ...CLAUSES];
}

const MEASURE_WORDS = [...measureDeclarations].map(
  ([name, { help, takesPattern }]): Candidate => ({ text: takesPattern ? `${name}(` : name, help, kind: 'rule' }),
);

const OPERATOR_WORDS = OPERATORS.map((text): Candidate => ({ text, kind: 'rule' }));

const CLAUSES: readonly Candidate[] = [
  { text: 'of', help: 'by another sample type', kind: 'rule' },
  { text: 'since', help: 'compared with an earlier profile', kind: 'rule' },
];

const AND: Candidate = { text: 'and', help: 'one more rule', kind: 'rule' };

function limits({ valueTypes }: Profile): Candidate[] {
  const units = valueTypes.some(({ unit }) => unit === 'bytes') ? ['64MB'] : [];
  const times = valueTypes.some(({ unit }) => unit === 'nanoseconds') ? ['1s'] : [];
  const examples = ['5%', ...units, ...times, '0'].map((text): Candidate => ({ text, kind: 'rule' }));
  return [...examples, ...UNIT_NAMES.slice(2).map((unit): Candidate => ({ text: `1${unit}`, kind: 'rule' }))];
}
