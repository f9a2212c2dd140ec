import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type Connection, within } from './connect.ts';
import { transferProblem } from './network-problem.ts';

export interface Question {
  readonly method: 'GET' | 'POST' | 'CONNECT';
  /** What stands in the first line of the request: a path, a whole URL for a proxy, an address for CONNECT. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface Answer {
  readonly response: IncomingMessage;
  readonly connection: Connection;
  /** What ended the exchange, once that has happened: the answer itself only tells that it was cut off. */
  readonly failure: () => Error | undefined;
}

/** Go's own bound is 10 MB; Node's default of 16 KiB is too small for some proxies' cookies. */
const LONGEST_HEADERS = 2 ** 20;

/** Asks one question over a connection of its own. Resolves when the headers of the answer are there. */
export async function exchange(
  connection: Connection,
  { method, target, headers, body }: Question,
  limitMs: number,
): Promise<Answer> {
  let failure: Error | undefined;
  const note = (error: Error) => {
    failure ??= error;
  };
  connection.socket.on('error', note);
  const question = request({
    createConnection: () => connection.socket,
    method,
    path: target,
    headers: { ...headers, 'User-Agent': 'pprof-shell' },
    maxHeaderSize: LONGEST_HEADERS,
  });
  question.on('error', note);
  const isTunnel = method === 'CONNECT';
  // A tunnel is what stays open.
  if (isTunnel) question.removeHeader('Connection');
  const answered = once(question, isTunnel ? 'connect' : 'response');
  question.end(body);
  try {
    const [response] = await within(limitMs, answered, {
      stop: () => question.destroy(),
      problem: isTunnel ? 'context deadline exceeded' : 'net/http: timeout awaiting response headers',
    });
    // An error may come before anybody reads the body; who reads it then is told all the same.
    response.on('error', note);
    return { response, connection, failure: () => failure };
  } catch (error) {
    throw transferProblem(error, { route: connection.route, phase: isTunnel ? 'tunnel' : 'answer' });
  }
}
