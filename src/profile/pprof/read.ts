/** From the bytes of a file to a profile: the container, the format, and what is wrong with files that are neither. */
import { createGunzip, gunzipSync } from 'node:zlib';
import { Cancelled, UserError } from '../../base/errors.ts';
import { MalformedProfile } from '../legacy/malformed.ts';
import { LEGACY_START_BYTES, mayBeLegacy, readLegacyProfile } from '../legacy/read-legacy.ts';
import type { Profile } from '../tables.ts';
import { ConcatenatedProfiles, decodeProfile, InvalidProfile, ProfileDecoder } from './decode.ts';
import { WireError } from './wire.ts';

export interface ReadOptions {
  /** Told how many bytes of the file have been read, now and then. */
  readonly onProgress?: (bytesRead: number) => void;
  /** About how many bytes there are when they are inflated, where that is known. */
  readonly inflatedBytes?: number;
  /** Stops reading: `readProfile` rejects with Cancelled. */
  readonly signal?: AbortSignal;
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** More room than this is not taken beforehand. */
const MOST_EXPECTED = 2 ** 30;

/** Reads a profile that is in memory as a whole. Throws UserError. */
export function readProfileBytes(bytes: Uint8Array): Profile {
  let inflated = bytes;
  try {
    if (isGzip(bytes)) inflated = gunzipSync(bytes);
    return parseProfile(inflated);
  } catch (error) {
    throw readingError(error, inflated);
  }
}

/** Reads a profile from pieces as they arrive: inflating and decoding keep pace with reading. Rejects with UserError. */
export async function readProfile(pieces: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<Profile> {
  const input = inflated(countingPieces(pieces, options));
  let start: Uint8Array = new Uint8Array(0);
  try {
    start = await startOf(input, LEGACY_START_BYTES);
    const rest = untilAborted(input, options);
    // Only the older formats have to be in memory as a whole.
    if (start.length === 0 || mayBeLegacy(start)) return parseProfile(await gathered(start, rest, options));
    return await decodePieces(start, rest, options);
  } catch (error) {
    if (options.signal?.aborted) throw new Cancelled();
    throw readingError(error, start);
  } finally {
    await input.return(undefined);
  }
}

/** Tries the formats in pprof's order. Throws what the decoder reports where it is none of them. */
function parseProfile(bytes: Uint8Array): Profile {
  if (bytes.length === 0) throw new EmptyFile();
  try {
    return decodeProfile(bytes);
  } catch (error) {
    const legacy = error instanceof WireError ? readLegacyProfile(bytes) : undefined;
    if (legacy === undefined) throw error;
    return legacy;
  }
}

/** Decodes a profile that begins with `start`, which is of no older format. */
async function decodePieces(
  start: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  { inflatedBytes }: ReadOptions,
): Promise<Profile> {
  const decoder = new ProfileDecoder(inflatedBytes);
  try {
    decoder.push(start);
    for await (const piece of rest) decoder.push(piece);
    return decoder.finish();
  } catch (error) {
    // Only to report what the older formats have against the bytes.
    if (error instanceof WireError) readLegacyProfile(start);
    throw error;
  }
}

/** The first pieces together, until they have a number of bytes. */
async function startOf(pieces: AsyncGenerator<Uint8Array>, size: number): Promise<Uint8Array> {
  let start: Uint8Array = new Uint8Array(0);
  while (start.length < size) {
    const { done, value } = await pieces.next();
    if (done) break;
    start = start.length === 0 ? value : Buffer.concat([start, value]);
  }
  return start;
}

async function gathered(
  start: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  { inflatedBytes = 0 }: ReadOptions,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(Math.max(start.length, Math.min(inflatedBytes, MOST_EXPECTED)));
  bytes.set(start);
  let used = start.length;
  for await (const piece of rest) {
    if (used + piece.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, used + piece.length));
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(piece, used);
    used += piece.length;
  }
  return bytes.subarray(0, used);
}

async function* untilAborted(pieces: AsyncIterable<Uint8Array>, { signal }: ReadOptions): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}

async function* countingPieces(
  pieces: AsyncIterable<Uint8Array>,
  { onProgress, signal }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    bytesRead += piece.length;
    onProgress?.(bytesRead);
    yield piece;
  }
}

