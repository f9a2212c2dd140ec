/** What the parts of the benchmark work with. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedProfile, type GeneratedProfile, type ProfileSpec } from './generate.ts';
import type { TaskName, TaskResult } from './in-process.ts';
import { type Command, collectText, exitOf } from './measure.ts';
import type { Row } from './table.ts';

export interface Surroundings {
  /** Small sizes only. */
  readonly isQuick: boolean;
  readonly root: string;
  /** Runs the built program. */
  readonly program: Command;
  /** Runs pprof; undefined where there is no Go, or it is not wanted. */
  readonly goPprof: Command | undefined;
  /** Runs `gzip -dc`; undefined where there is none. */
  readonly gunzip: Command | undefined;
  /** Tells who waits what is going on. */
  progress(text: string): void;
}

/** A part of the benchmark. Rows come one by one, so that what was measured is kept when something fails. */
export type Part = (surroundings: Surroundings) => AsyncIterable<Omit<Row, 'part'>>;

/** Node doing nothing: what no program for Node can be faster than. */
export const BARE_NODE: Command = [process.execPath, '-e', '0'];

export function profileFor({ progress }: Surroundings, spec: ProfileSpec): Promise<GeneratedProfile> {
  return cachedProfile(spec, (path) => progress(`generating ${path}`));
}

/** A profile that ships with the program: 11 kB. */
export const tinyProfile = ({ root }: Surroundings): string => join(root, 'examples/oom/mem_profile.pb.gz');

/** Runs a task of `in-process.ts` in a process of its own. */
export async function runTask(name: TaskName, ...args: readonly string[]): Promise<TaskResult> {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'in-process.mjs');
  const child = spawn(process.execPath, [script, name, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collectOutput(child.stdout);
  const problem = collectText(child.stderr);
  const status = await exitOf(child);
  if (status !== 0) throw new Error(`"${name}" ended with ${status}:\n${problem()}`);
  return JSON.parse(output()) as TaskResult;
}

function collectOutput(stream: NodeJS.ReadableStream): () => string {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => void pieces.push(piece));
  return () => Buffer.concat(pieces).toString();
}
