/** The words behind a report. */
import { currentSession } from '../../workspace.ts';
import type { Expected, LinePart } from '../line-parts.ts';
import { TABLE_FLAGS } from '../table-words.ts';
import type { Candidate, CompletionContext } from './candidate.ts';
import { labelFilterOffer } from './label-candidates.ts';
import { frameCandidates, functionCandidates } from './name-candidates.ts';
import { type Offer, patternOffer } from './offer.ts';

const REPORT_FLAGS: readonly Candidate[] = [{ text: '-cum', help: 'Sort by cum.', kind: 'flag' }];

/** Those that pprof does not have. */
const SHELL_FLAGS: readonly Candidate[] = [
  { text: '-mine', help: 'Say which of my code each entry is used by.', kind: 'flag' },
  { text: '-json', help: 'As JSON.', kind: 'flag' },
  { text: '-csv', help: 'As comma separated values, with all digits.', kind: 'flag' },
  { text: '-markdown', help: 'As a Markdown table.', kind: 'flag' },
];

/** Those of `top -i`. */
const VIEW_FLAGS: readonly Candidate[] = [
  ...REPORT_FLAGS,
  ...TABLE_FLAGS.map((text): Candidate => ({ text, kind: 'flag' })),
];

/** Patterns, `-` before those to ignore, and flags. */
export function reportOffer(
  { text, isQuoted }: LinePart,
  expects: Extract<Expected, { readonly type: 'report word' }>,
  { workspace, functions, dialect }: CompletionContext,
): Offer {
  const { report, isArgument, isView } = expects;
  const flags = isView ? VIEW_FLAGS : dialect === 'shell' ? [...REPORT_FLAGS, ...SHELL_FLAGS] : REPORT_FLAGS;
  if (!isQuoted && /^-[\w=]*$/.test(text)) {
    const fitting = flags.filter((flag) => flag.text.startsWith(text));
    if (fitting.length > 0) return { offset: 0, candidates: fitting };
  }
  const sign = !isQuoted && !isArgument && text.startsWith('-') ? 1 : 0;
  const pattern = text.slice(sign);
  const { offset, candidates } =
    report.wordsSelect === 'labels'
      ? labelFilterOffer(currentSession(workspace).profile, pattern, dialect)
      : patternOffer(pattern, (typed) =>
          (isArgument ? functionCandidates : frameCandidates)(functions, typed, dialect),
        );
  return { offset: sign + offset, candidates };
}
