/** Connections through a proxy: by CONNECT of HTTP, and by SOCKS 5 (RFC 1928, with names and passwords of RFC 1929). */
import { on } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { UserError } from '../../base/errors.ts';
import { type Connection, within } from './connect.ts';
import { exchange } from './exchange.ts';
import { type Address, addressText, transferProblem } from './network-problem.ts';
import { basicAuthorization, type UserInfo } from './url-text.ts';

export interface Tunnel {
  /** Where it leads. */
  readonly target: Address;
  /** Who asks the proxy for it. */
  readonly user: UserInfo | undefined;
  readonly limitMs: number;
}

/** Makes an HTTP proxy pass on what is sent. Rejects with UserError. */
export async function openHttpTunnel(proxy: Connection, { target, user, limitMs }: Tunnel): Promise<void> {
  const address = addressText(target);
  const authorization = user === undefined ? {} : { 'Proxy-Authorization': basicAuthorization(user) };
  const headers = { Host: address, ...authorization };
  const { response } = await exchange(proxy, { method: 'CONNECT', target: address, headers }, limitMs);
  if (response.statusCode === 200) return;
  proxy.socket.destroy();
  throw new UserError(response.statusMessage || 'unknown status code', refusalHint(response.statusCode));
}

function refusalHint(status: number | undefined): string {
  return status === 407
    ? 'the proxy wants to know who asks: HTTPS_PROXY=http://user:password@host:port'
    : 'this is what the proxy says; NO_PROXY=<host> goes around it';
}

/** Makes a SOCKS proxy pass on what is sent. Rejects with UserError. `address` is the proxy's, for messages. */
export async function openSocksTunnel(proxy: Connection, address: Address, tunnel: Tunnel): Promise<void> {
  const subject = `socks connect tcp ${addressText(address)}->${addressText(tunnel.target)}`;
  try {
    await within(tunnel.limitMs, agreeOnSocks(proxy, tunnel), {
      stop: () => proxy.socket.destroy(),
      problem: 'i/o timeout',
    });
  } catch (error) {
    proxy.socket.destroy();
    const { message } = transferProblem(error, { route: proxy.route, phase: 'tunnel' });
    throw new UserError(`${subject}: ${message}`, 'this is what the proxy says; NO_PROXY=<host> goes around it');
  }
}

const VERSION = 5;
const PASSWORD_VERSION = 1;
const NO_AUTHENTICATION = 0;
const BY_PASSWORD = 2;
const CONNECT = 1;

/** Resolves to the next so many bytes that the proxy says. */
type Take = (count: number) => Promise<Uint8Array>;

async function agreeOnSocks({ socket }: Connection, { target, user }: Tunnel): Promise<void> {
  const pieces = on(socket, 'data', { close: ['end', 'close'] });
  let buffered = Buffer.alloc(0);
  const take: Take = async (count) => {
    while (buffered.length < count) {
      const { done, value } = await pieces.next();
      if (done) throw new UserError(buffered.length === 0 ? 'EOF' : 'unexpected EOF');
      buffered = Buffer.concat([buffered, value[0]]);
    }
    const taken = buffered.subarray(0, count);
    buffered = buffered.subarray(count);
    return taken;
  };
  await introduce(socket, take, user);
  await requestTarget(socket, take, target);
  await pieces.return?.();
}

async function introduce(socket: Socket, take: Take, user: UserInfo | undefined): Promise<void> {
  const methods = user === undefined ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, BY_PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await take(2);
  checkVersion(version);
  if (!methods.includes(method)) throw new UserError('no acceptable authentication methods');
  if (method === NO_AUTHENTICATION || user === undefined) return;
  const texts = [user.name, user.password ?? ''].map((text) => sized(Buffer.from(text, 'latin1')));
  socket.write(Buffer.concat([Buffer.from([PASSWORD_VERSION]), ...texts]));
  const [, status] = await take(2);
  if (status !== 0) throw new UserError('username/password authentication failed');
}

async function requestTarget(socket: Socket, take: Take, { name, port }: Address): Promise<void> {
  const portBytes = [Number(port) >> 8, Number(port) & 0xff];
  socket.write(Buffer.from([VERSION, CONNECT, 0, ...destination(name), ...portBytes]));
  const [version, reply, , type] = await take(4);
  checkVersion(version);
  if (reply !== 0) throw new UserError(`unknown error ${REPLIES[reply] ?? `unknown code: ${reply}`}`);
  // The address that the proxy goes out from, which nobody needs, stands before what the server says.
  const length = type === IPV4 ? 4 : type === IPV6 ? 16 : (await take(1))[0];
  await take(length + portBytes.length);
}

function checkVersion(version: number): void {
  if (version !== VERSION) throw new UserError(`unexpected protocol version ${version}`);
}

const IPV4 = 1;
const DOMAIN = 3;
const IPV6 = 4;

function destination(name: string): readonly number[] {
  if (isIP(name) === 4) return [IPV4, ...name.split('.').map(Number)];
  if (isIP(name) === 6) return [IPV6, ...ipv6Bytes(name)];
  return [DOMAIN, ...sized(Buffer.from(name, 'latin1'))];
}

/** Bytes behind their count. */
function sized(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xff) throw new UserError('name or password too long for a SOCKS proxy');
  return Buffer.from([bytes.length, ...bytes]);
}

function ipv6Bytes(address: string): readonly number[] {
  // `URL` writes every address as groups of hexadecimal digits, the longest run of zeros as `::`.
  const [head, tail] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((side) => (side === '' ? [] : side.split(':')));
  const groups =
    tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]);
}

/** RFC 1928, section 6. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'general SOCKS server failure',
  2: 'connection not allowed by ruleset',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'TTL expired',
  7: 'command not supported',
  8: 'address type not supported',
};
