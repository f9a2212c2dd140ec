/** What failed, from the frames of the goroutine that did: how much was asked for, and by which line of the user's. */
import { codeOwner } from '../code-owner.ts';
import type { SourceFrame } from '../statement.ts';
import type { Ending } from './log-report.ts';

/** A call as a crash prints it: the function, and its arguments as text. */
export interface Call {
  readonly frame: SourceFrame;
  readonly args: string;
}

/**
 * Functions with the bytes to allocate among their arguments, and which argument that is. Words of a text or a slice count
 * as one. Those that count elements, such as makeslice, cannot tell.
 */
const SIZE_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['runtime.mallocgc', 0],
  ['runtime.mallocgcLarge', 0],
  ['runtime.mallocgcSmallNoscan', 0],
  ['runtime.mallocgcSmallNoScan', 0],
  ['runtime.mallocgcSmallScanNoHeader', 0],
  ['runtime.mallocgcSmallScanHeader', 0],
  ['runtime.mallocgcTiny', 0],
  ['runtime.largeAlloc', 0],
  ['runtime.(*mcache).allocLarge', 1],
  ['runtime.rawbyteslice', 0],
  ['runtime.rawstring', 0],
  ['internal/bytealg.MakeNoZero', 0],
  ['runtime.stackalloc', 0],
]);

/**
 * The bytes that the program asked for, exact up to a size class. Go marks arguments that may be out of date with `?`, as
 * they are in registers, and prints `...` for inlined calls; those are passed over. Go 1.17 has registers but no marks, so
 * what is larger than `atMost`, if that is known, is passed over too. Undefined where no frame tells.
 */
export function allocatedBytesOf(calls: readonly Call[], atMost: number | undefined): number | undefined {
  for (const { frame, args } of calls) {
    const argument = SIZE_ARGUMENT.get(frame.function);
    const bytes = argument === undefined ? undefined : certainNumber(topLevelArguments(args)[argument]);
    if (bytes === undefined || bytes === 0) continue;
    if (atMost === undefined || bytes <= atMost) return bytes;
  }
  return undefined;
}

/** The arguments between the outermost commas: `0x1, {0x2, 0x3}` are two. */
function topLevelArguments(args: string): readonly string[] {
  return args.match(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\??|[^\s,{}]+/g) ?? [];
}

function certainNumber(argument: string | undefined): number | undefined {
  if (argument === undefined || !/^0x[0-9a-f]+$|^\d+$/.test(argument)) return undefined;
  const number = Number(argument);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The line to look at: of the user's own code where the stack has any, else of a library's. */
export function failingFrameOf(stack: readonly SourceFrame[]): SourceFrame | undefined {
  const named = stack.filter(({ function: name, file }) => file !== '' && name !== 'panic');
  return (
    named.find((frame) => codeOwner(frame.function, frame.file) === 'user') ??
    named.find((frame) => codeOwner(frame.function, frame.file) === 'library')
  );
}

/** How the runtime ends the program; what it calls from there tells why. */
const THROWS = /^runtime\.(?:throw|fatalthrow|fatal|systemstack)$/;
const ENDING_OF_CALLER: readonly (readonly [pattern: RegExp, ended: Ending])[] = [
  [
    /^runtime\.(?:\(\*mcache\)\.(?:allocLarge|refill)|stackalloc|stackpoolalloc|sysMap\w*|sysUsed\w*|largeAlloc)$/,
    'heap exhaustion',
  ],
  [/^runtime\.(?:persistentalloc1?|\(\*fixalloc\)\.alloc|\(\*mheap\)\.sysAlloc)$/, 'runtime metadata'],
  [/^runtime\.\(\*pageAlloc\)\.(?:grow|sysInit|sysGrow)$/, 'address space'],
  [/^runtime\.newstack$/, 'stack overflow'],
  [/^runtime\.(?:checkmcount|newosproc)$/, 'threads'],
];

/** What ended a program whose message is not in the log, by who called `throw`; undefined where nobody did. */
export function endingOfStack(stack: readonly SourceFrame[]): Ending | undefined {
  const [thrower, caller] = stack;
  if (thrower === undefined || !THROWS.test(thrower.function)) return undefined;
  const found = ENDING_OF_CALLER.find(([pattern]) => caller !== undefined && pattern.test(caller.function));
  return found?.[1] ?? 'unknown';
}
