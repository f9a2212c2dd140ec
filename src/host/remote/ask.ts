/** Go's HTTP client in small: proxies, TLS, redirects, and its way of saying what went wrong. */
import { UserError } from '../../base/errors.ts';
import type { Host } from '../../shell/host.ts';
import { type Connection, dial } from './connect.ts';
import { type Answer, exchange } from './exchange.ts';
import { type Address, prefixed } from './network-problem.ts';
import { proxyFor } from './proxy.ts';
import { startTls } from './tls.ts';
import { readTlsFiles, type TlsFiles } from './tls-files.ts';
import { openHttpTunnel, openSocksTunnel } from './tunnel.ts';
import {
  basicAuthorization,
  hostAddress,
  parseUrl,
  resolveUrl,
  splitHost,
  type Url,
  urlText,
  withoutPasswords,
} from './url-text.ts';

/** How servers are reached. */
export interface Transport {
  readonly tls: TlsFiles;
  readonly env: Host['env'];
  /** How long each step may take: connecting, agreeing with a proxy, agreeing on TLS, waiting for an answer. */
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly url: Url;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const MOST_REQUESTS = 10;

/** Asks a server, and those it redirects to. Rejects with UserError `Get "<url>": <cause>`. */
export async function ask({ url: first, ...asked }: Asked, transport: Transport): Promise<Answer> {
  const isInsecure = first.scheme === 'https+insecure';
  const verb = asked.method === 'GET' ? 'Get' : 'Post';
  const scheme = isInsecure ? 'https' : first.scheme;
  let current: Asked = { ...asked, url: { ...first, scheme, host: first.host.replace(/:$/, '') } };
  for (let count = 1; ; count++) {
    const { url } = current;
    const subject = `${verb} "${urlText(url, 'hidden')}": `;
    const answer = await prefixed(subject, askOnce(current, transport, isInsecure));
    const link = linkOf(answer);
    if (link === undefined) return answer;
    answer.response.destroy();
    const target = parseUrl(link);
    if (target === undefined) throw new UserError(`${subject}failed to parse Location header ${JSON.stringify(link)}`);
    if (count === MOST_REQUESTS) {
      throw new UserError(
        `${verb} "${withoutPasswords(link)}": stopped after ${MOST_REQUESTS} redirects`,
        'the server goes round in circles; check the URL',
      );
    }
    current = redirected(current, answer.response.statusCode, resolveUrl(url, target));
  }
}

/** Where an answer sends us, if it does. */
function linkOf({ response: { statusCode = 0, headers } }: Answer): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) return undefined;
  return Buffer.from(headers.location, 'latin1').toString('utf8');
}

/** What was posted is only posted again where the server says so; else the new place is just looked at. */
function redirected({ method, headers, body }: Asked, status: number | undefined, url: Url): Asked {
  if (status === 307 || status === 308) return { method, url, headers, ...(body ? { body } : {}) };
  return { method: 'GET', url, headers: method === 'GET' ? headers : {} };
}

async function askOnce(asked: Asked, transport: Transport, isInsecure: boolean): Promise<Answer> {
  const { url, method, body } = asked;
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    throw new UserError(
      `unsupported protocol scheme "${url.scheme}"`,
      'profiles are fetched from http:// and https://',
    );
  }
  if (url.host === '') throw new UserError('http: no Host in request URL', 'write it as http://host:port/path');
  const { connection, proxy } = await connectTo(url, transport, isInsecure);
  const path = `${url.path || '/'}${url.query === undefined ? '' : `?${url.query}`}`;
  // A proxy that reads what it passes on has to be told the host, and who is asking.
  const isRead = proxy !== undefined && url.scheme === 'http';
  const target = isRead ? `http://${hostHeader(url)}${path}` : path;
  const headers = {
    Host: hostHeader(url),
    ...asked.headers,
    ...(url.user ? { Authorization: basicAuthorization(url.user) } : {}),
    ...(isRead && proxy.user ? { 'Proxy-Authorization': basicAuthorization(proxy.user) } : {}),
    'Accept-Encoding': 'gzip',
  };
  const question = { method, target: target.replace(/[^!-~]/g, percentEscape), headers, ...(body ? { body } : {}) };
  return exchange(connection, question, transport.limitMs);
}

/** The host as a server is told it: in ASCII, without the zone of an IPv6 address. */
function hostHeader({ host, scheme }: Url): string {
  const { port } = splitHost(host);
  const { name } = hostAddress({ host, scheme });
  return `${name.includes(':') ? `[${name.replace(/%.*/s, '')}]` : name}${port === '' ? '' : `:${port}`}`;
}

/** Queries are sent as they are written, but nothing in them may end the line. */
const percentEscape = (byte: string) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

interface Way {
  readonly connection: Connection;
  /** The HTTP proxy that is asked in place of the server, or passes on what is sent. */
  readonly proxy: Url | undefined;
}

async function connectTo(url: Url, transport: Transport, isInsecure: boolean): Promise<Way> {
  const { tls, env, limitMs } = transport;
  const proxy = proxyFor(url, env);
  // Read before anything is opened that would have to be closed when they cannot be used.
  const isSecure = url.scheme === 'https' || proxy?.scheme === 'https';
  const trust = { ...(isSecure ? readTlsFiles(tls, env) : {}), isInsecure };
  const secured = (connection: Connection, { name: host }: Address) => startTls(connection, { host, trust, limitMs });

  const target = hostAddress(url);
  if (proxy === undefined) {
    const connection = await dial(target, transport);
    return { connection: url.scheme === 'https' ? await secured(connection, target) : connection, proxy };
  }

  const proxyAddress = hostAddress(proxy);
  let connection = await prefixed('proxyconnect tcp: ', dial(proxyAddress, transport));
  if (proxy.scheme === 'https') connection = await prefixed('proxyconnect tcp: ', secured(connection, proxyAddress));
  const tunnel = { target, user: proxy.user, limitMs };
  const isSocks = proxy.scheme === 'socks5' || proxy.scheme === 'socks5h';
  if (isSocks) await openSocksTunnel(connection, proxyAddress, tunnel);
  else if (url.scheme === 'https') await openHttpTunnel(connection, tunnel);
  if (url.scheme === 'https') connection = await secured(connection, target);
  return { connection, proxy: isSocks ? undefined : proxy };
}
