import { expect, test } from 'vitest';
import { readGoroutineHeader } from '../../../src/profile/legacy/goroutine-header.ts';

test.each([
  ['goroutine 7 [running]:', 'running', 0, [], []],
  ['goroutine 7 gp=0x1 m=0 mp=0x2 [chan send (nil chan), 5 minutes]:', 'chan send (nil chan)', 5, [], []],
  [
    'goroutine 7 [select (leaked), locked to thread labels:{"a": "b]:"}]:',
    'select',
    0,
    ['leaked', 'locked to thread'],
    [['a', 'b]:']],
  ],
  // Go 1.26 and later.
  [
    'goroutine 20 [chan receive] {path: "/a \\"b\\"", tenant: seven}:',
    'chan receive',
    0,
    [],
    [
      ['path', '/a "b"'],
      ['tenant', 'seven'],
    ],
  ],
  [
    'goroutine 21 [chan send (leaked), 3 minutes] {customer: 0, note: "x]: {y}"}:',
    'chan send',
    3,
    ['leaked'],
    [
      ['customer', '0'],
      ['note', 'x]: {y}'],
    ],
  ],
  ['goroutine 22 [select] {}:', 'select', 0, [], []],
])('%s', (line, state, minutes, traits, labels) => {
  expect(readGoroutineHeader(line, new Map())?.facts).toEqual({ state, minutes, traits, labels });
});

test.each(['goroutine 7', 'goroutine x [running]:', 'goroutine 7 [running]', 'goroutine 7 {a: b}:'])(
  '%s is none',
  (line) => {
    expect(readGoroutineHeader(line, new Map())).toBeUndefined();
  },
);
