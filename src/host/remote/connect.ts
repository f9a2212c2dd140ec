import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { UserError } from '../../base/errors.ts';
import { type Address, addressText, dialProblem, unknownName } from './network-problem.ts';

/** An open connection, to the server itself or to a proxy before it. */
export interface Connection {
  readonly socket: Socket;
  /** Its two ends, as Go names them: `127.0.0.1:50312->127.0.0.1:8080`. */
  readonly route: string;
}

export interface Patience {
  /** How long a step may take: connecting, agreeing with a proxy, agreeing on TLS, waiting for the answer. */
  readonly limitMs: number;
  /** Closes the connection, whatever it is used for by then. */
  readonly signal: AbortSignal | undefined;
}

const TIMEOUT_HINT = 'allow more time with -timeout=<seconds>';

/** Opens a connection. Rejects with UserError, in the words of Go's dialer. */
export async function dial(address: Address, { limitMs, signal }: Patience): Promise<Connection> {
  const port = Number(address.port);
  if (port > 0xffff) throw new UserError(`dial tcp: address ${address.port}: invalid port`, 'ports go up to 65535');
  const unknown = unknownName(address.name);
  if (unknown !== undefined) throw unknown;
  const socket = connect({ host: address.name || 'localhost', port, ...(signal ? { signal } : {}) });
  // Each step listens for itself; between two of them an error has closed the socket, which the next one finds.
  socket.on('error', () => undefined);
  try {
    await within(limitMs, once(socket, 'connect'), {
      stop: () => socket.destroy(),
      problem: `dial tcp ${addressText(address)}: i/o timeout`,
    });
  } catch (error) {
    throw dialProblem(error, address);
  }
  const { localAddress = '', localPort = '', remoteAddress = '', remotePort = '' } = socket;
  const from = addressText({ name: localAddress, port: String(localPort) });
  return { socket, route: `${from}->${addressText({ name: remoteAddress, port: String(remotePort) })}` };
}

/** Waits for a step, but no longer than it may take; stops it then, and rejects with a UserError. */
export async function within<Result>(
  limitMs: number,
  step: Promise<Result>,
  { stop, problem }: { readonly stop: () => void; readonly problem: string },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new UserError(problem, TIMEOUT_HINT));
      stop();
    }, limitMs);
  });
  try {
    return await Promise.race([step, limit]);
  } finally {
    clearTimeout(timer);
  }
}
