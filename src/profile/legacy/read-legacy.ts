import type { Profile } from '../tables.ts';
import { readContentionProfile } from './contention.ts';
import { beginsLikeCpuProfile, readCpuProfile } from './cpu.ts';
import { readGoCountProfile } from './go-count.ts';
import { beginsLikeGoroutineDump, readGoroutineDump } from './goroutine-dump.ts';
import { readHeapProfile } from './heap.ts';
import { readJavaProfile } from './java.ts';
import { LineReader } from './line-reader.ts';
import { readThreadProfile } from './threadz.ts';

/** The formats older than profile.proto, in the order in which pprof tries them, and behind them one that it refuses. */
const FORMATS: readonly ((bytes: Uint8Array) => Profile | undefined)[] = [
  readCpuProfile,
  readHeapProfile,
  readGoCountProfile,
  readThreadProfile,
  readContentionProfile,
  readJavaProfile,
  readGoroutineDump,
];

/**
 * Reads a profile in one of the formats that pprof knows besides profile.proto, or a dump of goroutines; undefined where
 * none recognizes the bytes. Throws MalformedProfile where one does and then finds them damaged.
 */
export function readLegacyProfile(bytes: Uint8Array): Profile | undefined {
  for (const read of FORMATS) {
    const profile = read(bytes);
    if (profile !== undefined) return profile;
  }
  return undefined;
}

/** What `mayBeLegacy` has to see of a longer file: room for two lines that are as long as they may be. */
export const LEGACY_START_BYTES = 2 ** 17;

/**
 * Whether a file that begins with these bytes may be of one of these formats, so that all of it has to be gathered.
 * Where it may not, `readLegacyProfile` gives for the start what it would give for the whole.
 */
export function mayBeLegacy(start: Uint8Array): boolean {
  if (beginsLikeCpuProfile(start) || beginsLikeGoroutineDump(start)) return true;
  const lines = new LineReader(start);
  if (!lines.next()) return false;
  if (mayBeHeading(lines.text)) return true;
  if (!lines.isComment) return false;
  const hasMore = start.length >= LEGACY_START_BYTES;
  if (lines.nextMeaningful()) return mayBeHeading(lines.text) || (hasMore && !lines.isTerminated);
  return hasMore && !lines.isStuck;
}

/** Every heading has one of these. */
function mayBeHeading(line: string): boolean {
  return line.includes('profile:') || line.includes('---');
}
