/** How candidates stand in a line: in quotes where they have to. */

import type { LinePart } from '../line-parts.ts';
import { type Dialect, quotedWord } from '../words.ts';
import type { Candidate, Completion } from './candidate.ts';
import type { Offer } from './offer.ts';

/** More than fit a menu; the user types on. */
const MOST_CANDIDATES = 100;

/** Where candidates are put in. */
interface Place {
  readonly part: LinePart;
  /** The text of the part up to what candidates take the place of. */
  readonly kept: string;
  /** The quote that the part begins with; empty for none. */
  readonly quote: string;
}

/**
 * Puts what is offered for the part at the end of a line into the line. Where it or the part needs quotes, the part is
 * replaced as a whole.
 */
export function placed(part: LinePart, line: string, { offset, candidates }: Offer, dialect: Dialect): Completion {
  // Names can differ in what patterns cannot tell apart; the first one is the best.
  const texts = new Set<string>();
  const distinct = candidates.filter(({ text }) => texts.size < texts.add(text).size);
  const shown = distinct.slice(0, MOST_CANDIDATES);
  const end = line.length;
  const total = distinct.length > shown.length ? { total: distinct.length } : {};
  const kept = part.text.slice(0, offset);
  const place: Place = { part, kept, quote: part.isQuoted && part.isWord ? line[part.start] : '' };
  const asTheyAre = { start: part.start + offset, end, candidates: shown, ...total };
  // pprof has no quotes.
  if (dialect === 'pprof') return asTheyAre;
  const isPlain = line.slice(part.start, part.end) === part.text;
  if (isPlain && shown.every((candidate) => inLine(candidate, place) === kept + candidate.text)) return asTheyAre;
  const replacing = shown
    .map((candidate) => replacement(candidate, place))
    .filter(({ text }) => part.outerQuote === '' || !text.includes(part.outerQuote));
  return { start: part.start, end, candidates: replacing, ...total };
}

/** The candidate with what is kept in front of it. */
function replacement(candidate: Candidate, place: Place): Candidate {
  const text = inLine(candidate, place);
  const { matched } = candidate;
  if (matched === undefined) return { ...candidate, text };
  const added = text.length - place.kept.length - candidate.text.length;
  const shift = place.kept.length + (added === 0 ? 0 : 1);
  // One quote before and maybe one behind. Where more was put in, the letters may be anywhere.
  return { ...candidate, text, matched: added <= 2 ? matched.map((at) => at + shift) : [] };
}

/** A candidate behind what is kept, as they stand in a line: in quotes where they would be read as something else without. */
function inLine(candidate: Candidate, { part, kept, quote }: Place): string {
  const whole = kept + candidate.text;
  if (!part.isWord) return /^\s|^["']|\s$/.test(whole) ? quotedWord(whole) : whole;
  if (part.expects.type === 'verb' || candidate.kind === 'flag') return whole;
  const sign = signOf(kept, part);
  const rest = whole.slice(sign.length);
  const isNumber = part.expects.type === 'report word' && /^[+-]?\d+$/.test(rest);
  const isBare = quote === '' && !isNumber && quotedWord(rest) === rest;
  if (isBare) return whole;
  const quoted = inQuotes(rest, quote);
  // Behind `>` a quote would be a letter.
  const gap = sign.startsWith('>') ? ' ' : '';
  return sign + gap + (goesOn(candidate, part) ? quoted.slice(0, -1) : quoted);
}

/** Whether more of the same word is to come, so that its quote stays open: in a rule, behind `directory/` and `key=`. */
function goesOn({ text, kind }: Candidate, { expects }: LinePart): boolean {
  const isRule = expects.type === 'argument' && expects.kind === 'rules';
  const isBeginning = kind === 'directory' || kind === 'tag' || kind === 'setting';
  return isRule || (isBeginning && /[=/]$/.test(text));
}

/** A text in the quotes that its writer began with, where they can hold it; else in those that can. */
function inQuotes(text: string, quote: string): string {
  const isDouble = quote === '"' ? !text.endsWith('\\') : text.includes("'");
  return isDouble ? `"${text.replaceAll('"', '\\"')}"` : `'${text}'`;
}

/** What stands before the text of a word that can be quoted: the `-` of what is ignored, `>` of a file, a flag with its `=`. */
export function signOf(text: string, { expects, isQuoted }: LinePart): string {
  if (isQuoted) return '';
  if (expects.type === 'redirection') return /^>{0,2}/.exec(text)?.[0] ?? '';
  if (expects.type === 'argument') return /^-[a-z]\w*=/.exec(text)?.[0] ?? '';
  return expects.type === 'report word' && text.startsWith('-') ? '-' : '';
}
