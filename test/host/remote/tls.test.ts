import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { type Certificate, makeCertificate } from './make-certificate.ts';
import { fetched, listen, NO_TLS_FILES, serve, serveRaw } from './servers.ts';

// The sentences are those of Go 1.26's pprof, which was asked for the same answers of the same kinds of servers.

const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const authority = makeCertificate({ name: 'Test CA', isAuthority: true });
const good = makeCertificate({ name: 'good', issuer: authority, hosts: ['localhost', '127.0.0.1'] });
const client = makeCertificate({ name: 'client', issuer: authority });
const stranger = makeCertificate({ name: 'stranger' });

const caFile = write('ca.pem', authority.cert);
const certFile = write('client.pem', client.cert);
const keyFile = write('client.key', client.key);
const garbageFile = write('garbage', 'garbage');
const missingFile = join(folder, 'missing');

const trusting = { tls: { ...NO_TLS_FILES, ca: caFile } };

async function serveTls({ cert, key }: Certificate, options: ServerOptions = {}): Promise<number> {
  return listen(createServer({ ...options, cert, key }, (_, response) => void response.end('profile')));
}

test('a server is trusted that an authority of -tls_ca vouches for', async () => {
  const port = await serveTls(good);
  expect((await fetched(`https://127.0.0.1:${port}/x`, trusting)).body).toBe('profile');
  expect((await fetched(`https://localhost:${port}/x`, trusting)).body).toBe('profile');
});

test('a server is trusted that an authority of the system vouches for', async () => {
  const url = `https://localhost:${await serveTls(good)}/x`;
  expect((await fetched(url, { env: { SSL_CERT_FILE: caFile } })).body).toBe('profile');
});

test('https+insecure trusts anybody', async () => {
  const server = `127.0.0.1:${await serveTls(stranger)}`;
  expect(await fetched(`https+insecure://${server}/x`)).toEqual({
    notices: [`Fetching profile over HTTP from https+insecure://${server}/x`],
    body: 'profile',
  });
});

