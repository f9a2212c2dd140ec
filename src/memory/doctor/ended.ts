/** What ended the program: out of crashes and kills in logs, and what is known about its processor. */

import type { Crash, Ending, GcTrace, Kill, LogReport } from '../logs/log-report.ts';
import type { Confidence, Evidence } from '../statement.ts';
import { sizeText } from '../suspects/evidence.ts';
import type { Finding } from './finding.ts';

/** An ending with the process it is about. */
export interface Ended extends Finding {
  readonly ended: Ending;
  /** Empty where logs do not tell. */
  readonly process: string;
  readonly crash: Crash | undefined;
  readonly kill: Kill | undefined;
}

export const ENDING_TEXTS: Readonly<Record<Ending, string>> = {
  'heap exhaustion': 'the heap needed more memory than the system gave',
  'address space': 'the address space was used up, or its limit was reached',
  'container limit': 'the container reached its memory limit, and the kernel killed the program',
  'host memory': 'the machine ran out of memory, and the kernel killed the program',
  'stack overflow': 'the stack of one goroutine outgrew its limit: a recursion without an end',
  threads: 'the program had more threads than it may have',
  'bad size': 'an allocation was asked for with a size that cannot be: this is no lack of memory',
  'runtime metadata': 'the runtime could not get memory for its own tables',
  'locked memory': 'the limit of locked memory was reached',
  killed: 'something killed the program with SIGKILL; what it was the logs do not tell',
  'not memory': 'the program ended for a reason that has nothing to do with memory',
  unknown: 'the program crashed; the line that says why is not there',
};

const REMEDIES: { readonly [Type in Ending]?: string } = {
  'container limit':
    'hold less, or raise the limit; GOMEMLIMIT at 90 % of it makes the garbage collector work against it in time',
  'host memory': 'hold less, or give the program a limit of its own, so that others do not pay for it',
  'stack overflow': 'end the recursion: look at the frames that repeat',
  threads: 'find what blocks in system calls or C code, and bound how much of it runs at a time',
  'bad size': 'check lengths that come from outside before they are used for make, Grow or Repeat',
  'locked memory': 'raise the limit (ulimit -l), or do without mlockall',
};

const ORDER: readonly Confidence[] = ['confirmed', 'likely', 'possible'];

/** What ended the programs of some logs, the surest and most telling first; none where logs tell nothing. */
export function endingsOf(logs: readonly LogReport[], wordBits: 32 | 64 | undefined): readonly Ended[] {
  const all = logs.flatMap(({ crashes, kills }) => [
    ...crashes.map((crash) => endedByCrash(crash, wordBits)),
    ...kills.map(endedByKill),
  ]);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** Memory before anything else, what is sure before what may be. */
function rank({ ended, confidence }: Ended): number {
  const isAbout = ended === 'not memory' ? 2 : ended === 'unknown' || ended === 'killed' ? 1 : 0;
  const sureness = confidence === 'unknown' ? ORDER.length : ORDER.indexOf(confidence);
  return isAbout * 10 + sureness;
}

/** 32 bits end at 4 GB, of which the system keeps a part on most machines. */
const NEARLY_ALL_OF_32_BITS = 2.5 * 2 ** 30;
/** A 64-bit program that dies with less in use has hit a limit, not the end of a machine. */
const SMALL_HEAP = 2 ** 30;

const FIND_THE_LIMIT =
  'see which limit it is (ulimit -a where it is started, /proc/sys/vm/overcommit_memory); raise it, or hold less';

function endedByCrash(crash: Crash, bits: 32 | 64 | undefined): Ended {
  const { at, message, meaning, inUseBytes, requestedBytes, confidence } = crash;
  const is32 = bits === 32 || /^(?:386|arm|mips|mipsle)$/.test(crash.goarch ?? '');
  const isFull = is32 && inUseBytes !== undefined && inUseBytes > NEARLY_ALL_OF_32_BITS;
  const isHeap = crash.ended === 'heap exhaustion';
  const evidence: Evidence[] = [{ text: message === '' ? 'stacks of a crash' : message, at }];
  if (meaning !== '') evidence.push({ text: meaning });
  if (isHeap && inUseBytes !== undefined) {
    evidence.push({ text: `the heap had ${sizeText(inUseBytes)} from the system, free parts included` });
  }
  if (isHeap && requestedBytes !== undefined) {
    evidence.push({ text: `it asked for ${sizeText(requestedBytes)} more, rounded up to whole chunks` });
  }
  if (isFull) evidence.push({ text: 'a 32-bit program has 4 GB of addresses at most' });
  const isLimited = isHeap && !is32 && inUseBytes !== undefined && inUseBytes < SMALL_HEAP;
  if (isLimited) {
    evidence.push({
      text: `${sizeText(inUseBytes)} are little for a 64-bit program: a limit such as ulimit -v, or overcommit, may be why`,
    });
  }
  if (crash.isMixed) evidence.push({ text: 'the lines of two programs are mixed here: no stack can be told' });
  if (crash.isCutOff) evidence.push({ text: 'the log is cut off here: goroutines may be missing' });
  const ended = isFull ? 'address space' : crash.ended;
  return {
    ended,
    text: ENDING_TEXTS[ended],
    process: crash.process,
    confidence,
    evidence,
    remedy: isFull ? 'build it for 64 bits: GOARCH=amd64 or arm64' : isLimited ? FIND_THE_LIMIT : REMEDIES[ended],
    crash,
    kill: undefined,
  };
}

function endedByKill(kill: Kill): Ended {
  const { ended, confidence, at, message, wouldConfirm, process } = kill;
  const figure = (bytes: number | undefined, text: string): Evidence[] =>
    bytes === undefined ? [] : [{ text: `${sizeText(bytes)} ${text}` }];
  const evidence: Evidence[] = [
    { text: message, at },
    ...figure(kill.anonymousBytes, 'were resident and in no file when it was killed'),
    ...figure(kill.usageBytes, 'were charged to the container'),
    ...figure(kill.limitBytes, 'is the limit'),
  ];
  if (kill.invokedBy !== undefined && kill.invokedBy !== kill.task) {
    evidence.push({
      text: `${kill.invokedBy} asked for the memory that was not there; ${kill.task ?? 'another'} was killed`,
    });
  }
  const text = ENDING_TEXTS[ended];
  return { ended, text, process, confidence, evidence, wouldConfirm, remedy: REMEDIES[ended], crash: undefined, kill };
}

/** What garbage collection says about the end, where there are traces of it. */
export function collectorFindings(traces: readonly GcTrace[]): readonly Finding[] {
  return traces.flatMap(({ readings, count, at }) =>
    readings
      .filter(({ type }) => type === 'live rises' || type === 'limit thrash')
      .map(
        ({ type, confidence, evidence, wouldConfirm }): Finding => ({
          text:
            type === 'live rises'
              ? 'what the program holds grew from collection to collection: it keeps more and more'
              : 'the garbage collector fought GOMEMLIMIT: most of the work was collecting',
          confidence,
          evidence: [{ text: `${count} collections`, at }, ...evidence],
          wouldConfirm,
        }),
      ),
  );
}
