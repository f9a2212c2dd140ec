import type { Confidence, Place, SourceFrame } from '../statement.ts';
import { allocatedBytesOf, type Call, endingOfStack, failingFrameOf } from './failed-allocation.ts';
import { CANNOT_ALLOCATE_BLOCK, type CrashForm, NO_MESSAGE } from './forms.ts';
import { GoVersionSigns } from './go-version-signs.ts';
import { GoroutineGroups, type StackTable } from './goroutine-groups.ts';
import type { Crash, Dump, Ending, GoroutineCounts, Traceback } from './log-report.ts';

export interface CrashMessage {
  readonly form: CrashForm;
  readonly text: string;
  readonly match: RegExpExecArray;
  readonly at: Place;
}

/** Frames of the goroutine that failed; of a recursion Go itself prints a hundred. */
const MOST_CALLS = 256;
/** 32 bits address 4 GiB, of which the kernel keeps up to half. */
const SMALL_ADDRESS_SPACE = 1.8 * 2 ** 30;
const SMALL_ARCHITECTURES: ReadonlySet<string> = new Set(['386', 'arm', 'mips', 'wasm']);

/** A crash, or stacks without one, that is being read. */
export class OpenCrash {
  readonly at: Place;
  readonly groups: GoroutineGroups;
  readonly signs = new GoVersionSigns();
  readonly #process: string;
  /** The more telling line comes first. */
  readonly messages: CrashMessage[] = [];
  /** The runtime's own stack and that of the goroutine that failed, leaf first. */
  readonly #calls: Call[] = [];
  /** Without a number, of a goroutine that has a stack. */
  #firstGoroutine = '';
  isMixed = false;
  /** Whether stacks may be printed more than once. */
  mayRepeat = false;
  isCutOff = false;
  /** The line that tells of a panic that was caught, right before. */
  recovered: string | undefined;

  constructor(at: Place, process: string, table: StackTable) {
    this.at = at;
    this.#process = process;
    this.groups = new GoroutineGroups(table);
  }

  /** Whether the line that ends the program was there, and not only the reason before it. */
  get hasEnd(): boolean {
    return this.messages.some(({ form }) => form.place !== 'reason');
  }

  get hasStack(): boolean {
    return this.groups.count > 0 || this.#calls.length > 0;
  }

