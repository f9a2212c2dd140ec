import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { UserError } from '../../base/errors.ts';
import { type Connection, within } from './connect.ts';
import { transferProblem } from './network-problem.ts';
import type { Credentials } from './tls-files.ts';

/** What a TLS connection trusts and shows. */
export interface TlsTrust extends Credentials {
  /** Takes any certificate, as `https+insecure` says. */
  readonly isInsecure: boolean;
}

/** Agrees on TLS over an open connection. Rejects with UserError, in the words of Go's crypto/tls. */
export async function startTls(
  { socket, route }: Connection,
  { host, trust, limitMs }: { readonly host: string; readonly trust: TlsTrust; readonly limitMs: number },
): Promise<Connection> {
  const { isInsecure, ...credentials } = trust;
  const secure = tlsConnect({
    ...credentials,
    socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    // What is wrong with a certificate can only be asked while the connection is open: we refuse it, right below.
    rejectUnauthorized: false,
  });
  secure.on('error', () => undefined);
  try {
    await within(limitMs, once(secure, 'secureConnect'), {
      stop: () => secure.destroy(),
      problem: 'net/http: TLS handshake timeout',
    });
  } catch (error) {
    throw transferProblem(error, { route, phase: 'answer' });
  }
  const problem = isInsecure ? undefined : certificateProblem(secure, host);
  if (problem === undefined) return { socket: secure, route };
  secure.destroy();
  throw new UserError(
    `tls: failed to verify certificate: x509: ${problem}`,
    '-tls_ca=<file> names whom to trust; https+insecure:// in place of https:// trusts any server',
  );
}

/** Why a certificate is refused. As Go does, looks at its dates first, then at its names, then at who signed it. */
function certificateProblem(secure: TLSSocket, host: string): string | undefined {
  const certificate = secure.getPeerX509Certificate();
  if (certificate === undefined) return 'the server showed no certificate';
  return (
    dateProblem(certificate, new Date()) ??
    nameProblem(certificate, host) ??
    (secure.authorized ? undefined : issuerProblem(secure))
  );
}

function dateProblem({ validFrom, validTo }: X509Certificate, now: Date): string | undefined {
  const stale = 'certificate has expired or is not yet valid: current time';
  if (now < new Date(validFrom)) return `${stale} ${timeText(now)} is before ${timeText(new Date(validFrom))}`;
  if (now > new Date(validTo)) return `${stale} ${timeText(now)} is after ${timeText(new Date(validTo))}`;
  return undefined;
}

const timeText = (time: Date) => time.toISOString().replace(/\.\d+/, '');

function nameProblem(certificate: X509Certificate, host: string): string | undefined {
  const names = certificate.subjectAltName?.split(', ') ?? [];
  const namesOf = (kind: string) =>
    names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  if (isIP(host) !== 0) {
    if (certificate.checkIP(host) !== undefined) return undefined;
    const addresses = namesOf('IP Address:');
    return addresses.length === 0
      ? `cannot validate certificate for ${host} because it doesn't contain any IP SANs`
      : `certificate is valid for ${addresses.join(', ')}, not ${host}`;
  }
  if (certificate.checkHost(host, { subject: 'never' }) !== undefined) return undefined;
  const domains = namesOf('DNS:');
  if (domains.length > 0) return `certificate is valid for ${domains.join(', ')}, not ${host}`;
  return names.length === 0
    ? 'certificate relies on legacy Common Name field, use SANs instead'
    : `certificate is not valid for any names, but wanted to match ${host}`;
}

/** Node's codes for a chain that does not end at an authority we trust. */
const UNKNOWN_AUTHORITY = [
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function issuerProblem({ authorizationError }: TLSSocket): string {
  const code = String(authorizationError);
  return UNKNOWN_AUTHORITY.includes(code)
    ? 'certificate signed by unknown authority'
    : code.toLowerCase().replaceAll('_', ' ');
}
