/**
 * Which proxy to ask, by the environment variables that Go reads (golang.org/x/net/http/httpproxy documents them):
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the same in lower case.
 */
import { BlockList, isIP } from 'node:net';
import { UserError } from '../../base/errors.ts';
import type { Host } from '../../shell/host.ts';
import { asciiHost, hostAddress, parseUrl, splitHost, type Url } from './url-text.ts';

/** The proxy between us and a URL; undefined where there is none. Throws UserError where it must not be used. */
export function proxyFor(url: Url, env: Host['env']): Url | undefined {
  const isSecure = url.scheme === 'https';
  const proxy = parseProxy(isSecure ? either(env, 'HTTPS_PROXY') : either(env, 'HTTP_PROXY'));
  if (proxy === undefined) return undefined;
  if (!isSecure && env('REQUEST_METHOD')) {
    // A web server that runs us hands over the header "Proxy" of a request, which anybody may send, under that name.
    throw new UserError(
      'refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy',
      'unset REQUEST_METHOD, or use https',
    );
  }
  return goesDirect(url, either(env, 'NO_PROXY')) ? undefined : proxy;
}

function either(env: Host['env'], name: string): string {
  return env(name) || env(name.toLowerCase()) || '';
}

/** `host:port` stands for `http://host:port`. What is no address at all counts as none, as in Go. */
function parseProxy(text: string): Url | undefined {
  if (text === '') return undefined;
  const url = parseUrl(text);
  return url === undefined || url.scheme === '' || url.host === '' ? parseUrl(`http://${text}`) : url;
}

/** Whether a host is one of those that no proxy is asked for: this machine, and what NO_PROXY names. */
function goesDirect(url: Url, noProxy: string): boolean {
  const { name, port } = hostAddress(url);
  if (name === 'localhost' || isLoopback(name)) return true;
  const host = name.toLowerCase();
  const entries = noProxy.split(',').map((entry) => entry.trim().toLowerCase());
  return entries.includes('*') || entries.some((entry) => entry !== '' && isCovered({ host, port, entry }));
}

/** Whether an entry of NO_PROXY covers a host: `domain`, `.domain`, `10.1.2.3`, `10.0.0.0/8`, each also with a port. */
function isCovered({ host, port, entry }: Readonly<Record<'host' | 'port' | 'entry', string>>): boolean {
  const [, network, prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (network !== undefined && isIP(network) !== 0) return isInNetwork(host, network, Number(prefix));
  const { name, port: entryPort } = isIP(entry) ? { name: entry, port: '' } : splitHost(entry);
  if (name === '' || (entryPort !== '' && entryPort !== port)) return false;
  if (isIP(name) !== 0) return isInNetwork(host, name, isIP(name) === 4 ? 32 : 128);
  const domain = asciiHost(name.replace(/^\*?\./, ''));
  return host.endsWith(`.${domain}`) || (host === domain && !/^\*?\./.test(name));
}

function isLoopback(host: string): boolean {
  return isInNetwork(host, '127.0.0.0', 8) || isInNetwork(host, '::1', 128);
}

function isInNetwork(host: string, network: string, prefix: number): boolean {
  const family = isIP(network);
  if (isIP(host) !== family || prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, type);
  return list.check(host, type);
}