  /** Told of each goroutine; whether it is the one that failed, the first with a number. */
  beginGoroutine(id: string): boolean {
    if (id === '0') return false;
    if (this.#firstGoroutine === '') {
      this.#firstGoroutine = id;
      return true;
    }
    if (this.#firstGoroutine === id && !this.mayRepeat) this.isMixed = true;
    return false;
  }

  addCall(frame: SourceFrame, args: string): void {
    if (this.#calls.length < MOST_CALLS) this.#calls.push({ frame, args });
  }

  /** A crash; or a dump, where nothing says that the program ended. */
  finish(): { readonly crash: Crash } | { readonly dump: Dump } {
    const stack = this.isMixed ? [] : this.#calls.map(({ frame }) => frame);
    const goroutines = this.isMixed ? countsOnly(this.groups.finish()) : this.groups.finish();
    const thrown = endingOfStack(stack);
    if (this.messages.length === 0 && thrown === undefined) {
      const { at, recovered, isCutOff } = this;
      return {
        dump: { at, process: this.#process, recovered, failing: failingFrameOf(stack), stack, goroutines, isCutOff },
      };
    }
    return { crash: this.#crash(stack, goroutines, thrown) };
  }

  #crash(stack: readonly SourceFrame[], goroutines: GoroutineCounts, thrown: Ending | undefined): Crash {
    const [reason] = this.messages;
    const form = reason?.form ?? NO_MESSAGE;
    const groups = this.messages.map(({ match }) => match.groups ?? {});
    const number = (name: string) => {
      const text = groups.map((group) => group[name]).find((value) => value !== undefined);
      return text === undefined ? undefined : Number(text);
    };
    const [requestedBytes, inUseBytes, errno] = [number('requested'), number('inUse'), number('errno')];
    const goarch = this.signs.goarch;
    // Windows commits large allocations piece by piece, and is asked for the last piece alone.
    const wholeBlock = form.id === CANNOT_ALLOCATE_BLOCK ? requestedBytes : undefined;
    const isCutOff = this.isCutOff || reason === undefined || this.#lacksStack();
    const couldNotGrow = form.ended === 'runtime metadata' && growsHeap(stack);
    const ended = couldNotGrow
      ? 'heap exhaustion'
      : endingOf({ form, thrown, requestedBytes, inUseBytes, errno, goarch });
    return {
      at: reason?.at ?? this.at,
      process: this.#process,
      message: reason?.text ?? '',
      form: form.id,
      ended,
      confidence: this.#confidence(),
      meaning: couldNotGrow ? COULD_NOT_GROW : form.meaning,
      requestedBytes,
      inUseBytes,
      allocatedBytes: this.isMixed ? undefined : allocatedBytesOf(this.#calls, wholeBlock),
      errno,
      failing: ended === 'threads' ? threadTakerIn(goroutines) : failingIn(ended, stack),
      stack,
      growing: growingIn(stack),
      goroutines,
      traceback: this.#traceback(),
      isCutOff,
      isMixed: this.isMixed,
      goVersion: this.signs.version,
      goVersionRange: this.signs.range(),
      goarch,
    };
  }

  /** Go prints the stacks of a fatal error always, and GOTRACEBACK=none holds for panics alone. */
  #lacksStack(): boolean {
    const [reason] = this.messages;
    if (reason === undefined || reason.form.place === 'only' || this.hasStack) return false;
    return !this.hasEnd || this.messages.some(({ text }) => text.startsWith('fatal error: '));
  }

  #confidence(): Confidence {
    const [reason] = this.messages;
    if (reason === undefined) return 'likely';
    const isComplete = this.hasStack || this.messages.length > 1 || reason.form.place === 'only';
    return isComplete ? 'confirmed' : 'possible';
  }

  #traceback(): Traceback {
    const { count } = this.groups;
    if (count === 0) return 'none';
    if (this.signs.hasFramePointers) return 'all goroutines with runtime frames';
    return count === 1 ? 'one goroutine' : 'all goroutines';
  }
}

/** Of stacks that two programs printed into each other nothing but their number is certain. */
function countsOnly({ count, otherGroups, groups }: GoroutineCounts): GoroutineCounts {
  return { count, groups: [], otherGroups: groups.length + otherGroups, otherGoroutines: count };
}

function endingOf(crash: {
  readonly form: Omit<CrashForm, 'pattern'>;
  readonly thrown: Ending | undefined;
  readonly requestedBytes: number | undefined;
  readonly inUseBytes: number | undefined;
  readonly errno: number | undefined;
  readonly goarch: string | undefined;
}): Ending {
  const { form, errno, inUseBytes, requestedBytes } = crash;
  if (form.id === NO_MESSAGE.id) return crash.thrown ?? 'unknown';
  if (form.id === 'cannot map pages' && errno === EAGAIN) return 'locked memory';
  if (form.id === 'VirtualAlloc' && (errno === COMMITMENT_LIMIT || errno === NOT_ENOUGH_MEMORY)) return 'host memory';
  if (form.id !== CANNOT_ALLOCATE_BLOCK || inUseBytes === undefined || requestedBytes === undefined) return form.ended;
  const isSmall = crash.goarch !== undefined && SMALL_ARCHITECTURES.has(crash.goarch);
  // A limit that leaves no room even for the first block is one of the address space too.
  const isFull = inUseBytes === 0 || (isSmall && inUseBytes + requestedBytes > SMALL_ADDRESS_SPACE);
  return isFull ? 'address space' : form.ended;
}

/** Linux returns it for mmap beyond the limit of locked memory (mmap(2)). */
const EAGAIN = 11;
const NOT_ENOUGH_MEMORY = 8;
const COMMITMENT_LIMIT = 1455;

const COULD_NOT_GROW = 'the heap could not grow, as the system refused memory for the tables of its next part';

/** Whether the runtime was growing the heap for the program, so that its tables are only where that came to an end. */
function growsHeap(stack: readonly SourceFrame[]): boolean {
  const names = new Set(stack.map((frame) => frame.function));
  return names.has('runtime.(*mheap).grow') && names.has('runtime.mallocgc') && failingFrameOf(stack) !== undefined;
}

function failingIn(ended: Ending, stack: readonly SourceFrame[]): SourceFrame | undefined {
  return (ended === 'stack overflow' ? failingFrameOf(recursiveIn(stack)) : undefined) ?? failingFrameOf(stack);
}

/** What calls itself, directly or through others; the last call may have been that of an innocent helper. */
function recursiveIn(stack: readonly SourceFrame[]): readonly SourceFrame[] {
  const counts = new Map<string, number>();
  for (const { function: name } of stack) counts.set(name, (counts.get(name) ?? 0) + 1);
  return stack.filter(({ function: name }) => (counts.get(name) ?? 0) >= RECURSION);
}

/** So many frames of a function in one stack are a recursion. */
const RECURSION = 3;
/** So many goroutines in one place are a crowd. */
const CROWD = 10;

/**
 * Who has taken the threads: the goroutine that wanted the last one is as innocent as any, and Go's own thread may have
 * wanted it; but most of those that have one stand in the same place. Without a crowd nobody can tell.
 */
function threadTakerIn({ groups }: GoroutineCounts): SourceFrame | undefined {
  const crowd = groups.find(({ count, stack }) => count >= CROWD && failingFrameOf(stack) !== undefined);
  return crowd && failingFrameOf(crowd.stack);
}

function growingIn(stack: readonly SourceFrame[]): Crash['growing'] {
  for (const { function: name } of stack) {
    if (/^runtime\.(?:copystack|newstack)$/.test(name)) return 'stack';
    if (/^runtime\.(?:malg|newproc1|allgadd|stackcacherefill)$/.test(name)) return 'number of goroutines';
  }
  return undefined;
}
