/**
 * URLs as Go's net/url reads and writes them. pprof prints the URL it asks, so the text has to be Go's: `new URL()`
 * takes other texts for URLs, and changes hosts (`127.1`), paths (`/a/../b`) and escapes that Go leaves alone.
 *
 * Parts are kept as bytes, one per character ("binary strings"), because an escape may stand for any byte.
 */
import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { bytesOfText, textOfBytes } from '../../base/byte-text.ts';

export interface Url {
  /** In lower case; empty in `//host/path`. */
  readonly scheme: string;
  /** What stands behind the scheme of a URL without a slash, as in `mailto:someone`. */
  readonly opaque: string;
  readonly user: UserInfo | undefined;
  /** With the port, and with the brackets of an IPv6 address. */
  readonly host: string;
  /** Escaped, as it is sent. */
  readonly path: string;
  /** Without its question mark, as it was written; undefined where there is no question mark. */
  readonly query: string | undefined;
  /** Escaped, without its `#`. */
  readonly fragment: string;
}

export interface UserInfo {
  readonly name: string;
  readonly password: string | undefined;
}

/** The URL in a text; undefined where Go would not take it for one. */
export function parseUrl(text: string): Url | undefined {
  const bytes = Buffer.from(bytesOfText(text)).toString('latin1');
  const [beforeFragment, rawFragment] = cut(bytes, '#');
  if (CONTROL.test(beforeFragment)) return undefined;
  if (beforeFragment.startsWith(':')) return undefined;
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeFragment)?.[1] ?? '';
  const [rest, query] = cut(scheme === '' ? beforeFragment : beforeFragment.slice(scheme.length + 1), '?');
  const url = { scheme: scheme.toLowerCase(), opaque: '', user: undefined, host: '', path: '', query, fragment: '' };

  const fragment = reescaped(rawFragment ?? '', FRAGMENT);
  if (fragment === undefined) return undefined;
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...url, opaque: rest, fragment };
    // Without a slash before it, a colon would end a scheme.
    if (rest.split('/', 1)[0].includes(':')) return undefined;
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const [, authorityText, pathText] = (hasAuthority ? /^\/\/([^/]*)(.*)$/s : /^()(.*)$/s).exec(rest) ?? [];
  const authority = parseAuthority(authorityText);
  const path = reescaped(pathText, PATH);
  return authority === undefined || path === undefined ? undefined : { ...url, ...authority, path, fragment };
}

/** The text of a URL. `passwords` says whether it is for a server or for people to read. */
export function urlText(url: Url, passwords: 'shown' | 'hidden'): string {
  const { scheme, opaque, user, host, path, query, fragment } = url;
  let text = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') text += opaque;
  else if (scheme !== '' || host !== '' || user !== undefined) {
    if (host !== '' || path !== '' || user !== undefined) text += '//';
    if (user !== undefined) text += `${userText(user, passwords)}@`;
    text += escapeBytes(host, HOST);
  }
  text += path;
  if (query !== undefined) text += `?${query}`;
  if (fragment !== '') text += `#${fragment}`;
  const decoded = textOfBytes(Buffer.from(text, 'latin1'));
  return passwords === 'hidden' ? withoutPasswords(decoded) : decoded;
}

