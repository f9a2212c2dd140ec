/** Servers in the test process, and what comes of asking them. Everything is closed when the test ends. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { type FetchOptions, fetchProfile } from '../../../src/host/remote/fetch.ts';
import { sourceUrl } from '../../../src/host/remote/source-url.ts';

export const NO_TLS_FILES = { cert: '', key: '', ca: '' };

/** Starts a server on this machine; resolves to its port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    // Tests break connections off; that is no failure of theirs.
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a web server; resolves to its `host:port`. */
export async function serve(handler: RequestListener): Promise<string> {
  return `127.0.0.1:${await listen(createServer(handler))}`;
}

/** Starts a server that does as it likes with its connections; resolves to its `host:port`. */
export async function serveRaw(handler: (socket: Socket) => void): Promise<string> {
  return `127.0.0.1:${await listen(createNetServer(handler))}`;
}

/** A port that was free a moment ago: nobody listens there. */
export async function closedAddress(): Promise<string> {
  const server = createNetServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

export interface Fetching extends Partial<Omit<FetchOptions, 'env'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds?: number;
  readonly limitMs?: number;
}

export interface Fetched {
  readonly notices: readonly string[];
  /** Undefined where that failed. */
  readonly body?: string;
  readonly problem?: string;
  readonly hint?: string | undefined;
}

/** What is told and what comes when a source of the command line is fetched. */
export async function fetched(source: string, options: Fetching = {}): Promise<Fetched> {
  const { env = {}, tls = NO_TLS_FILES, seconds = -1, signal, limitMs } = options;
  const remote = sourceUrl(source, { seconds, timeout: -1 });
  if (remote === undefined) throw new Error(`${source} is no URL`);
  const notices: string[] = [];
  const notify = (text: string) => void notices.push(text);
  try {
    const pieces = await fetchProfile(
      { ...remote, limitMs: limitMs ?? remote.limitMs },
      { env: (name) => env[name], tls, signal, notify },
    );
    return { notices, body: await textOf(pieces) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { notices, problem: error.message, hint: error.hint };
  }
}

export async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const received: Uint8Array[] = [];
  for await (const piece of pieces) received.push(piece);
  return Buffer.concat(received).toString('utf8');
}
