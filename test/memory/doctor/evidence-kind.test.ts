import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evidenceKind } from '../../../src/memory/doctor/evidence-kind.ts';
import { encodeDrawing } from '../../support/draw-profile.ts';
import { RECORDED } from './recorded.ts';

const kindOf = (content: string | Uint8Array, file = 'a') => evidenceKind(Buffer.from(content), file);

describe('what a file holds, by how it begins', () => {
  test.each([
    ['a line of a log', 'fatal error: out of memory\n', 'log'],
    ['escapes of a terminal', '\u001b[31mfatal error\u001b[0m: out of memory\n', 'log'],
    ['a bell in it', `\u0007${'a line of the log\n'.repeat(9)}`, 'log'],
    ['zeros in front', `${'\0'.repeat(900)}fatal error: out of memory\n`, 'log'],
    ['a short crash with control characters', 'panic: \u001b[31m\u0007\n\ngoroutine 1 [running]:\n', 'log'],
    ['UTF-16', Buffer.from('\ufefffatal error', 'utf16le'), 'log'],
    ['a heap profile as text', 'heap profile: 1: 2 [3: 4] @ heap/1048576\n', 'text profile'],
    ['goroutines as text', 'goroutine profile: total 3\n', 'text profile'],
    ['a dump of goroutines', 'goroutine 1 [running]:\nmain.main()\n', 'text profile'],
    ['a crash that goes on with goroutines', 'panic: no\n\ngoroutine 1 [running]:\n', 'log'],
    ['a program for Linux', '\u007fELF\u0002\u0001', 'program'],
    ['a program for Windows', 'MZ\u0090\u0000', 'program'],
    ['/proc/PID/status', 'Name:\tserver\nUmask:\t0022\nVmPeak:\t  100 kB\n', 'process'],
    ['a short profile', encodeDrawing('main 1'), 'profile'],
    [
      'a long profile',
      encodeDrawing(Array.from({ length: 500 }, (_, at) => `main;f${at} ${at}`).join('\n')),
      'profile',
    ],
    ['nothing', '', 'log'],
  ])('%s', (_, content, kind) => {
    expect(kindOf(content)).toBe(kind);
  });

  test('a damaged profile is told by its name', () => {
    expect(kindOf('not a profile at all', 'heap.pb.gz')).toBe('profile');
  });

  test.each(RECORDED)('$file is a $kind', ({ file, kind }) => {
    expect(kindOf(readFileSync(file).subarray(0, 65_536), file)).toBe(kind);
  });
});
