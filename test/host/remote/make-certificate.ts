/**
 * X.509 certificates (RFC 5280) made anew for each run: none lies in the repository that expires, or whose key could be
 * mistaken for one that matters.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  /** Both in PEM. */
  readonly cert: string;
  readonly key: string;
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface CertificateRequest {
  readonly name: string;
  /** Who signs it; itself where that is left out. */
  readonly issuer?: Certificate;
  /** Host names and IPv4 addresses it is valid for. None: it has no such list at all. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly isAuthority?: boolean;
}

const DAY_MS = 24 * 3600 * 1000;

export function makeCertificate(request: CertificateRequest): Certificate {
  const { name, issuer, hosts = [], isAuthority = false } = request;
  const { from = new Date(Date.now() - DAY_MS), to = new Date(Date.now() + DAY_MS) } = request;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    ...(isAuthority ? [extension(BASIC_CONSTRAINTS, sequence(element(0x01, [0xff])))] : []),
    ...(hosts.length > 0 ? [extension(SUBJECT_ALT_NAME, sequence(...hosts.map(hostElement)))] : []),
  ];
  const content = sequence(
    element(0xa0, element(0x02, [2])),
    element(0x02, [1, ...crypto.getRandomValues(new Uint8Array(8))]),
    sequence(ECDSA_WITH_SHA256),
    nameElement(issuer?.name ?? name),
    sequence(timeElement(from), timeElement(to)),
    nameElement(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [element(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey);
  const der = sequence(content, sequence(ECDSA_WITH_SHA256), element(0x03, [0], signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    name,
    privateKey,
  };
}

const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');

/** Tag, length and content, as DER has all its elements. */
function element(tag: number, ...content: readonly (Uint8Array | readonly number[])[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  const length = bytes.length;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), bytes]);
}

function sequence(...content: readonly Uint8Array[]): Buffer {
  return element(0x30, ...content);
}

function nameElement(name: string): Buffer {
  return sequence(element(0x31, sequence(COMMON_NAME, element(0x0c, Buffer.from(name)))));
}

function timeElement(time: Date): Buffer {
  return element(0x18, Buffer.from(time.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function extension(id: Uint8Array, value: Uint8Array): Buffer {
  return sequence(id, element(0x04, value));
}

function hostElement(host: string): Buffer {
  const isAddress = /^[\d.]+$/.test(host);
  return isAddress ? element(0x87, host.split('.').map(Number)) : element(0x82, Buffer.from(host));
}
