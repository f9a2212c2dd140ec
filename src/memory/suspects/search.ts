/** What suspects are looked for with, and what comes of it. */
import type { Pattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import type { SourceFrame, Suspect } from '../statement.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { GoroutineStack } from './goroutine-stacks.ts';
import type { HeapMode } from './heap-columns.ts';
import type { Signatures } from './signature.ts';
import type { HeapAmounts, HeapSites } from './sites.ts';

export interface SuspectQuestion {
  readonly profile: Profile;
  readonly mode: HeapMode;
  readonly catalogue: readonly CatalogueEntry[];
  /** Goroutines of the same program, at about the same time. */
  readonly goroutines?: Profile | undefined;
  /** Matches the user's own code, where that is known better than names and files tell. */
  readonly mine?: Pattern | undefined;
  /** The text of a line, undefined where the source is not here. */
  readonly sourceLine?: ((file: string, line: number) => string | undefined) | undefined;
  /** As `go1.22.12` or `1.22`. */
  readonly goVersion?: string | undefined;
}

export interface HeapSuspect extends Suspect {
  /** How many of its bytes are not in the heap profile: stacks of goroutines. */
  readonly bytesOutside: number;
  /** When there is nothing wrong, one sentence; undefined where only size speaks. */
  readonly falseAlarm: string | undefined;
}

export interface FoundSuspects {
  readonly mode: HeapMode;
  /** Bytes and objects of the whole profile, of the mode. */
  readonly bytes: number;
  readonly objects: number;
  /** Those to look at first, first. */
  readonly suspects: readonly HeapSuspect[];
  /** What could not be known, a sentence each without a full stop. */
  readonly unknown: readonly string[];
}

/** What a search has at hand. */
export interface Search {
  readonly question: SuspectQuestion;
  readonly heap: HeapSites;
  readonly signatures: Signatures;
  readonly goroutines: readonly GoroutineStack[];
  readonly entries: readonly CatalogueEntry[];
  /** What `throughFrame` has found, by entry. */
  readonly through: Map<string, { readonly frame: SourceFrame | undefined }>;
}

export interface RankedSuspect {
  readonly suspect: HeapSuspect;
  readonly weight: number;
}

export function amountOf(mode: HeapMode, amounts: HeapAmounts): { readonly bytes: number; readonly objects: number } {
  return mode === 'retention'
    ? { bytes: amounts.inuseBytes, objects: amounts.inuseObjects }
    : { bytes: amounts.allocBytes, objects: amounts.allocObjects };
}

export const plainFrame = ({ function: name, file, line }: SourceFrame): SourceFrame => ({
  function: name,
  file,
  line,
});
