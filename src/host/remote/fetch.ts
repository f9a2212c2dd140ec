/** Asks a server for a profile, or about its symbols, with pprof's messages. Loaded only where a source is a URL. */
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { textOfBytes } from '../../base/byte-text.ts';
import { Cancelled, UserError } from '../../base/errors.ts';
import { durationText } from '../../base/time-text.ts';
import { type Asked, ask, type Transport } from './ask.ts';
import type { Answer } from './exchange.ts';
import { prefixed, transferProblem } from './network-problem.ts';
import type { RemoteSource } from './source-url.ts';
import { parseUrl, type Url, urlText, withoutPasswords } from './url-text.ts';

export interface FetchOptions extends Omit<Transport, 'limitMs'> {
  /** Told what is going on, in pprof's words. */
  readonly notify: (text: string) => void;
}

/**
 * Asks for a profile; resolves when the server begins to send it, to the bytes as they arrive. Both the promise and the
 * bytes reject with a UserError that does not name the source, or with Cancelled.
 */
export async function fetchProfile(
  { url: text, seconds, limitMs }: RemoteSource,
  { notify, ...transport }: FetchOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const url = knownUrl(text);
  notify(`Fetching profile over HTTP from ${urlText(url, 'hidden')}`);
  if (seconds > 0) notify(`Please wait... (${durationText(BigInt(seconds) * 1_000_000_000n)})`);
  return askForBody({ method: 'GET', url, headers: {} }, { ...transport, limitMs });
}

/** Sends text to a server and resolves to its answer. Rejects with UserError, or with Cancelled. */
export async function postText(text: string, body: string, transport: Transport): Promise<string> {
  const url = knownUrl(text);
  const asked: Asked = {
    method: 'POST',
    url,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: Buffer.from(body, 'utf8'),
  };
  const answer = await prefixed(`http post ${urlText(url, 'hidden')}: `, askForBody(asked, transport));
  const pieces: Uint8Array[] = [];
  for await (const piece of answer) pieces.push(piece);
  return textOfBytes(Buffer.concat(pieces));
}

function knownUrl(text: string): Url {
  const url = parseUrl(text);
  if (url === undefined) throw new Error(`not a URL: ${withoutPasswords(text)}`);
  return url;
}

async function askForBody(asked: Asked, transport: Transport): Promise<AsyncGenerator<Uint8Array>> {
  try {
    const answer = await ask(asked, transport);
    if (answer.response.statusCode === 200) return bodyOf(answer, transport.signal);
    throw await statusProblem(answer, transport.signal);
  } catch (error) {
    throw transport.signal?.aborted ? new Cancelled() : error;
  }
}

/** The bytes of an answer, as they arrive. The connection is closed when they are no longer asked for. */
async function* bodyOf(
  { response, connection: { route }, failure }: Answer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    if (response.headers['content-encoding']?.toLowerCase() === 'gzip') {
      yield* pipeline(response, createGunzip(), () => undefined);
    } else {
      yield* response;
    }
  } catch (error) {
    if (signal?.aborted) throw new Cancelled();
    throw transferProblem(failure() ?? error, { route, phase: 'body' });
  } finally {
    response.destroy();
  }
}

async function statusProblem(answer: Answer, signal: AbortSignal | undefined): Promise<UserError> {
  const { statusCode = 0, statusMessage = '', headers } = answer.response;
  const status = `server response: ${statusCode}${statusMessage === '' ? '' : ` ${statusMessage}`}`;
  // Go's servers mark the answers in which they say what is wrong.
  const isExplained = headers['x-go-pprof'] !== undefined && headers['content-type']?.startsWith('text/plain');
  const explanation = isExplained ? await shortText(bodyOf(answer, signal)) : undefined;
  answer.response.destroy();
  return new UserError(explanation === undefined ? status : `${status} - ${explanation}`, STATUS_HINTS[statusCode]);
}

/** No explanation is longer; what goes on for ever is none. */
const LONGEST_EXPLANATION = 2 ** 20;

/** The text of a body, or as much of it as people could read. Undefined where it is cut off. */
async function shortText(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece);
      length += piece.length;
      if (length > LONGEST_EXPLANATION) break;
    }
  } catch (error) {
    // The status alone says what matters; that something else went wrong, too, would only hide it.
    if (error instanceof UserError) return undefined;
    throw error;
  }
  return textOfBytes(Buffer.concat(pieces));
}

const LOGIN_HINT = 'the server wants to know who asks: http://user:password@host/path';

const STATUS_HINTS: Readonly<Record<number, string>> = {
  401: LOGIN_HINT,
  403: LOGIN_HINT,
  404: 'there is no profile at this path; Go programs serve theirs below /debug/pprof/, such as /debug/pprof/heap',
  407: 'the proxy wants to know who asks: HTTP_PROXY=http://user:password@host:port',
};
