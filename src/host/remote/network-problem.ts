/**
 * What went wrong on the network, in the words of Go's net, net/http and crypto/tls, since scripts match pprof's
 * messages. Node and OpenSSL have other words and codes for the same events; what they do not tell is left out.
 */
import { getServers } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';
import { getSystemErrorMap } from 'node:util';
import { UserError } from '../../base/errors.ts';

/** A machine and a port on it. The name is empty where a URL has none (`http://:8080`): it means this machine. */
export interface Address {
  readonly name: string;
  readonly port: string;
}

/** `host:port`, with brackets around an IPv6 address. */
export function addressText({ name, port }: Address): string {
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Why no connection to an address came about. */
export function dialProblem(error: unknown, asked: Address): UserError {
  // With several addresses for a name each is tried; Go, too, tells about the first.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (first instanceof UserError) return first;
  if (!isSystemError(first)) throw error;
  if (first.syscall === 'getaddrinfo') return lookupProblem(first, asked.name);
  const { address = asked.name, port = asked.port } = first as { readonly address?: string; readonly port?: number };
  const dialled = addressText({ name: asked.name === '' ? '' : address, port: String(port) });
  return new UserError(`dial tcp ${dialled}: connect: ${systemText(first)}`, DIAL_HINTS[first.code ?? '']);
}

const DIAL_HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; check that the program runs and on which port it serves its profiles',
  ETIMEDOUT: 'the machine does not answer; check the address, and whether a firewall or a proxy stands in between',
  EHOSTUNREACH: 'check the address and your network',
  ENETUNREACH: 'check the address and your network',
};

function lookupProblem({ code }: NodeJS.ErrnoException, name: string): UserError {
  const server = nameServer();
  const reason = code === 'ENOTFOUND' ? 'no such host' : 'server misbehaving';
  return new UserError(`dial tcp: lookup ${name}${server && ` on ${server}`}: ${reason}`, NAME_HINT);
}

/** Names that name servers cannot know, such as `10` or `127.1`, are not looked up. C libraries take them for addresses. */
export function unknownName(name: string): UserError | undefined {
  const isDomain = /^(?=.*[a-z_-])(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/i.test(name);
  if (isDomain || name === '' || isIP(name) !== 0) return undefined;
  return new UserError(`dial tcp: lookup ${name}: no such host`, NAME_HINT);
}

const NAME_HINT = 'check the name of the host';

/** The server that is asked for names, as Go tells it. */
function nameServer(): string {
  const server = getServers().at(0) ?? '';
  if (isIPv6(server)) return `[${server}]:53`;
  return server === '' || /:\d+$/.test(server) ? server : `${server}:53`;
}

/** What an open connection is used for when it fails: agreeing with a proxy, waiting for an answer, reading its body. */
export type Phase = 'tunnel' | 'answer' | 'body';

/** Why an open connection did not do what was asked of it. `route` names its two ends. */
export function transferProblem(
  error: unknown,
  { route, phase }: { readonly route: string; readonly phase: Phase },
): UserError {
  if (error instanceof UserError) return error;
  if (!isSystemError(error)) throw error;
  const { code = '', syscall, message } = error;
  if (code.startsWith('HPE_')) return phase === 'body' ? chunkProblem(code) : answerProblem(error, phase);
  if (code.startsWith('Z_')) return gzipProblem(code, message);
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined) return alertProblem(Number(alert));
  if (NO_TLS.includes(code)) {
    return new UserError('http: server gave HTTP response to HTTPS client', 'no TLS is spoken there: use http://');
  }
  const [, tlsCode] = /^ERR_O?SSL_(.*)$/.exec(code) ?? [];
  if (tlsCode !== undefined) return new UserError(`tls: ${tlsCode.toLowerCase().replaceAll('_', ' ')}`);
  if (syscall === 'read' || syscall === 'write') {
    return new UserError(`${syscall} tcp ${route}: ${syscall}: ${systemText(error)}`, CUT_HINT);
  }
  if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  return phase === 'answer' ? new UserError('EOF', EOF_HINT) : new UserError('unexpected EOF', CUT_HINT);
}

/**
 * What OpenSSL, by its version, makes of bytes that are not TLS. It does not show them; that they are HTTP is the one
 * common case.
 */
const NO_TLS = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

const CUT_HINT = 'the server, or a proxy before it, broke off the connection; try again';
const EOF_HINT = 'the server closed the connection without an answer; check the port, and whether it is http or https';

function answerProblem(error: Error, phase: Phase): UserError {
  const { rawPacket = Buffer.alloc(0) } = error as { readonly rawPacket?: Buffer };
  const [status, ...rest] = rawPacket.toString('utf8').split(/\r?\n/);
  const prefix = phase === 'answer' ? 'net/http: HTTP/1.x transport connection broken: ' : '';
  return new UserError(`${prefix}${malformedPart(status, rest)}`, 'no web server listens there; check the port');
}

function malformedPart(status: string, rest: readonly string[]): string {
  const [, code] = /^HTTP\/\d\.\d (\S*)/.exec(status) ?? [];
  if (code === undefined) return `malformed HTTP response ${JSON.stringify(status)}`;
  if (!/^\d{3}$/.test(code)) return `malformed HTTP status code ${JSON.stringify(code)}`;
  const header = rest.find((line) => !line.includes(':')) ?? '';
  return header === '' ? 'malformed MIME header' : `malformed MIME header: missing colon: ${JSON.stringify(header)}`;
}

function chunkProblem(code: string): UserError {
  return new UserError(
    code === 'HPE_INVALID_CHUNK_SIZE' ? 'invalid byte in chunk length' : 'malformed chunked encoding',
    CUT_HINT,
  );
}

/** The words of Go's gzip reader. */
function gzipProblem(code: string, message: string): UserError {
  if (code === 'Z_BUF_ERROR') return new UserError('unexpected EOF', CUT_HINT);
  if (message.includes('header')) return new UserError('gzip: invalid header');
  return new UserError(message.includes('data check') ? 'gzip: invalid checksum' : `flate: corrupt input (${message})`);
}

function alertProblem(number: number): UserError {
  const hint = number === 40 || number === 42 || number === 116 ? CLIENT_CERTIFICATE_HINT : undefined;
  return new UserError(`remote error: tls: ${ALERTS[number] ?? `alert(${number})`}`, hint);
}

const CLIENT_CERTIFICATE_HINT = 'the server may want a certificate: -tls_cert=<file> -tls_key=<file>';

/** The names that crypto/tls has for the alerts of RFC 8446, section 6. */
const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected message',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'revoked certificate',
  45: 'expired certificate',
  46: 'unknown certificate',
  47: 'illegal parameter',
  48: 'unknown certificate authority',
  49: 'access denied',
  70: 'protocol version not supported',
  71: 'insufficient security level',
  80: 'internal error',
  112: 'unrecognized name',
  116: 'certificate required',
  120: 'no application protocol',
};

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** What the system says, in the C library's words, which are Go's. */
function systemText({ code, errno, message }: NodeJS.ErrnoException): string {
  if (code === 'EHOSTUNREACH') return 'no route to host';
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}

/** Waits for a step; what the user is told when it fails begins with a prefix. */
export async function prefixed<Result>(prefix: string, step: Promise<Result>): Promise<Result> {
  try {
    return await step;
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${prefix}${error.message}`, error.hint) : error;
  }
}
