/** Typed arrays that grow: for columns whose length is not known beforehand. */

export class GrowingInt32 {
  length = 0;
  #data: Int32Array<ArrayBuffer>;

  /** Room for `expected` values costs address space only: memory is used where values are written. */
  constructor(expected = 1024) {
    this.#data = new Int32Array(expected);
  }

  push(value: number): void {
    if (this.length === this.#data.length) this.#grow(this.length + 1);
    this.#data[this.length++] = value;
  }

  /** Makes room for more values and gives out the array to write them to, from `length` on; then set `length`. */
  reserve(count: number): Int32Array {
    if (this.length + count > this.#data.length) this.#grow(this.length + count);
    return this.#data;
  }

  get(index: number): number {
    return this.#data[index];
  }

  /** The values so far. Nothing can be added any more. */
  finish(): Int32Array<ArrayBuffer> {
    return exactly(this.#data, this.length);
  }

  #grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, this.#data.length * 2));
    larger.set(this.#data.subarray(0, this.length));
    this.#data = larger;
  }
}

export class GrowingFloat64 {
  length = 0;
  #data = new Float64Array(256);

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Float64Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.length++] = value;
  }

  get(index: number): number {
    return this.#data[index];
  }

  finish(): Float64Array<ArrayBuffer> {
    return exactly(this.#data, this.length);
  }
}

/** Unsigned 64-bit integers, given by their halves so that no bigint has to be made for each. */
export class GrowingUint64 {
  readonly #halves = new GrowingInt32();

  push(low: number, high: number): void {
    this.#halves.push(low);
    this.#halves.push(high);
  }

  finish(): BigUint64Array<ArrayBuffer> {
    const halves = this.#halves.finish();
    const values = new BigUint64Array(halves.length / 2);
    if (IS_LITTLE_ENDIAN) {
      new Int32Array(values.buffer).set(halves);
    } else {
      for (let i = 0; i < values.length; i++) {
        values[i] = (BigInt(halves[2 * i + 1] >>> 0) << 32n) | BigInt(halves[2 * i] >>> 0);
      }
    }
    return values;
  }
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Arrays from this size on are not copied when they are finished: what they have too much was never touched. */
const LARGE = 1 << 16;

function exactly<Values extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  data: Values,
  length: number,
): Values {
  return (length < LARGE ? data.slice(0, length) : data.subarray(0, length)) as Values;
}

/** Collects int64 values; stays a plain double column as long as that is exact. */
export class GrowingInt64 {
  readonly #narrow = new GrowingFloat64();
  #wide: bigint[] | undefined;
  #absoluteSum = 0;

  get length(): number {
    return this.#wide?.length ?? this.#narrow.length;
  }

  push(value: number | bigint): void {
    if (this.#wide !== undefined) {
      this.#wide.push(BigInt(value));
    } else if (typeof value === 'number') {
      this.#narrow.push(value);
      this.#absoluteSum += value < 0 ? -value : value;
    } else {
      this.#wide = Array.from(this.#narrow.finish(), BigInt);
      this.#wide.push(value);
    }
  }

  finish(): Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> {
    if (this.#wide !== undefined) return BigInt64Array.from(this.#wide);
    const narrow = this.#narrow.finish();
    return this.#absoluteSum <= Number.MAX_SAFE_INTEGER ? narrow : BigInt64Array.from(narrow, BigInt);
  }
}

/** Where ranges begin that lie behind each other, from where each of them ends. */
export function startsOf<Ends extends Int32Array | Uint32Array>(ends: Ends): Ends {
  const starts = ends.slice() as Ends;
  starts.copyWithin(1, 0);
  if (starts.length > 0) starts[0] = 0;
  return starts;
}
