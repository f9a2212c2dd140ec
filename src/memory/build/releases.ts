/**
 * The releases of Go and what in them matters for memory, from `releases.json`. To bring the file up to date:
 *
 * - `released`: a line for each new Go 1.N with its month. A release is supported until the second one after it is out
 *   (https://go.dev/doc/devel/release#policy), so nothing else has to be written down for that.
 * - `reasons`: what a change in a release means for memory, by rows of `Reason`. Read the sections on the runtime in the
 *   release notes, and try it with a program of a few lines before it is written down.
 * - `asOf`: the day on which all of this was looked up.
 */
import type { Ending } from '../logs/log-report.ts';
import data from './releases.json' with { type: 'json' };

/** What can be seen besides the version, so that a reason is more than a possibility. */
export type ReasonSign = 'lazilyFreed' | 'hugePages' | 'manyGoroutines';

/** Versions are minor numbers: 16 is Go 1.16. All conditions that are there have to hold. */
export interface Reason {
  readonly id: string;
  /** The first release it holds for. */
  readonly from?: number;
  /** The first release it does not hold for any more. */
  readonly until?: number;
  readonly goos?: readonly string[];
  readonly wordBits?: 32 | 64;
  /** A setting of GODEBUG, given by the environment or built into the program. */
  readonly ifGodebug?: string;
  readonly unlessGodebug?: string;
  /** It matters for programs that ended so. */
  readonly endings?: readonly Ending[];
  /** It matters where this is seen, or may be there. */
  readonly sign?: ReasonSign;
  /** One sentence without a full stop, as are the others. */
  readonly statement: string;
  readonly remedy: string;
  readonly link: string;
}

export const RELEASES_AS_OF: string = data.asOf;

// The file has what JSON can say of these types; releases.test.ts checks the rest.
export const REASONS = data.reasons as readonly Reason[];

const RELEASED: ReadonlyMap<number, string> = new Map(
  Object.entries(data.released).map(([minor, month]) => [Number(minor), month]),
);
const NEWEST = Math.max(...RELEASED.keys());

export interface Support {
  /** `2026-02`; undefined for what is not in the data. */
  readonly released: string | undefined;
  /** `newer`: of a release that the data does not know yet. */
  readonly state: 'supported' | 'ended' | 'newer';
  /** The month in which support ended, or is going to where that is known: that of the second release after it. */
  readonly until: string | undefined;
  /** The minor number of the latest release at that time, as far as the data knows. */
  readonly latest: number;
}

/** The state of Go 1.`minor` on a day (`2026-11-23`). */
export function supportOf(minor: number, day: string): Support {
  const month = day.slice(0, 7);
  const out = [...RELEASED].filter(([, released]) => released <= month).map(([known]) => known);
  const until = RELEASED.get(minor + 2);
  const isEnded = minor + 2 <= NEWEST && until !== undefined ? until <= month : minor < NEWEST - 1;
  return {
    released: RELEASED.get(minor),
    state: minor > NEWEST ? 'newer' : isEnded ? 'ended' : 'supported',
    until,
    latest: Math.max(...out),
  };
}