describe('a server is not trusted', () => {
  const issuer = authority;
  const past = new Date('2021-01-01T00:00:00Z');
  const future = new Date('2040-01-01T00:00:00Z');
  const hosts = ['localhost', '127.0.0.1'];
  const expired = makeCertificate({ name: 'expired', issuer, hosts, from: new Date('2020-01-01'), to: past });
  const early = makeCertificate({ name: 'early', issuer, hosts, from: future, to: new Date('2041-01-01') });
  const other = makeCertificate({ name: 'other', issuer, hosts: ['a.example', '*.b.example'] });
  const elsewhere = makeCertificate({ name: 'elsewhere', issuer, hosts: ['10.0.0.1', '10.0.0.2'] });
  const nameless = makeCertificate({ name: 'localhost', issuer });
  const forged = makeCertificate({ name: 'forged', issuer: { ...stranger, name: authority.name }, hosts });
  const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';

  test.each([
    [
      'expired',
      expired,
      'localhost',
      `certificate has expired or is not yet valid: current time ${time} is after 2021-01-01T00:00:00Z`,
    ],
    [
      'not valid yet',
      early,
      'localhost',
      `certificate has expired or is not yet valid: current time ${time} is before 2040-01-01T00:00:00Z`,
    ],
    ['of other names', other, 'localhost', 'certificate is valid for a.example, \\*.b.example, not localhost'],
    [
      'of names, asked by address',
      other,
      '127.0.0.1',
      "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    ],
    ['of other addresses', elsewhere, '127.0.0.1', 'certificate is valid for 10.0.0.1, 10.0.0.2, not 127.0.0.1'],
    [
      'of addresses, asked by name',
      elsewhere,
      'localhost',
      'certificate is not valid for any names, but wanted to match localhost',
    ],
    ['named in the old way', nameless, 'localhost', 'certificate relies on legacy Common Name field, use SANs instead'],
    ['signed by itself', stranger, 'localhost', 'certificate relies on legacy Common Name field, use SANs instead'],
    ['signed by another of that name', forged, 'localhost', 'certificate signed by unknown authority'],
  ])('%s', async (_, certificate, host, problem) => {
    const url = `https://${host}:${await serveTls(certificate)}/x`;
    expect((await fetched(url, trusting)).problem).toMatch(
      new RegExp(`^Get "${url}": tls: failed to verify certificate: x509: ${problem}$`),
    );
  });

  test('when nobody known vouches for it', async () => {
    const url = `https://localhost:${await serveTls(good)}/x`;
    expect(await fetched(url)).toMatchObject({
      problem: `Get "${url}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      hint: '-tls_ca=<file> names whom to trust; https+insecure:// in place of https:// trusts any server',
    });
  });
});

describe('a server that wants to know its clients', () => {
  const asking = (maxVersion: SecureVersion) =>
    serveTls(good, { requestCert: true, rejectUnauthorized: true, ca: authority.cert, maxVersion });

  test.each([['TLSv1.2'], ['TLSv1.3']] as const)('is shown the certificate of -tls_cert, %s', async (version) => {
    const url = `https://localhost:${await asking(version)}/x`;
    const tls = { ca: caFile, cert: certFile, key: keyFile };
    expect((await fetched(url, { tls })).body).toBe('profile');
  });

  test.each([
    ['TLSv1.2', 'handshake failure'],
    ['TLSv1.3', 'certificate required'],
  ] as const)('turns us away without one, %s', async (version, alert) => {
    const url = `https://localhost:${await asking(version)}/x`;
    expect(await fetched(url, trusting)).toMatchObject({
      problem: `Get "${url}": remote error: tls: ${alert}`,
      hint: 'the server may want a certificate: -tls_cert=<file> -tls_key=<file>',
    });
  });
});

describe('files that cannot be used', () => {
  const pair = 'could not load certificate/key pair specified by -tls_cert and -tls_key: ';
  const strangerKey = write('stranger.key', stranger.key);
  const encryptedKey = write(
    'encrypted.key',
    client.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
  );
  test.each([
    [{ cert: certFile }, '-tls_cert is specified, so -tls_key must also be specified'],
    [{ key: keyFile }, '-tls_key is specified, so -tls_cert must also be specified'],
    [{ cert: missingFile, key: keyFile }, `${pair}open ${missingFile}: no such file or directory`],
    [{ cert: certFile, key: missingFile }, `${pair}open ${missingFile}: no such file or directory`],
    [{ cert: garbageFile, key: keyFile }, `${pair}tls: failed to find any PEM data in certificate input`],
    [{ cert: certFile, key: garbageFile }, `${pair}tls: failed to find any PEM data in key input`],
    [
      { cert: keyFile, key: certFile },
      `${pair}tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched`,
    ],
    [
      { cert: certFile, key: certFile },
      `${pair}tls: found a certificate rather than a key in the PEM for the private key`,
    ],
    [{ cert: certFile, key: strangerKey }, `${pair}tls: private key does not match public key`],
    [{ ca: missingFile }, `could not load CA specified by -tls_ca: open ${missingFile}: no such file or directory`],
    [{ ca: folder }, `could not load CA specified by -tls_ca: read ${folder}: is a directory`],
    [{ ca: garbageFile }, `could not load CA specified by -tls_ca: no certificate in ${garbageFile}`],
  ])('%j', async (tls, problem) => {
    const url = `https://localhost:${await serveTls(good)}/x`;
    expect((await fetched(url, { tls: { ...NO_TLS_FILES, ...tls } })).problem).toBe(`Get "${url}": ${problem}`);
  });

  test('a key with a passphrase', async () => {
    const tls = { ...NO_TLS_FILES, cert: certFile, key: encryptedKey };
    expect(await fetched('https://localhost:1/x', { tls })).toMatchObject({
      problem: expect.stringContaining(`${pair}tls: failed to parse private key`),
      hint: 'keys with a passphrase cannot be used',
    });
  });

  test('do not matter where no TLS is spoken', async () => {
    const server = await serve((_, response) => void response.end('profile'));
    expect((await fetched(server, { tls: { ...NO_TLS_FILES, ca: missingFile } })).body).toBe('profile');
  });
});

describe('a handshake that fails', () => {
  test('because the server speaks plain HTTP', async () => {
    const url = `https://${await serve((_, response) => void response.end())}/x`;
    expect(await fetched(url)).toMatchObject({
      problem: `Get "${url}": http: server gave HTTP response to HTTPS client`,
      hint: 'no TLS is spoken there: use http://',
    });
  });

  test('because the server hangs up', async () => {
    const url = `https://${await serveRaw((socket) => socket.once('data', () => socket.end()))}/x`;
    expect((await fetched(url)).problem).toBe(`Get "${url}": EOF`);
  });

  test('because the server says nothing', async () => {
    const url = `https://${await serveRaw(() => undefined)}/x`;
    expect((await fetched(url, { limitMs: 250 })).problem).toBe(`Get "${url}": net/http: TLS handshake timeout`);
  });

  test('because the server is too old', async () => {
    const options = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const url = `https://localhost:${await serveTls(good, options)}/x`;
    expect((await fetched(url, trusting)).problem).toBe(
      `Get "${url}": remote error: tls: protocol version not supported`,
    );
  });

  test('because the client forgot TLS', async () => {
    const url = `http://localhost:${await serveTls(good)}/x`;
    expect((await fetched(url)).problem).toBe(`Get "${url}": EOF`);
  });
});
