/** The code that a crash itself points at: a recursion, a size that cannot be, what took the threads. */
import { codeOwner } from '../code-owner.ts';
import { crashFormOf } from '../logs/forms.ts';
import type { Crash, Ending, LogReport } from '../logs/log-report.ts';
import type { Evidence, SourceFrame } from '../statement.ts';
import { countText, inFunction } from '../suspects/evidence.ts';
import { nextCommand } from '../suspects/next-command.ts';
import type { CaseSuspect } from './case-suspects.ts';
import type { Ended } from './ended.ts';

/** What crashes name as their cause, in the order of the endings. Where memory ran out, the one who asked last need not be. */
export function crashSuspects(endings: readonly Ended[]): readonly CaseSuspect[] {
  return endings.flatMap(({ ended, crash }) => {
    if (crash === undefined) return [];
    if (ended === 'stack overflow' || crash.growing === 'stack') return recursionSuspect(crash, ended);
    if (ended === 'bad size') return badSizeSuspect(crash);
    return ended === 'threads' ? threadSuspect(crash) : [];
  });
}

function recursionSuspect(crash: Crash, ended: Ending): readonly CaseSuspect[] {
  const repeated = mostRepeated(crash);
  const frame = repeated?.frame ?? crash.failing;
  if (frame === undefined) return [];
  const times = repeated?.times ?? 0;
  const isSeen = times > 1;
  const isOverflow = ended === 'stack overflow';
  // A stack may have to grow when memory ends elsewhere.
  if (!isSeen && !isOverflow) return [];
  const seen: Evidence[] = isSeen
    ? [{ text: `${inFunction(frame)} stands ${times} times in the stack that was printed`, at: crash.at }]
    : [];
  return [
    {
      ...crashSuspect(frame, crash),
      signature: 'stack-overflow',
      meaning: 'It calls itself, directly or through others, until the stack is as large as it may be.',
      remedy:
        'Give the recursion an end: a limit of its depth, or a set of what was visited, for data that refers to itself.',
      // Nothing else fills a stack up to its limit; but the stack has to say who.
      confidence: !isSeen ? 'possible' : isOverflow ? 'confirmed' : 'likely',
      evidence: [{ text: crash.message, at: crash.at }, ...seen],
      wouldConfirm: isSeen
        ? 'the argument that refers back to itself: the calls that repeat have the same one'
        : 'the whole stack of the goroutine that overflowed: its frames repeat',
    },
  ];
}

/** Functions that call each other stand in a stack about as often, with what is cut off at its ends. */
const ABOUT_AS_OFTEN = 0.5;

/** The user's function that stands most often in the stack of a crash; of several in one recursion the nearest to the leaf. */
function mostRepeated({ stack }: Crash): { readonly frame: SourceFrame; readonly times: number } | undefined {
  const times = new Map<string, number>();
  const own = stack.filter(({ function: name, file }) => codeOwner(name, file) === 'user');
  for (const { function: name } of own) times.set(name, (times.get(name) ?? 0) + 1);
  const most = Math.max(0, ...times.values());
  const frame = own.find(({ function: name }) => (times.get(name) ?? 0) >= most * ABOUT_AS_OFTEN);
  return frame && { frame, times: times.get(frame.function) ?? 0 };
}

/** Panics about sizes that somebody caught, as net/http does: the program goes on, and the fault is the same. */
export function caughtSuspects({ dumps }: LogReport): readonly CaseSuspect[] {
  return dumps.flatMap(({ recovered: message = '', ...dump }) =>
    isAboutSize(message) ? badSizeSuspect({ ...dump, message }) : [],
  );
}

/** What catches a panic says so in words of its own, with the message behind a colon. */
function isAboutSize(line: string): boolean {
  for (let colon = line.indexOf(': '); colon !== -1; colon = line.indexOf(': ', colon + 1)) {
    if (crashFormOf(`panic: ${line.slice(colon + 2)}`)?.form.ended === 'bad size') return true;
  }
  return false;
}

function badSizeSuspect({
  failing,
  at,
  message,
  stack,
}: Pick<Crash, 'failing' | 'at' | 'message' | 'stack'>): readonly CaseSuspect[] {
  if (failing === undefined) return [];
  return [
    {
      ...crashSuspect(failing, { stack }),
      signature: 'bad-size',
      meaning: 'It asks for a size that no memory could give: negative, or larger than the address space.',
      remedy: 'Check the length before it is used: lengths from files, peers and subtractions may be anything.',
      confidence: 'confirmed',
      evidence: [{ text: message, at }, { text: `${inFunction(failing)} is where the program’s own code asked` }],
      wouldConfirm: 'the value of the length, and where it comes from: print it before this line',
    },
  ];
}

/** More threads than that at the same place are not there by chance. */
const MANY_THREADS = 100;

function threadSuspect(crash: Crash): readonly CaseSuspect[] {
  const { failing, at, message, goroutines } = crash;
  if (failing === undefined) return [];
  const blocked = goroutines.groups.filter(
    ({ stack, state }) =>
      /^(?:syscall|locked)/.test(state) && stack.some((frame) => frame.function === failing.function),
  );
  const count = blocked.reduce((sum, group) => sum + group.count, 0);
  const evidence: Evidence[] = [{ text: message, at }];
  if (count > 0) {
    const where = `${countText(count, 'goroutine')} in ${inFunction(failing)}`;
    evidence.push({ text: `${where} held a thread each, in a system call or C code`, at: blocked[0].at });
  }
  return [
    {
      ...crashSuspect(failing, crash),
      signature: 'threads',
      meaning: 'Each call that blocks in the system or in C code takes a thread, and there are too many at a time.',
      remedy: 'Bound how many run at a time, or use files and connections that the runtime can wait for by itself.',
      confidence: count >= MANY_THREADS ? 'likely' : 'possible',
      objects: count,
      evidence,
      wouldConfirm: 'a goroutine dump: how many are in a system call (state syscall), and where',
    },
  ];
}

/** What is the same for all that a crash points at: memory is not what counts. */
function crashSuspect(frame: SourceFrame, { stack }: Pick<Crash, 'stack'>) {
  return {
    frame,
    stack,
    seenIn: 'crash' as const,
    bytes: 0,
    objects: 0,
    savesAtMost: 0,
    next: nextCommand(frame, 'user'),
  };
}

/** All that there is where nobody took a profile. */
export function failingSuspect(frame: SourceFrame): CaseSuspect {
  return {
    frame,
    stack: [frame],
    seenIn: 'crash',
    signature: undefined,
    meaning:
      'The allocation that failed was made here; whether it is also what fills the memory, only a profile tells.',
    remedy: undefined,
    confidence: 'possible',
    bytes: 0,
    objects: 0,
    savesAtMost: 0,
    evidence: [],
    wouldConfirm:
      'a heap profile from shortly before: /debug/pprof/heap, or pprof.WriteHeapProfile at a high-water mark',
    next: nextCommand(frame, 'user'),
  };
}
