import { GrowingInt32, GrowingUint64 } from '../../base/growing.ts';
import { NONE } from '../tables.ts';

/** Ids below this stand for themselves. */
const SMALL = 2 ** 31;

/**
 * The ids of one kind of row in a file: any 64-bit numbers, referred to before or after their row comes. Inside, an id
 * is a code that fits an Int32Array: itself while it is below 2^31 (nearly always), a negative number beyond.
 */
export class IdTable {
  readonly #rowCodes = new GrowingInt32();
  readonly #largeIds = new Map<bigint, number>();

  code(id: number | bigint): number {
    if (typeof id === 'number' && id >= 0 && id < SMALL) return id;
    const large = BigInt.asUintN(64, BigInt(id));
    let code = this.#largeIds.get(large);
    if (code === undefined) {
      code = -1 - this.#largeIds.size;
      this.#largeIds.set(large, code);
    }
    return code;
  }

  /** Tells that the next row has this id. */
  define(id: number | bigint): void {
    this.#rowCodes.push(this.code(id));
  }

  /** The ids of the rows, in their order. */
  ids(): BigUint64Array<ArrayBuffer> {
    const small = new GrowingUint64();
    for (let row = 0; row < this.#rowCodes.length; row++) small.push(Math.max(0, this.#rowCodes.get(row)), 0);
    const ids = small.finish();
    if (this.#largeIds.size === 0) return ids;
    const large = [...this.#largeIds.keys()];
    for (let row = 0; row < ids.length; row++) {
      const code = this.#rowCodes.get(row);
      if (code < 0) ids[row] = large[-1 - code];
    }
    return ids;
  }

  /** What is wrong with the ids of the rows: the first one that is 0 or stands twice. */
  problem(): { readonly type: 'reserved' } | { readonly type: 'duplicate'; readonly id: bigint } | undefined {
    if (this.#isCountedFromOne()) return undefined;
    const seen = new Set<number>();
    const ids = this.ids();
    for (let row = 0; row < this.#rowCodes.length; row++) {
      const code = this.#rowCodes.get(row);
      if (code === 0) return { type: 'reserved' };
      if (seen.has(code)) return { type: 'duplicate', id: ids[row] };
      seen.add(code);
    }
    return undefined;
  }

  /** Turns codes into row indexes in place; an id without a row becomes NONE. Returns the first such position or NONE. */
  resolve(codes: Int32Array): number {
    const rowCount = this.#rowCodes.length;
    if (this.#isCountedFromOne()) {
      // What nearly all producers write, and the only case that has to be fast: ids are the row numbers, from 1 on.
      let missing: number = NONE;
      for (let i = codes.length - 1; i >= 0; i--) {
        const row = codes[i] - 1;
        const exists = row >= 0 && row < rowCount;
        codes[i] = exists ? row : NONE;
        if (!exists) missing = i;
      }
      return missing;
    }
    const rows = this.#rowsByCode();
    let missing: number = NONE;
    for (let i = codes.length - 1; i >= 0; i--) {
      codes[i] = rows(codes[i]);
      if (codes[i] === NONE) missing = i;
    }
    return missing;
  }

  #isCountedFromOne(): boolean {
    for (let row = 0; row < this.#rowCodes.length; row++) if (this.#rowCodes.get(row) !== row + 1) return false;
    return true;
  }

  #rowsByCode(): (code: number) => number {
    const codes = this.#rowCodes.finish();
    const largest = codes.reduce((a, b) => Math.max(a, b), 0);
    if (largest > codes.length * 16 + 1_000_000 || this.#largeIds.size > 0) {
      const rows = new Map<number, number>();
      codes.forEach((code, row) => void rows.set(code, row));
      return (code) => rows.get(code) ?? NONE;
    }
    const rows = new Int32Array(largest + 1).fill(NONE);
    for (let row = 0; row < codes.length; row++) rows[codes[row]] = row;
    return (code) => (code <= largest ? rows[code] : NONE);
  }
}