/** The pieces inflated, if they begin like a gzip file; else as they are. */
async function* inflated(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const start = await startOf(pieces, 2);
  if (start.length === 0) return;
  if (!isGzip(start)) {
    yield start;
    yield* pieces;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const feeding = feed(gunzip, start, pieces);
  // A failure to read ends the inflating too, and is the one to report.
  feeding.catch((error: unknown) => void gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const piece of gunzip) yield piece as Uint8Array;
    await feeding;
  } finally {
    // What feeds waits for room that will not come where the reader has had enough.
    await pieces.return(undefined);
  }
}

async function feed(gunzip: NodeJS.WritableStream, first: Uint8Array, rest: AsyncGenerator<Uint8Array>): Promise<void> {
  const write = async (piece: Uint8Array) => {
    if (!gunzip.write(piece)) await new Promise<void>((resolve) => void gunzip.once('drain', resolve));
  };
  await write(first);
  for await (const piece of rest) await write(piece);
  gunzip.end();
}

class EmptyFile extends Error {}

/** The user's error for what went wrong; anything unexpected is passed on as it is. */
function readingError(error: unknown, start: Uint8Array): unknown {
  if (error instanceof EmptyFile) {
    return new UserError('parsing profile: empty input file', 'the program may have ended before it wrote its profile');
  }
  if (error instanceof ConcatenatedProfiles) {
    return new UserError(
      'parsing profile: concatenated profiles detected',
      'split the file, or write each profile to its own',
    );
  }
  if (error instanceof InvalidProfile) {
    return new UserError(
      `malformed profile: ${error.message}`,
      'the program that wrote the profile has a fault; try to record it again',
    );
  }
  if (error instanceof MalformedProfile) {
    return new UserError(`parsing profile: ${error.message}`, formatHint(start) ?? DAMAGED_TEXT_HINT);
  }
  if (error instanceof WireError) {
    const hint = formatHint(start) ?? `expected gzip or profile.proto, but at byte ${error.offset} ${error.message}`;
    return new UserError('parsing profile: unrecognized profile format', hint);
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code.startsWith('Z_'))
    return new UserError(`decompressing profile: ${inflatingProblem(error as Error, code)}`, GZIP_HINT);
  return error;
}

const GZIP_HINT = 'the file is cut off or damaged; copy or record it again';

/** Go also tells where; see host/corrupt-offset.ts. */
const CORRUPT_INPUT = 'flate: corrupt input';

/** Go's words for what zlib reports. */
function inflatingProblem(error: Error, code: string): string {
  if (code === 'Z_BUF_ERROR') return 'unexpected EOF';
  if (error.message.includes('header')) return 'gzip: invalid header';
  if (error.message.includes('incorrect data check')) return 'gzip: invalid checksum';
  return CORRUPT_INPUT;
}

const DAMAGED_TEXT_HINT =
  'the file is damaged, cut off, or mixed with other output; record it again, best without debug=1';

/** What is taken for a profile now and then, and what to do about it. */
const OTHER_FORMATS: readonly (readonly [start: RegExp, hint: string])[] = [
  [
    /^(?:SIG[A-Z]+: |panic: |fatal error: |goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[)/,
    'these are stacks of goroutines (debug=2 or a crash), but none is whole; record them again',
  ],
  [/^go 1\.\d+ trace/, 'this is an execution trace; go tool trace -pprof=sched makes a profile of it'],
  [/^PERFILE2/, 'this is a recording of perf; perf_to_profile makes a profile of it'],
  [/^\x7fELF|^MZ|^\xcf\xfa\xed\xfe/, 'this is a program; name its profile'],
  [/^PK\W\W|^BZh|^\xfd7zXZ|^\(\xb5\/\xfd/, 'this is an archive, or packed in another way than gzip; unpack it first'],
  [/^\s*[[{<]/, 'this looks like JSON or a web page, not a profile; expected gzip or profile.proto'],
];

/** Advice about a file that is no profile, by how it begins. */
function formatHint(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.subarray(0, 64)).toString('latin1');
  return OTHER_FORMATS.find(([pattern]) => pattern.test(text))?.[1];
}
