/** The values of options and settings. */
import { UNIT_NAMES } from '../../../profile/units.ts';
import { choiceOwners, optionDeclarations } from '../../../report/options.ts';
import { settingDeclarations } from '../../settings.ts';
import { currentSession } from '../../workspace.ts';
import type { Candidate, CompletionContext } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';
import { keyCandidates, labelFilterOffer } from './label-candidates.ts';
import { frameCandidates } from './name-candidates.ts';
import { NOTHING, type Offer, patternOffer, wordOffer } from './offer.ts';

const SWITCH: readonly Candidate[] = [
  { text: 'true', kind: 'choice' },
  { text: 'false', kind: 'choice' },
];

export function optionOffer(name: string, typed: string, { workspace, functions, dialect }: CompletionContext): Offer {
  const { profile } = currentSession(workspace);
  const words = (candidates: readonly Candidate[]) => wordOffer(candidates, typed);
  const option = optionDeclarations.get(name);
  if (option === undefined) return words(choiceOwners.has(name) ? SWITCH.slice(0, 1) : []);
  switch (option.kind) {
    case 'flag':
      return words(SWITCH);
    case 'choice':
      return words(Object.entries(option.choices).map(([text, help]) => ({ text, help, kind: 'choice' })));
    case 'sample type':
      return words(profile.valueTypes.map(({ type, unit }) => ({ text: type, help: unit, kind: 'sample type' })));
    case 'unit':
      return words(UNIT_NAMES.map((text) => ({ text, kind: 'choice' })));
    case 'regex': {
      if (!FRAME_OPTIONS.has(name)) return words(keyCandidates(profile, ''));
      return patternOffer(typed, (pattern) => frameCandidates(functions, pattern, dialect));
    }
    case 'label filter':
      return labelFilterOffer(profile, typed, dialect);
    case 'text': {
      const offset = typed.lastIndexOf(',') + 1;
      return { offset, candidates: fittingWords(keyCandidates(profile, ''), typed.slice(offset)) };
    }
    default:
      return NOTHING;
  }
}

/** The options whose patterns are for frames; those of the other ones are for keys of tags. */
const FRAME_OPTIONS = new Set(['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from']);

export function settingChoices(name: string): Candidate[] {
  const choices = Object.entries(settingDeclarations.get(name)?.choices ?? {});
  return choices.map(([text, help]) => ({ text, help, kind: 'choice' }));
}
