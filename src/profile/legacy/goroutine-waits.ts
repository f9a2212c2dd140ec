/**
 * What a goroutine waits for, by the arguments that Go prints with its frames. They are words of memory, and a `?` behind
 * one says that it may be out of date, so only those without are taken:
 *
 *     internal/sync.(*Mutex).lockSlow(0xc0000180c0)      it waits for the lock at 0xc0000180c0
 *     runtime.chanrecv(0xc0000240e0, 0x0, 0x1)           for the channel there (printed by crashes only)
 *     sync.runtime_notifyListWait(0xc000120090, 0x0)     for the list of those that wait for a sync.Cond
 *     runtime.semacquire1(0xc0000240ec, 0x0, 0x3)        for a semaphore, which lies inside of what it belongs to:
 *     sync.runtime_SemacquireRWMutexR(0x0?, 0x0?)        the one of readers, 12 bytes into the lock at 0xc0000240e0
 */

/** Functions whose first argument is what is waited for, by how well that tells: the lock itself before its semaphore. */
const WAITING = [
  /^(?:internal\/)?sync\.\(\*(?:Mutex|RWMutex|WaitGroup)\)\.(?:Lock|lockSlow|RLock|rlockSlow|Wait)$/,
  /^(?:runtime\.chan(?:recv|send)|sync\.runtime_notifyListWait)$/,
  /^(?:runtime\.semacquire1|sync\.runtime_Semacquire|(?:internal\/)?sync\.runtime_Semacquire\w+)$/,
];

/**
 * How far into a lock its semaphores lie, by the functions between them and the caller, the first of which decides. All
 * versions of Go have them there, on all machines: a Mutex is two words of 4 bytes, the second being its semaphore, and a
 * RWMutex a Mutex with the semaphore of writers and that of readers behind it.
 */
const SEMAPHORES: readonly (readonly [functions: RegExp, offset: bigint])[] = [
  [/^(?:internal\/)?sync\.\(\*Mutex\)\.(?:Lock|lockSlow)$/, 4n],
  [/^sync\.(?:runtime_SemacquireRWMutex|\(\*RWMutex\)\.Lock)$/, 8n],
  [/^sync\.(?:runtime_SemacquireRWMutexR|\(\*RWMutex\)\.(?:RLock|rlockSlow))$/, 12n],
];

const FIRST_ADDRESS = /^(0x[0-9a-f]{4,})(?![0-9a-f?])/;

/** How well a function tells, the best being 0. */
const CANNOT_TELL = WAITING.length;
/** It has a semaphore. */
const SEMAPHORE = WAITING.length - 1;
const CALLER = -1;

/** Looks at the frames of one goroutine after the other, from the leaf on, for what is waited for. */
export class WaitedFor {
  readonly #ranks = new Map<string, number>();
  readonly #offsets = new Map<string, bigint | undefined>();
  #address = '';
  #rank = CANNOT_TELL;
  /** How far the address lies behind that of the lock, if it is that of a semaphore; undefined until that is known. */
  #offset: bigint | undefined;
  #isAmongCallers = false;

  /** For the next goroutine. */
  begin(): void {
    this.#address = '';
    this.#rank = CANNOT_TELL;
    this.#offset = undefined;
    this.#isAmongCallers = false;
  }

  /** Takes the next frame: those before the first one outside of the runtime and sync decide. */
  see(name: string, args: string): void {
    if (this.#isAmongCallers) return;
    const rank = this.#rankOf(name);
    this.#isAmongCallers = rank === CALLER;
    this.#offset ??= this.#offsetOf(name);
    const address = rank === CALLER || rank >= this.#rank ? undefined : FIRST_ADDRESS.exec(args)?.[1];
    if (address === undefined) return;
    this.#address = address;
    this.#rank = rank;
  }

  /** Whether the frames to come do not matter. */
  get isSettled(): boolean {
    return this.#isAmongCallers;
  }

  /** The address; empty where nothing tells. */
  get address(): string {
    if (this.#rank !== SEMAPHORE || this.#offset === undefined) return this.#address;
    return `0x${(BigInt(this.#address) - this.#offset).toString(16)}`;
  }

  #offsetOf(name: string): bigint | undefined {
    if (!this.#offsets.has(name)) this.#offsets.set(name, SEMAPHORES.find(([functions]) => functions.test(name))?.[1]);
    return this.#offsets.get(name);
  }

  #rankOf(name: string): number {
    let rank = this.#ranks.get(name);
    if (rank === undefined) {
      const found = WAITING.findIndex((pattern) => pattern.test(name));
      const isCaller = !/^(?:internal\/)?(?:runtime|sync)\./.test(name);
      rank = isCaller ? CALLER : found === -1 ? CANNOT_TELL : found;
      this.#ranks.set(name, rank);
    }
    return rank;
  }
}