/** Hides what looks like a password in a text that may be a URL. */
export function withoutPasswords(text: string): string {
  return text.replace(/(^|\/\/)([^/?#:@]*):[^/?#]*@/g, '$1$2:***@');
}

function userText({ name, password }: UserInfo, passwords: 'shown' | 'hidden'): string {
  if (password === undefined) return escapeBytes(name, USER);
  // Go, too, leaves the name as it is where it hides the password.
  return passwords === 'hidden' ? `${name}:***` : `${escapeBytes(name, USER)}:${escapeBytes(password, USER)}`;
}

/** The machine a URL names, as it is looked up and dialled. Without a port in the URL it is that of the scheme. */
export function hostAddress({ host, scheme }: Pick<Url, 'host' | 'scheme'>): {
  readonly name: string;
  readonly port: string;
} {
  const { name, port } = splitHost(host);
  return { name: asciiHost(Buffer.from(name, 'latin1').toString('utf8')), port: port || DEFAULT_PORTS[scheme] || '' };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', socks5: '1080', socks5h: '1080' };

/** The value of a header that tells who is asking. */
export function basicAuthorization({ name, password = '' }: UserInfo): string {
  return `Basic ${Buffer.from(`${name}:${password}`, 'latin1').toString('base64')}`;
}

/** The host without port and brackets, and the port: `[::1]:80` gives `::1` and `80`. No port: an empty text. */
export function splitHost(host: string): { readonly name: string; readonly port: string } {
  const [, address, name, port] = /^(?:\[(.*)\]|(.*?))(?::(\d*))?$/s.exec(host) ?? [];
  return { name: address ?? name ?? '', port: port ?? '' };
}

/** A host in the ASCII form that name servers know: `bücher.example` gives `xn--bcher-kva.example`. */
export function asciiHost(name: string): string {
  return /[\x80-\u{10ffff}]/u.test(name) ? domainToASCII(name) || name : name;
}

/** The key and value pairs of a query in their order. Go leaves out those it cannot read. */
export function parseQuery(query: string): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const [key, value] = cut(part.replaceAll('+', ' '), '=').map((text) => unescapeBytes(text ?? ''));
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
}

/** A query with its keys in order, as Go writes it. Values of equal keys keep their order. */
export function queryText(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((pair) => pair.map((text) => escapeBytes(text, QUERY).replaceAll('%20', '+')).join('='))
    .join('&');
}

/** Where a link leads that was found at a URL: RFC 3986, section 5.2. */
export function resolveUrl(base: Url, link: Url): Url {
  if (link.scheme !== '' || link.host !== '' || link.user !== undefined) {
    return { ...link, scheme: link.scheme || base.scheme, path: withoutDots(link.path) };
  }
  const { scheme, user, host } = base;
  if (link.path === '') {
    return { ...base, path: withoutDots(base.path), query: link.query ?? base.query, fragment: link.fragment };
  }
  const path = link.path.startsWith('/') ? link.path : base.path.slice(0, base.path.lastIndexOf('/') + 1) + link.path;
  return { ...link, scheme, user, host, path: withoutDots(path) };
}

function withoutDots(path: string): string {
  if (path === '') return '';
  const kept: string[] = [];
  const parts = path.replace(/^\//, '').split('/');
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
  }
  const last = parts.at(-1);
  if (last === '.' || last === '..') kept.push('');
  return `/${kept.join('/')}`;
}

function parseAuthority(text: string): Pick<Url, 'user' | 'host'> | undefined {
  const at = text.lastIndexOf('@');
  const host = parseHost(text.slice(at + 1));
  if (at === -1) return host === undefined ? undefined : { user: undefined, host };
  const info = text.slice(0, at);
  if (!/^[a-zA-Z0-9\-._:~!$&'()*+,;=%@]*$/.test(info)) return undefined;
  const [rawName, rawPassword] = cut(info, ':');
  const name = unescapeBytes(rawName);
  const password = unescapeBytes(rawPassword ?? '');
  if (host === undefined || name === undefined || password === undefined) return undefined;
  return { user: { name, password: rawPassword === undefined ? undefined : password }, host };
}

function parseHost(text: string): string | undefined {
  const [, address, rawZone, port] = /^\[([^\][%]+)(?:%25([^\][]+))?\]([^\][]*)$/.exec(text) ?? [];
  if (address !== undefined) {
    const zone = unescapeBytes(rawZone ?? '');
    // Go takes any bytes for the name of a network card; none has blanks or control characters.
    const isUsable = zone !== undefined && /^[!-~]*$/.test(zone) && isIPv6(address) && isPort(port);
    return isUsable ? `[${address}${zone && `%${zone}`}]${port}` : undefined;
  }
  const colon = text.indexOf(':');
  if (text.includes('[') || (colon !== -1 && !isPort(text.slice(colon)))) return undefined;
  // No other ASCII character may be escaped in a host than the percent sign itself.
  if (/%(?!25)[0-7]/.test(text)) return undefined;
  const plain = text.replace(/%..|[\x80-\xff]/gs, '');
  return [...plain].every((char) => HOST.test(char)) ? unescapeBytes(text) : undefined;
}

const isPort = (text: string) => /^(:\d*)?$/.test(text);

/** Which bytes stand for themselves in a part of a URL, so that they are not escaped. */
const PATH = /[a-zA-Z0-9\-_.~$&+,/:;=@]/;
const FRAGMENT = /[a-zA-Z0-9\-_.~$&+,/:;=?@!()*]/;
const HOST = /[a-zA-Z0-9\-_.~!$&'()*+,;=:[\]<>"]/;
const USER = /[a-zA-Z0-9\-_.~$&+,;=]/;
const QUERY = /[a-zA-Z0-9\-_.~]/;
/** A path or fragment of these is left as it was written, even where we would have written it in another way. */
const LEFT_ALONE = /^[a-zA-Z0-9\-_.~!$&'()*+,;=:@[\]%/]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses URLs with them
const CONTROL = /[\x00-\x1f\x7f]/;

/** A path or fragment as it is sent; undefined where an escape in it is broken. */
function reescaped(text: string, plain: RegExp): string | undefined {
  const bytes = unescapeBytes(text);
  if (bytes === undefined) return undefined;
  const isLeftAlone = LEFT_ALONE.test(plain === FRAGMENT ? text.replaceAll('?', '') : text);
  return isLeftAlone ? text : escapeBytes(bytes, plain);
}

function unescapeBytes(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  return text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function escapeBytes(bytes: string, plain: RegExp): string {
  return bytes.replace(/[^a-zA-Z0-9]/g, (byte) =>
    plain.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** The text before the first separator and, where there is one, the text behind it. */
function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
