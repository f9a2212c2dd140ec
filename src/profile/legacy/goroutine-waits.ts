/**
 * What a goroutine waits for, by the arguments that Go prints with its frames. They are words of memory, and a `?` behind
 * one says that it may be out of date, so only those without are taken:
 *
 *     internal/sync.(*Mutex).lockSlow(0xc0000180c0)      it waits for the lock at 0xc0000180c0
 *     runtime.chanrecv(0xc0000240e0, 0x0, 0x1)           for the channel there (printed by crashes only)
 *     sync.runtime_notifyListWait(0xc000120090, 0x0)     for the list of those that wait for a sync.Cond
 */

/** Functions whose first argument is what is waited for, by how well that tells: the lock itself before its semaphore. */
const WAITING = [
  /^(?:internal\/)?sync\.\(\*(?:Mutex|RWMutex|WaitGroup)\)\.(?:Lock|lockSlow|RLock|rlockSlow|Wait)$/,
  /^(?:runtime\.chan(?:recv|send)|sync\.runtime_notifyListWait)$/,
  /^(?:runtime\.semacquire1|sync\.runtime_Semacquire|(?:internal\/)?sync\.runtime_Semacquire\w+)$/,
];

const FIRST_ADDRESS = /^(0x[0-9a-f]{4,})(?![0-9a-f?])/;

/** How well a function tells, the best being 0. */
const CANNOT_TELL = WAITING.length;
const CALLER = -1;

/** Looks at the frames of one goroutine after the other, from the leaf on, for what is waited for. */
export class WaitedFor {
  readonly #ranks = new Map<string, number>();
  #address = '';
  #rank = CANNOT_TELL;
  #isAmongCallers = false;

  /** For the next goroutine. */
  begin(): void {
    this.#address = '';
    this.#rank = CANNOT_TELL;
    this.#isAmongCallers = false;
  }

  /** Takes the next frame: those before the first one outside of the runtime and sync decide. */
  see(name: string, args: string): void {
    if (this.#isAmongCallers) return;
    const rank = this.#rankOf(name);
    this.#isAmongCallers = rank === CALLER;
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
    return this.#address;
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
