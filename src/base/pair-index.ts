/** Numbers pairs of integers in the order they are met: 0, 1, 2 … A hash table with open addressing, without garbage. */
export class PairIndex {
  length = 0;
  first = new Int32Array(1024);
  second = new Int32Array(1024);
  #slots = new Int32Array(4096).fill(EMPTY);

  /** The number of a pair; a new one where it was not met before. */
  rowOf(first: number, second: number): number {
    const slots = this.#slots;
    let slot = slotOf(first, second) & (slots.length - 1);
    for (let row = slots[slot]; row !== EMPTY; row = slots[slot]) {
      if (this.first[row] === first && this.second[row] === second) return row;
      slot = (slot + 1) & (slots.length - 1);
    }
    if (this.length === this.first.length) {
      this.#grow();
      return this.rowOf(first, second);
    }
    const row = this.length++;
    slots[slot] = row;
    this.first[row] = first;
    this.second[row] = second;
    return row;
  }

  #grow(): void {
    const size = this.first.length * 2;
    this.first = larger(this.first, new Int32Array(size));
    this.second = larger(this.second, new Int32Array(size));
    this.#slots = new Int32Array(size * 4).fill(EMPTY);
    for (let row = 0; row < this.length; row++) this.#place(row);
  }

  #place(row: number): void {
    const slots = this.#slots;
    let slot = slotOf(this.first[row], this.second[row]) & (slots.length - 1);
    while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = row;
  }
}

const EMPTY = -1;

function slotOf(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** Copies an array to the beginning of a larger one. */
export function larger<Values extends { set(values: Values): void }>(values: Values, copy: Values): Values {
  copy.set(values);
  return copy;
}
