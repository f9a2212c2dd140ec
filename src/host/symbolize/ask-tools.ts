import { isAbsolute } from 'node:path';
import { UserError } from '../../base/errors.ts';
import type { InstalledTool } from './find-tools.ts';
import type { Programs } from './programs.ts';
import type { FramesByAddress } from './symbol-tool.ts';

/** What to find out: addresses of a binary, as it numbers them itself. */
export interface BinaryQuestion {
  readonly path: string;
  readonly addresses: readonly bigint[];
}

export interface BinaryAnswer {
  readonly frames: FramesByAddress;
  /** What went wrong, by tool. The tools behind one that failed were asked in its place. */
  readonly problems: readonly string[];
}

export interface AskOptions {
  /** The best first. */
  readonly tools: readonly InstalledTool[];
  readonly programs: Programs;
  readonly signal?: AbortSignal;
}

/** Starting a tool takes longer than its answer to a few addresses; more at once than this gains little. */
const AT_ONCE = 4;

/** Asks about several binaries, with one process for each, and gives the answers in their order. Rejects with Cancelled. */
export async function askTools(questions: readonly BinaryQuestion[], options: AskOptions): Promise<BinaryAnswer[]> {
  const answers = new Array<BinaryAnswer>(questions.length);
  const queue = questions.entries();
  const work = async () => {
    for (const [index, question] of queue) answers[index] = await answerTo(question, options);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

async function answerTo({ path, addresses }: BinaryQuestion, options: AskOptions): Promise<BinaryAnswer> {
  // Arguments of programs are text.
  if (!path.isWellFormed()) return { frames: new Map(), problems: ['the name of the file is not UTF-8'] };
  const problems: string[] = [];
  for (const installed of options.tools) {
    try {
      return { frames: await framesFrom(installed, { path, addresses }, options), problems };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(`${installed.tool.name}: ${error.message}`);
    }
  }
  return { frames: new Map(), problems };
}

async function framesFrom(
  { tool, program }: InstalledTool,
  { path, addresses }: BinaryQuestion,
  { programs, signal }: AskOptions,
): Promise<FramesByAddress> {
  let complaint = '';
  const run = async (args: readonly string[], input: string) => {
    const result = await programs.run(program, args, { input, ...(signal ? { signal } : {}) });
    complaint = result.complaints.split('\n', 1)[0];
    if (!result.isOk) throw new UserError(complaint || 'it failed');
    return result.output;
  };
  const frames = await tool.frames({ binary: argumentFor(path), addresses, run });
  // Some tools complain, answer that they know nothing, and say that all went well.
  if (frames.size === 0 && complaint !== '') throw new UserError(complaint);
  return frames;
}

/** A path as programs take it for nothing else: not for an option (`-x`), nor for a file of options (`@x`). */
function argumentFor(path: string): string {
  return isAbsolute(path) ? path : `./${path}`;
}
