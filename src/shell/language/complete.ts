/** What could stand at the cursor of an unfinished line. */
import { commandOfWord } from '../run-line.ts';
import { argumentOffer } from './completion/argument-candidates.ts';
import type { Candidate, Completion, CompletionContext } from './completion/candidate.ts';
import { frameCandidates } from './completion/name-candidates.ts';
import { NOTHING, type Offer, patternOffer, wordOffer } from './completion/offer.ts';
import { optionOffer, settingChoices } from './completion/option-candidates.ts';
import { pathOffer } from './completion/path-candidates.ts';
import { placed, signOf } from './completion/put-in.ts';
import { reportOffer } from './completion/report-candidates.ts';
import { verbCandidates } from './completion/verb-candidates.ts';
import { ACTION_NAMES } from './key-names.ts';
import { type LinePart, readLine } from './line-parts.ts';
import { PIPE_PROGRAMS } from './pipe-programs.ts';

export type { Candidate, Completion, CompletionContext } from './completion/candidate.ts';

/** Candidates for the part of a line that ends at the cursor. They take its place, up to the cursor. */
export function complete(line: string, cursor: number, context: CompletionContext): Completion {
  const before = line.slice(0, cursor);
  const part = partAtEnd(before, context);
  if (part === undefined) return { start: cursor, end: cursor, candidates: [] };
  return placed(part, before, offerFor(part, context), context.dialect);
}

/** The part that the end of a line is in, or an empty one that begins there. */
function partAtEnd(line: string, context: CompletionContext): LinePart | undefined {
  const { parts, next, outerQuote, openQuote } = readLine(line, context);
  const last = parts.at(-1);
  const touches = last !== undefined && last.end === line.length;
  const isClosed = last?.isQuoted && openQuote === undefined;
  if (touches && isClosed) return undefined;
  if (touches && last.expects.type !== 'operator') return last;
  // Right behind a `|` something would become one word with it.
  if (next === undefined || (touches && last.text === '|')) return undefined;
  const at = { start: line.length, end: line.length };
  return { ...at, text: '', isQuoted: false, isWord: true, outerQuote, expects: next };
}

/** What a search for a function should begin with: the word at the cursor, unless it is the verb of the line. */
export function queryAtCursor(line: string, cursor: number): string {
  const word = /[^\s=|"']*$/.exec(line.slice(0, cursor))?.[0] ?? '';
  const isVerb = line.slice(0, cursor).trimStart() === word && commandOfWord(word) !== undefined;
  return isVerb ? '' : word.replaceAll('\\', '');
}

function offerFor(part: LinePart, context: CompletionContext): Offer {
  const { text, expects } = part;
  const { workspace, functions, host, dialect } = context;
  switch (expects.type) {
    case 'verb':
      return wordOffer(verbCandidates(workspace), text);
    case 'option value':
      return optionOffer(expects.option, text, context);
    case 'setting value':
      return wordOffer(settingChoices(expects.setting), text);
    case 'report word':
      return reportOffer(part, expects, context);
    case 'argument':
      return argumentOffer(part, expects, context);
    case 'alias word':
      return patternOffer(text, (typed) => frameCandidates(functions, typed, dialect));
    case 'redirection': {
      const sign = signOf(text, part);
      const { offset, candidates } = pathOffer(text.slice(sign.length), host, false);
      return { offset: sign.length + offset, candidates };
    }
    case 'file':
    case 'program word':
      return text === '' && expects.type === 'program word' ? NOTHING : pathOffer(text, host, false);
    case 'program':
      return wordOffer(PROGRAMS, text);
    case 'action':
      return wordOffer(ACTIONS, text);
    case 'view flag':
    case 'operator':
    case 'unknown':
    case 'comment':
      return NOTHING;
  }
}

const PROGRAMS = Object.entries(PIPE_PROGRAMS).map(([text, help]): Candidate => ({ text, help, kind: 'program' }));

/** What `bind` can make of a key besides a line. */
const ACTIONS: readonly Candidate[] = Object.entries(ACTION_NAMES).map(
  ([name, help]): Candidate => ({ text: `:${name}`, help, kind: 'key' }),
);
