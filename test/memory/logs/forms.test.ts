import { expect, test } from 'vitest';
import { CRASH_FORMS, crashFormOf } from '../../../src/memory/logs/forms.ts';
import { expectations, fixture, readLog } from './fixtures.ts';

test('forms have names of their own, and sentences without an end', () => {
  expect(new Set(CRASH_FORMS.map(({ id }) => id)).size).toBe(CRASH_FORMS.length);
  for (const { meaning } of CRASH_FORMS) expect(meaning).toMatch(/^[a-zA-Z].*[^.]$/);
});

test('what is said to be recorded is in some fixture', () => {
  const lines = expectations().flatMap(([file]) => fixture(file).toString('latin1').split(/\r?\n/));
  for (const { id, pattern, origin } of CRASH_FORMS) {
    if (origin === 'recorded')
      expect(
        lines.some((line) => pattern.test(line)),
        id,
      ).toBe(true);
  }
});

test.each([
  ['fatal error: runtime: cannot reserve arena virtual address space', 'arena reservation', 'address space'],
  ['runtime: address space conflict: map(0xc000) = 0xd000', 'arena reservation', 'address space'],
  ["terminate called after throwing an instance of 'std::bad_alloc'", 'bad_alloc', 'heap exhaustion'],
  ['panic: bytes: Repeat output length overflow', 'size in the standard library', 'bad size'],
  ['panic: the result of (len(x) * count) overflows', 'size in the standard library', 'bad size'],
  ['panic: cannot be negative', 'size in the standard library', 'bad size'],
  ['panic: runtime error: slice bounds out of range [5:3]', 'panic', 'not memory'],
  ['panic: bytes.Buffer: truncation out of range', 'panic', 'not memory'],
  ['fatal error: concurrent map writes', 'fatal error', 'not memory'],
])('%s', (line, id, ended) => {
  expect(crashFormOf(line)?.form).toMatchObject({ id, ended });
});

test.each([
  [
    'an error number',
    'runtime: VirtualAlloc of 4096 bytes failed with errno=14',
    { errno: undefined, ended: 'heap exhaustion' },
  ],
  ['a size', 'runtime: out of memory: cannot allocate 1677', { requestedBytes: undefined, ended: 'heap exhaustion' }],
])('%s that is cut off is not taken for whole', (_, line, expected) => {
  expect(readLog(line).crashes[0]).toMatchObject(expected);
});
