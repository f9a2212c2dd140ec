/** The files of `-tls_cert`, `-tls_key` and `-tls_ca`, and whom the system trusts. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { UserError } from '../../base/errors.ts';
import type { Host } from '../../shell/host.ts';
import { systemProblem } from '../system-problem.ts';

/** Files named by `-tls_cert`, `-tls_key` and `-tls_ca`; empty where the flag is not given. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** What they hold, in PEM. */
export type Credentials = Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;

/** Reads the files of the command line. Throws UserError where they do not fit. */
export function readTlsFiles({ cert, key, ca }: TlsFiles, env: Host['env']): Credentials {
  if (cert !== '' && key === '') throw new UserError('-tls_cert is specified, so -tls_key must also be specified');
  if (key !== '' && cert === '') throw new UserError('-tls_key is specified, so -tls_cert must also be specified');
  return {
    ...(cert === '' ? {} : keyPair(cert, key)),
    ...(ca === '' ? systemAuthorities(env) : { ca: namedAuthorities(ca) }),
  };
}

type Fail = (problem: string, hint?: string) => UserError;

function keyPair(certFile: string, keyFile: string): Credentials {
  const fail: Fail = (problem, hint) =>
    new UserError(`could not load certificate/key pair specified by -tls_cert and -tls_key: ${problem}`, hint);
  const cert = readText(certFile, fail);
  const key = readText(keyFile, fail);
  const [certKinds, keyKinds] = [cert, key].map(pemKinds);
  if (certKinds.length === 0) throw fail('tls: failed to find any PEM data in certificate input');
  if (!certKinds.includes('CERTIFICATE')) {
    const switched = certKinds.some(isKeyKind) ? ', but did find a private key; PEM inputs may have been switched' : '';
    throw fail(`tls: failed to find certificate PEM data in certificate input${switched}`);
  }
  if (keyKinds.length === 0) throw fail('tls: failed to find any PEM data in key input');
  if (!keyKinds.some(isKeyKind)) {
    throw fail('tls: found a certificate rather than a key in the PEM for the private key');
  }
  if (!fits(cert, key, fail)) throw fail('tls: private key does not match public key');
  return { cert, key };
}

const isKeyKind = (kind: string) => kind === 'PRIVATE KEY' || kind.endsWith(' PRIVATE KEY');

function pemKinds(text: string): readonly string[] {
  return Array.from(text.matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----\r?$/gm), ([, kind]) => kind);
}

function fits(cert: string, key: string, fail: Fail): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw fail(`tls: failed to parse private key (${systemProblem(error)})`, 'keys with a passphrase cannot be used');
  }
}

function namedAuthorities(file: string): string {
  const fail: Fail = (problem, hint) => new UserError(`could not load CA specified by -tls_ca: ${problem}`, hint);
  const authorities = readText(file, fail);
  // Go would go on and trust nobody.
  if (!pemKinds(authorities).includes('CERTIFICATE'))
    throw fail(`no certificate in ${file}`, 'it has to be a PEM file');
  return authorities;
}

function readText(file: string, fail: Fail): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const call = (error as NodeJS.ErrnoException).syscall === 'read' ? 'read' : 'open';
    throw fail(`${call} ${file}: ${systemProblem(error)}`, 'check the path; it is relative to the current directory');
  }
}

/** Where systems keep the authorities they trust, a company's own among them. Node by itself trusts Mozilla's alone. */
const SYSTEM_AUTHORITIES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

function systemAuthorities(env: Host['env']): Credentials {
  const named = env('SSL_CERT_FILE');
  for (const file of named ? [named] : SYSTEM_AUTHORITIES) {
    try {
      return { ca: readFileSync(file, 'utf8') };
    } catch {
      // The next place; after the last one Node's own list is what there is.
    }
  }
  return {};
}
