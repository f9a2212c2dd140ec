/** From the bytes of a file to a profile: the container, the format, and what is wrong with files that are neither. */
import { createGunzip, gunzipSync } from 'node:zlib';
import { Cancelled, UserError } from '../../base/errors.ts';
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

/** Reads a profile that is in memory as a whole. Throws UserError. */
export function readProfileBytes(bytes: Uint8Array): Profile {
  try {
    if (bytes.length === 0) throw new EmptyFile();
    return decodeProfile(isGzip(bytes) ? gunzipSync(bytes) : bytes);
  } catch (error) {
    throw readingError(error, bytes);
  }
}

/** Reads a profile from pieces as they arrive: inflating and decoding keep pace with reading. Rejects with UserError. */
export async function readProfile(pieces: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<Profile> {
  let start: Uint8Array = new Uint8Array(0);
  try {
    const decoder = new ProfileDecoder(options.inflatedBytes);
    const input = countingPieces(pieces, options, (piece) => {
      if (start.length < 64) start = Buffer.concat([start, piece.subarray(0, 64)]);
    });
    for await (const piece of inflated(input)) {
      options.signal?.throwIfAborted();
      decoder.push(piece);
    }
    if (start.length === 0) throw new EmptyFile();
    return decoder.finish();
  } catch (error) {
    if (options.signal?.aborted) throw new Cancelled();
    throw readingError(error, start);
  }
}

async function* countingPieces(
  pieces: AsyncIterable<Uint8Array>,
  { onProgress, signal }: ReadOptions,
  look: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    look(piece);
    bytesRead += piece.length;
    onProgress?.(bytesRead);
    yield piece;
  }
}

/** The pieces inflated, if the first of them begins like a gzip file; else as they are. */
async function* inflated(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await pieces.next();
  if (first.done) return;
  if (!isGzip(first.value)) {
    yield first.value;
    yield* pieces;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const feeding = feed(gunzip, first.value, pieces);
  // A failure to read ends the inflating too, and is the one to report.
  feeding.catch((error: unknown) => void gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const piece of gunzip) yield piece as Uint8Array;
  await feeding;
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
  if (error instanceof WireError) {
    return new UserError('parsing profile: unrecognized profile format', formatHint(error, start));
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code.startsWith('Z_'))
    return new UserError(`decompressing profile: ${inflatingProblem(error as Error, code)}`, GZIP_HINT);
  return error;
}

const GZIP_HINT = 'the file is cut off or damaged; copy or record it again';

/** Go's words for what zlib reports. */
function inflatingProblem(error: Error, code: string): string {
  if (code === 'Z_BUF_ERROR') return 'unexpected EOF';
  if (error.message.includes('header')) return 'gzip: invalid header';
  if (error.message.includes('incorrect data check')) return 'gzip: invalid checksum';
  return `flate: corrupt input (${error.message})`;
}

function formatHint(error: WireError, start: Uint8Array): string {
  const text = Buffer.from(start).toString('latin1');
  const kind = /^(?:heap|goroutine|threadcreate|[a-z]+) profile: |^--- (?:contention|mutex|heapz|threadz)/.exec(text);
  if (kind !== null) return 'this is a text profile (debug=1); record it again without debug=1';
  if (/^\s*[[{<]/.test(text))
    return `this looks like JSON or a web page, not a profile; expected gzip or profile.proto`;
  return `expected gzip or profile.proto, but at byte ${error.offset} ${error.message}`;
}
