import { type Int64, toInt64 } from '../../base/int64.ts';
import type { Profile } from '../tables.ts';
import { type Address, insideCall, toAddress } from './address.ts';
import { PROFILER_FRAMES } from './frames-to-drop.ts';
import { multiply } from './go-integer.ts';
import { JavaSymbolTable } from './java.ts';
import { LineReader, trimSpace } from './line-reader.ts';
import { readMemoryMap } from './memory-map.ts';
import { locationsOfInterrupted, removeSignalFrames } from './signal-frames.ts';
import { StackBuilder } from './stack-builder.ts';

interface WordFormat {
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
}

const WORD_FORMATS: readonly WordFormat[] = [
  { size: 4, littleEndian: true },
  { size: 4, littleEndian: false },
  { size: 8, littleEndian: true },
  { size: 8, littleEndian: false },
];

/** 0, 3 (words that follow), 0 for native code or 1 for Java, the period in microseconds, 0. */
const HEADER_WORDS = 5;

interface CpuHeader {
  readonly words: WordFormat;
  readonly isJava: boolean;
  readonly periodNanos: Int64;
}

interface CpuSample {
  readonly count: Int64;
  readonly addresses: Address[];
}

/** Whether bytes begin like a CPU profile of gperftools. */
export function beginsLikeCpuProfile(bytes: Uint8Array): boolean {
  return readHeader(bytes) !== undefined;
}

/**
 * Binary CPU profiles of gperftools: machine words. After the header come samples of a count, a depth and so many
 * addresses, leaf first, up to a sample 0, 1, 0; then the memory map as text, or what the addresses of Java stand for.
 */
export function readCpuProfile(bytes: Uint8Array): Profile | undefined {
  const header = readHeader(bytes);
  if (header === undefined) return undefined;
  const { words, isJava, periodNanos } = header;
  const cursor = new WordCursor(bytes, words);
  cursor.skip(HEADER_WORDS);
  const samples = readSamples(cursor);
  if (samples === undefined) return undefined;
  if (!isJava) {
    for (const { addresses } of samples) {
      for (let depth = 1; depth < addresses.length; depth++) addresses[depth] = insideCall(addresses[depth]);
    }
    removeSignalFrames(samples.map(({ addresses }) => addresses));
  }

  const builder = new StackBuilder(2);
  for (const { count, addresses } of samples) {
    const locations = isJava ? builder.locationsOf(addresses) : locationsOfInterrupted(builder, addresses);
    builder.addSample([count, multiply(count, periodNanos)], locations);
  }
  const cpu = { type: 'cpu', unit: 'nanoseconds' };
  const valueTypes = [{ type: 'samples', unit: 'count' }, cpu];
  const facts = { valueTypes, periodType: cpu, period: periodNanos, framesToDrop: PROFILER_FRAMES };
  const start = cursor.position;
  if (!isJava) return builder.finish(facts, readMemoryMap(new LineReader(bytes, { start })));

  const symbols = new JavaSymbolTable(builder);
  const lines = new LineReader(bytes, { start, longest: Number.POSITIVE_INFINITY });
  while (lines.next()) symbols.addLine(trimSpace(lines.text));
  return builder.finish(facts, [], symbols);
}

function readHeader(bytes: Uint8Array): CpuHeader | undefined {
  for (const words of WORD_FORMATS) {
    const cursor = new WordCursor(bytes, words);
    const header = Array.from({ length: HEADER_WORDS }, () => cursor.next());
    const [zero, length, version, period, padding] = header;
    if (zero !== 0n || length !== 3n || padding !== 0n || period === undefined || period === 0n) continue;
    if (version !== 0n && version !== 1n) continue;
    return { words, isJava: version === 1n, periodNanos: toInt64(period * 1000n) };
  }
  return undefined;
}

/** Undefined where the words do not make up samples. */
function readSamples(cursor: WordCursor): CpuSample[] | undefined {
  const samples: CpuSample[] = [];
  while (cursor.remaining > 0) {
    const count = cursor.next();
    const depth = cursor.next();
    // A word has four bytes at least. What is missing of the last addresses is 0, as in pprof.
    if (count === undefined || depth === undefined || depth > Math.trunc(cursor.remaining / 4)) return undefined;
    const addresses = Array.from({ length: Number(depth) }, () => toAddress(cursor.next() ?? 0n));
    if (count === 0n && depth === 1n && addresses[0] === 0) break;
    samples.push({ count: toInt64(count), addresses });
  }
  return samples;
}

/** Reads words of four or eight bytes. */
class WordCursor {
  readonly #view: DataView;
  readonly #words: WordFormat;
  position = 0;

  constructor(bytes: Uint8Array, words: WordFormat) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#words = words;
  }

  get remaining(): number {
    return this.#view.byteLength - this.position;
  }

  skip(words: number): void {
    this.position += words * this.#words.size;
  }

  /** The next word; undefined, and at the end from then on, where it is cut off. */
  next(): bigint | undefined {
    const { size, littleEndian } = this.#words;
    const at = this.position;
    if (this.remaining < size) {
      this.position = this.#view.byteLength;
      return undefined;
    }
    this.position += size;
    return size === 4 ? BigInt(this.#view.getUint32(at, littleEndian)) : this.#view.getBigUint64(at, littleEndian);
  }
}
