import { describe, expect, test } from 'vitest';
import { read, readOrFail, shownSamples } from './shown-profile.ts';

const THREAD = '--- Thread 7f (name: main/1) stack: ---\n';
const HEADING = '--- threadz 1 ---\n';
const MAP = '--- Memory map: ---\n';
const LAST = '---- no stack trace for thread 7\n';

describe('a heading', () => {
  test.each([
    `${HEADING}${THREAD}`,
    THREAD,
    `# comment\n\n${HEADING}${THREAD}`,
    `a--- threadz 12 --- b\n${THREAD}`,
    `${HEADING}some text\n --- x\n${THREAD}`,
    `x ${THREAD}`,
    '--- Thread 7F (name: a b/c/1) stack: --- x\n',
    '--- Thread 7f (name: /1) stack: ---\n',
    `${HEADING}--- x ${THREAD}`,
  ])('%j', (heading) => {
    expect(shownSamples(readOrFail(`${heading} 0x5 0x6\n${MAP}`))).toEqual(['1: 0x5 0x5']);
  });

  test.each([
    `x\n${THREAD}`,
    `--- threadz x ---\n${THREAD}`,
    `--- threadz 1\n${THREAD}`,
    `${HEADING}-\n${THREAD}`,
    `${HEADING}${HEADING}${THREAD}`,
    '--- Thread xyz (name: a/1) stack: ---\n',
    '--- Thread  7f (name: a/1) stack: ---\n',
    '--- Thread 7f (name: a) stack: ---\n',
    '--- Thread 7f (name: a/b) stack: ---\n',
    '--- Thread 7f (name: a/1) stack:\n',
    LAST,
    '',
  ])('is not %j', (heading) => {
    expect(read(`${heading} 0x5 0x6\n${MAP}`)).toBeUndefined();
  });

  test.each([
    `${HEADING}${MAP}`,
    `${HEADING}${LAST}`,
    `${HEADING} x MAPPED_LIBRARIES: \n`,
    '--- threadz 1 --- MAPPED_LIBRARIES:',
  ])('without threads: %j', (text) => {
    expect(shownSamples(readOrFail(text))).toEqual([]);
  });
});

describe('a stack', () => {
  test.each([
    ['starts with the address where the thread is', `${THREAD}PC: 0x5: f\n 0x7: g\n${MAP}`, ['1: 0x5 0x6']],
    ['may be in any text', `${THREAD}x (0x14) [0x5], 0xFF 0xfg # 0x9\n${MAP}`, ['1: 0x14 0x4 0xe 0x8']],
    ['loses a leaf that is there twice', `${THREAD}0x5 0x5 0x5\n${MAP}`, ['1: 0x5 0x4']],
    ['keeps others that are there twice', `${THREAD}0x5 0x7 0x7\n${MAP}`, ['1: 0x5 0x6 0x6']],
    ['ends at the next thread', `${THREAD}0x5\n${THREAD}0x7\n${MAP}`, ['1: 0x5', '1: 0x7']],
    ['ends at the last thread', `${THREAD}0x5\n  ${LAST}${THREAD}0x7\n${MAP}`, ['1: 0x5']],
    ['ends the file with the last thread', `${THREAD}0x5\n${LAST.trim()}`, ['1: 0x5']],
    ['ends the file with the memory map', `${THREAD}0x5\n x MAPPED_LIBRARIES: 0x9\n`, ['1: 0x5 0x8']],
    [
      'may be that of the thread before',
      `${THREAD}0x5\n${THREAD} [same as previous thread]\n${THREAD}0x7\n${MAP}`,
      ['2: 0x5', '1: 0x7'],
    ],
    [
      'is that of the thread before, whatever else it has',
      `${THREAD}0x5\n${THREAD}0x9\nsame as previous thread 0xa\n0xb\n${MAP}`,
      ['2: 0x5'],
    ],
    ['is that of the thread before if it has no address', `${THREAD}0x5\n${THREAD}\n${THREAD}\n${MAP}`, ['3: 0x5']],
    [
      'is nothing where there is no thread before',
      `${THREAD} same as previous thread\n${THREAD}0x7\n${MAP}`,
      ['1: 0x7'],
    ],
  ])('%s', (_, text, samples) => {
    expect(shownSamples(readOrFail(text))).toEqual(samples);
  });

  test.each([
    ['is cut off', `${THREAD}0x5\n`],
    ['is missing', THREAD],
    ['ends at something else', `${THREAD}0x5\n --- x\n${MAP}`],
    ['ends in the middle of a line', `${THREAD}0x5\nx ${LAST}`],
  ])('that %s makes another file of it', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('with an address of more than 64 bits is damaged', () => {
    expect(() => read(`${THREAD} 0x5 0x10000000000000000 \n`)).toThrow(
      'malformed sample: 0x5 0x10000000000000000: failed to parse as hex 64-bit number: 0x10000000000000000',
    );
  });
});
