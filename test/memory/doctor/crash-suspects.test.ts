/** The code that crashes point at, in the logs of test/memory/messages. */
import { describe, expect, test } from 'vitest';
import { caughtSuspects, crashSuspects } from '../../../src/memory/doctor/crash-suspects.ts';
import { endingsOf } from '../../../src/memory/doctor/ended.ts';
import { fixture, readLog } from '../logs/fixtures.ts';

const pointedAt = (log: string | Uint8Array) => crashSuspects(endingsOf([readLog(log)], undefined));
const told = (log: string | Uint8Array) =>
  pointedAt(log).map(({ frame, signature, confidence }) => `${frame.function} ${signature} ${confidence}`);

describe('a crash points at', () => {
  test.each([
    ['crash/stack-overflow-one.log', ['main.(*item).depth stack-overflow confirmed']],
    ['crash/size-makeslice-len.log', ['main.table bad-size confirmed']],
    ['crash/size-repeat.log', ['main.ruler bad-size confirmed']],
    ['crash/append.log', []],
  ])('%s', (file, expected) => {
    expect(told(fixture(file))).toEqual(expected);
  });

  test('the one of several functions in a recursion that is nearest to where it ended', () => {
    const [suspect] = pointedAt(fixture('crash/stack-overflow-two.log'));
    const own = suspect.stack.find(({ function: name }) => name.startsWith('main.'));
    expect(suspect.frame).toEqual(own);
    expect(suspect.evidence[1].text).toMatch(/stands \d\d times in the stack/);
  });

  test('a recursion is only possible where the stack is cut off', () => {
    const lines = fixture('crash/stack-overflow-one.log').toString('latin1').split('\n');
    const called = lines.findIndex((line) => line.startsWith('main.'));
    const [suspect] = pointedAt(`${lines.slice(0, called + 2).join('\n')}\n`);
    expect(suspect.confidence).toBe('possible');
    expect(suspect.wouldConfirm).toContain('the whole stack');
  });

  test('what holds the threads, likely where many do', () => {
    const crash = (blocked: number) =>
      [
        'runtime: program exceeds 300-thread limit',
        'fatal error: thread exhaustion',
        '',
        ...Array.from({ length: blocked }, (_, n) => goroutine(n + 10, 'syscall', 'main.listen', 40)),
        goroutine(5, 'chan receive', 'main.idle', 9),
      ].join('\n');
    expect(told(crash(120))).toEqual(['main.listen threads likely']);
    expect(told(crash(50))).toEqual(['main.listen threads possible']);
  });
});

const goroutine = (id: number, state: string, name: string, line: number) =>
  `goroutine ${id} [${state}]:\n${name}(0x1)\n\t/home/me/app/main.go:${line} +0x5d\n`;

describe('a panic that was caught', () => {
  const caught = (log: string | Uint8Array) => caughtSuspects(readLog(log)).map(({ frame }) => frame.function);

  test('points at the size that cannot be', () => {
    expect(new Set(caught(fixture('crash/size-handler.log')))).toEqual(new Set(['main.table']));
  });

  test('of another kind points at nothing', () => {
    const log = fixture('crash/size-handler.log').toString('latin1');
    expect(caught(log.replaceAll('makeslice: len out of range', 'index out of range [3] with length 3'))).toEqual([]);
  });
});
