/** The goals of `npm run diagnose` on some of the programs and messages, each of another kind. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExaminedMessage, examineMessage } from './diagnose/messages.ts';
import { type ExaminedProgram, examineProgram } from './diagnose/programs.ts';
import { alarmsOf, goalsOf, placeOf } from './diagnose/scores.ts';
import { resultLines } from './diagnose/tables.ts';

const PROGRAMS = [
  'blockio',
  'burst',
  'exporter',
  'framing',
  'headers',
  'keepalive',
  'matrix',
  'nativecodec',
  'schema',
  'searchfan',
  'spike',
  'steadychurn',
  'warmcache',
];
const MESSAGES = ['crash/append.log', 'crash/stack-overflow-two.log', 'os/kernel-memcg.dmesg.log', 'wrapped/crlf.log'];

describe('recorded programs and messages', () => {
  let programs: readonly ExaminedProgram[];
  let messages: readonly ExaminedMessage[];
  beforeAll(async () => {
    const [root, of] = [join(import.meta.dirname, 'programs'), join(import.meta.dirname, 'messages')];
    programs = await Promise.all(PROGRAMS.map((name) => examineProgram(root, name)));
    messages = await Promise.all(MESSAGES.map((file) => examineMessage(of, file)));
  });

  test('doctor names the fault of each first or second', () => {
    const asked = programs.filter(({ isHealthy, shows }) => !isHealthy && shows !== 'outside the heap');
    expect(asked.filter((program) => placeOf(program, 'doctor') > 2).map(({ name }) => name)).toEqual([]);
  });

  test('the code that a crash points at is the first suspect, and sure', () => {
    const crashed = programs.filter(({ name }) => ['blockio', 'framing', 'schema'].includes(name));
    expect(crashed.map(({ name, doctor: [first] }) => [name, first])).toEqual([
      ['blockio', { function: 'main.(*monitor).listen', confidence: 'likely' }],
      ['framing', { function: 'main.(*reader).next', confidence: 'confirmed' }],
      ['schema', { function: expect.stringMatching(/^main\.\(\*resolver\)\./), confidence: 'confirmed' }],
    ]);
  });

  test('nothing is likely in a healthy one', () => {
    const healthy = programs.filter(({ isHealthy }) => isHealthy);
    expect(healthy.length).toBeGreaterThan(2);
    expect(healthy.flatMap(alarmsOf)).toEqual([]);
  });

  test('the ending and the place of the memory are right', () => {
    expect(programs.filter(({ isEndingRight }) => isEndingRight === false)).toEqual([]);
    expect(programs.filter(({ isPlaceRight }) => isPlaceRight === false)).toEqual([]);
  });

  test('messages are understood', () => {
    expect(messages.flatMap(({ file, wrong }) => wrong.map((what) => `${file}: ${what}`))).toEqual([]);
  });
});

/** A program of which a tool names functions by their places: `right?` is possible, `right!` likely. */
function drawnProgram(doctor: string, rest: Partial<ExaminedProgram> = {}): ExaminedProgram {
  const named = doctor.split(' ').map((word) => ({
    function: word.slice(0, -1),
    confidence: word.endsWith('!') ? ('likely' as const) : ('possible' as const),
  }));
  return {
    name: 'drawn',
    kind: 'leak',
    isHealthy: false,
    shows: 'crash',
    accepted: ['right'],
    doctor: doctor === '' ? [] : named,
    doctorOf: {},
    leaks: [],
    suspects: [],
    isEndingRight: undefined,
    isPlaceRight: undefined,
    ...rest,
  };
}

describe('goals', () => {
  const missed = (programs: readonly ExaminedProgram[], messages: readonly ExaminedMessage[] = []) =>
    goalsOf(programs, messages).flatMap(({ text, isMet }) => (isMet ? [] : [text]));

  test.each([
    ['right!', []],
    ['wrong? right?', []],
    ['wrong? other? right!', ['doctor names the fault first or second: 0 of 1 (0.0 %, at least 95 %)']],
    ['', ['doctor names the fault first or second: 0 of 1 (0.0 %, at least 95 %)']],
  ])('%s', (doctor, expected) => {
    expect(missed([drawnProgram(doctor)])).toEqual(expected);
  });

  test('a likely suspect in a healthy program misses one, a possible does not', () => {
    expect(missed([drawnProgram('any?', { isHealthy: true })])).toEqual([]);
    expect(missed([drawnProgram('any!', { isHealthy: true })])).toEqual([
      'nothing is likely in 1 healthy programs: 1 are',
    ]);
  });

  test('a message that is not understood misses one', () => {
    const wrong = [{ file: 'crash/a.log', wrong: ['ended: nothing, not threads'] }];
    expect(missed([], wrong)).toEqual(['messages are understood: 0 of 1 (0.0 %, at least 98 %)']);
    expect([...resultLines([], wrong, [])]).toContain('- crash/a.log: ended: nothing, not threads');
  });

  test('what is wrongly likely is listed', () => {
    const lines = [...resultLines([drawnProgram('wrong! right?')], [], [])];
    expect(lines).toContain('- drawn (leak): right is number 2; first: wrong (likely)');
    expect(lines).toContain('- drawn: wrongly wrong (likely)');
  });
});
