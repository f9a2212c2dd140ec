import { getServers } from 'node:dns';
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { dialProblem, transferProblem, unknownName } from '../../../src/host/remote/network-problem.ts';

// What cannot be made to happen on every machine; what can be stands in the tests of fetching.

function systemError(code: keyof typeof constants.errno, more: object): Error {
  return Object.assign(new Error(code), { code, errno: -constants.errno[code], ...more });
}

const asked = { name: 'db.test', port: '80' };

describe('dialling', () => {
  test.each([
    ['ECONNREFUSED', 'connection refused'],
    ['EHOSTUNREACH', 'no route to host'],
    ['ENETUNREACH', 'network is unreachable'],
    ['ETIMEDOUT', 'connection timed out'],
  ] as const)('%s', (code, text) => {
    const error = systemError(code, { syscall: 'connect', address: '10.0.0.1', port: 80 });
    expect(dialProblem(error, asked).message).toBe(`dial tcp 10.0.0.1:80: connect: ${text}`);
  });

  test('of several addresses the first counts', () => {
    const errors = ['::1', '127.0.0.1'].map((address) =>
      systemError('ECONNREFUSED', { syscall: 'connect', address, port: 80 }),
    );
    const { message } = dialProblem(new AggregateError(errors), asked);
    expect(message).toBe('dial tcp [::1]:80: connect: connection refused');
  });

  test('a name that nobody knows', () => {
    const error = Object.assign(new Error(), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    const server = getServers().length === 0 ? '' : ' on \\S+';
    expect(dialProblem(error, asked).message).toMatch(
      new RegExp(`^dial tcp: lookup db\\.test${server}: no such host$`),
    );
  });

  test('name servers that do not answer', () => {
    const error = Object.assign(new Error(), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
    expect(dialProblem(error, asked).message).toMatch(/^dial tcp: lookup db\.test.*: server misbehaving$/);
  });

  test.each(['1', '127.1', '10.0.0.256', 'a<b', 'a b', '*', '-'.repeat(64)])('%j is not even looked up', (name) => {
    expect(unknownName(name)?.message).toBe(`dial tcp: lookup ${name}: no such host`);
  });

  test.each(['', 'localhost', 'a_b', 'host.', '127.0.0.1', '::1', 'fe80::1%lo', '0x7f000001', 'xn--tda'])(
    '%j is',
    (name) => {
      expect(unknownName(name)).toBeUndefined();
    },
  );
});

describe('transferring', () => {
  const route = '10.0.0.1:5->10.0.0.2:80';
  const problemOf = (error: Error) => transferProblem(error, { route, phase: 'body' }).message;

  test.each([
    ['ECONNRESET', 'read', 'connection reset by peer'],
    ['EPIPE', 'write', 'broken pipe'],
    ['ETIMEDOUT', 'read', 'connection timed out'],
  ] as const)('%s', (code, syscall, text) => {
    expect(problemOf(systemError(code, { syscall }))).toBe(`${syscall} tcp ${route}: ${syscall}: ${text}`);
  });

  test.each([
    ['Z_DATA_ERROR', 'incorrect data check', 'gzip: invalid checksum'],
    ['Z_DATA_ERROR', 'invalid distance code', 'flate: corrupt input (invalid distance code)'],
    ['ERR_SSL_BAD_RECORD_TYPE', '', 'tls: bad record type'],
    ['ERR_SSL_X', 'SSL alert number 112', 'remote error: tls: unrecognized name'],
    ['ERR_SSL_X', 'SSL alert number 99', 'remote error: tls: alert(99)'],
    ['HPE_CLOSED_CONNECTION', '', 'malformed chunked encoding'],
  ])('%s %s', (code, message, expected) => {
    expect(problemOf(Object.assign(new Error(message), { code }))).toBe(expected);
  });

  test('a fault of ours stays one', () => {
    const fault = new TypeError('x is not a function');
    expect(() => problemOf(fault)).toThrow(fault);
  });
});
