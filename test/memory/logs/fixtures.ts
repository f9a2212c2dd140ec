import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LogReader } from '../../../src/memory/logs/log-reader.ts';
import type { LogReport } from '../../../src/memory/logs/log-report.ts';

const messages = join(import.meta.dirname, '../messages');

/** What test/memory/messages/README.md says that a reader should tell of a file. */
export interface Expected {
  readonly ended?: string | null;
  readonly alsoAccepted?: readonly (string | null)[];
  readonly requestedBytes?: number | null;
  readonly inUseBytes?: number | null;
  readonly allocationBytes?: number | null;
  readonly failingFunction?: string | null;
  readonly failingFile?: string | null;
  readonly failingLine?: number | null;
  readonly alsoAcceptedFunctions?: readonly (string | null)[];
  readonly goroutines?: number;
  readonly goVersion?: string | null;
  readonly process?: string;
  readonly pid?: number;
  readonly anonRssBytes?: number;
  readonly totalVmBytes?: number;
  readonly limitBytes?: number;
  readonly errno?: number;
  readonly groups?: Readonly<Record<string, number>>;
  readonly waitMinutes?: number;
  readonly stackWasGrowing?: boolean;
  readonly processes?: readonly Expected[];
  readonly collections?: number;
  readonly forced?: number;
  readonly lastLiveMB?: number;
  readonly maxLiveMB?: number;
  readonly lastGoalMB?: number;
  readonly lastGCPercent?: number;
  readonly hasStacks?: boolean;
  readonly scavengeLines?: number;
  readonly reading?: string;
}

/** All logs: not the profiles as text, and not the binaries. */
export function expectations(): readonly (readonly [file: string, expected: Expected])[] {
  const all = JSON.parse(readFileSync(join(messages, 'expected.json'), 'utf8')) as Record<string, Expected>;
  return Object.entries(all).filter(([file]) => /^(?:crash|old|os|wrapped|gctrace)\//.test(file));
}

export function fixture(file: string): Buffer {
  const bytes = readFileSync(join(messages, file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function readLog(...chunks: (Uint8Array | string)[]): LogReport {
  const reader = new LogReader('app.log');
  for (const chunk of chunks) reader.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return reader.end();
}
