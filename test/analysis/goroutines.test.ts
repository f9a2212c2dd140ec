import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessedState, isPlumbing, isStandard } from '../../src/analysis/goroutine-frames.ts';
import { type Goroutines, GROUPINGS, type Grouping, spanOf, WAIT_SPANS } from '../../src/analysis/goroutines.ts';
import { at } from '../../src/base/int64.ts';
import { readGoroutineDump } from '../../src/profile/legacy/goroutine-dump.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../src/report/options.ts';
import { goroutinesAnswer } from '../../src/report/views/goroutines.ts';
import { drawing } from '../support/draw-profile.ts';
import { randomProfile } from '../support/random-profile.ts';

const data = (name: string) => readFileSync(new URL(`../data/goroutines/${name}`, import.meta.url));

const NO_MACHINE = {} as Parameters<typeof goroutinesAnswer>[0]['host'];

function goroutinesOf(profile: Profile, { pattern = '', ...options }: Partial<Options> & { pattern?: string } = {}) {
  const input = { profile, options: { ...DEFAULT_OPTIONS, ...options }, host: NO_MACHINE, notify: () => {} };
  const answer = goroutinesAnswer(input, pattern);
  if (answer.type === 'other') throw new Error(`counts ${answer.valueTypes}`);
  return answer.goroutines;
}

function dump(text: string): Profile {
  const profile = readGoroutineDump(Buffer.from(text));
  if (profile === undefined) throw new Error('not taken for a dump');
  return profile;
}

const stuck = goroutinesOf(dump(data('stuck.debug2.txt').toString()));

/** The groups of a grouping by a name, with their counts, the largest first. */
function counts(goroutines: Goroutines, grouping: Grouping): Record<string, number> {
  const { orders, key, value } = goroutines.groups[grouping];
  return Object.fromEntries(
    Array.from(orders.count, (group) => [goroutines.texts[key[group]], Number(at(value, group))]),
  );
}

describe('a recorded dump', () => {
  test('by state', () => {
    expect(counts(stuck, 'state')).toEqual({
      'chan receive': 5,
      'chan send': 3,
      'sync.Mutex.Lock': 3,
      'sync.RWMutex.RLock': 3,
      'IO wait': 1,
      'chan receive (nil chan)': 1,
      running: 1,
      select: 1,
      'select (no cases)': 1,
      sleep: 1,
      'sync.Cond.Wait': 1,
      'sync.WaitGroup.Wait': 1,
    });
  });

  test('by creator, the one that the runtime started last', () => {
    expect(counts(stuck, 'creator')).toEqual({ 'main.main': 20, 'main.main.func7': 1, '': 1 });
  });

  test('by the code of the user that waits', () => {
    expect(counts(stuck, 'function')).toMatchObject({ 'main.worker': 4, 'main.(*Account).deposit': 3, 'main.send': 3 });
  });

  test('by what they wait for; those of which that is not told are in no group', () => {
    const { value, longest, length } = stuck.groups.lock;
    expect(Array.from({ length }, (_, group) => Number(at(value, group))).sort()).toEqual([1, 1, 1, 2]);
    expect([...longest]).toEqual([2, 2, 2, 2]);
  });

  test('by how long they wait', () => {
    const { key, value, orders } = stuck.groups.wait;
    expect(Array.from(orders.name, (group) => [WAIT_SPANS[key[group]], Number(at(value, group))])).toEqual([
      [0, 1],
      [1, 21],
    ]);
  });

  test('where they wait, and in which code of the user', () => {
    const named = Array.from(stuck.groups.stack.orders.name, (group) => {
      const stack = stuck.groups.stack.key[group];
      const name = (frame: number) => stuck.frames[frame]?.name;
      return `${name(stuck.ownCode[stack])} in ${name(stuck.waitsIn[stack])}`;
    });
    expect(named).toContain('main.(*Account).deposit in sync.(*Mutex).Lock');
    expect(named).toContain('main.worker in main.worker');
    expect(named).toContain('main.main.func5 in time.Sleep');
    expect(named).toContain('undefined in net.(*netFD).accept');
  });

  test('a pattern leaves the goroutines with a matching frame', () => {
    const some = goroutinesOf(dump(data('stuck.debug2.txt').toString()), { pattern: 'Account' });
    expect(counts(some, 'state')).toEqual({ 'sync.Mutex.Lock': 3 });
    expect(goroutinesOf(dump(data('stuck.debug2.txt').toString()), { pattern: 'nothing' }).groups.stack.length).toBe(0);
    expect(() => goroutinesOf(dump(data('stuck.debug2.txt').toString()), { pattern: '(' })).toThrow(
      'missing closing )',
    );
  });

  test('who may hold what others wait for', () => {
    const { candidates, texts, id, groups } = goroutinesOf(dump(data('unoptimized.debug2.txt').toString()));
    const largest = groups.lock.key[groups.lock.orders.count[0]];
    expect(candidates.get(largest)?.map(({ member, isStale }) => [id[member], isStale])).toEqual([[6, false]]);
    expect(texts[largest]).toMatch(/^0x/);
  });

  test('how many leak', () => {
    expect(stuck.leaked).toBe(0);
    expect(goroutinesOf(dump(data('unoptimized.debug2.txt').toString())).leaked).toBe(18);
  });
});

describe('a profile without states', () => {
  test('states are guessed, and are those that Go tells of the same goroutines', () => {
    const guessed = counts(goroutinesOf(readProfileBytes(data('stuck.pb.gz'))), 'state');
    const { 'chan receive (nil chan)': nil, ...told } = counts(stuck, 'state');
    // Nothing in the functions tells that a channel is nil.
    expect(guessed).toEqual({ ...told, 'chan receive': told['chan receive'] + nil });
  });

  test('a profile of leaks is one of goroutines', () => {
    const leaks = goroutinesOf(readProfileBytes(data('leak.pb.gz')));
    expect(leaks.isDump).toBe(false);
    expect(counts(leaks, 'state')).toMatchObject({ 'chan receive': 6, 'sync.Mutex.Lock': 3 });
  });

  test('where there are only addresses, stacks are told apart and states are unknown', () => {
    const bare = goroutinesOf(readProfileBytes(data('stuck.debug1.txt')));
    expect(bare.groups.stack.length).toBe(14);
    expect(counts(bare, 'state')).toEqual({ unknown: 22 });
  });

  test('labels of the same name that the program set do not make it a dump', () => {
    const profile = drawing('main;runtime.gopark 3');
    profile.sampleType[0].type = profile.stringTable.dedup('goroutine');
    expect(goroutinesOf(decodeProfile(profile.encode())).isDump).toBe(false);
  });
});

test.each([
  [['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.f'], 'chan receive'],
  [['runtime.gopark', 'runtime.goparkunlock', 'runtime.semacquire1', 'sync.runtime_Semacquire', 'x.f'], 'semacquire'],
  [
    ['runtime.gopark', 'runtime.semacquire1', 'sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait'],
    'sync.WaitGroup.Wait',
  ],
  [['runtime.gopark', 'runtime.netpollblock', 'internal/poll.runtime_pollWait'], 'IO wait'],
  [['syscall.Syscall6', 'os.(*File).Read'], 'syscall'],
  [['runtime.gopark', 'main.f'], 'waiting'],
  [['main.f', 'main.main'], 'running'],
  [[], 'running'],
])('%j is guessed to be %s', (names, state) => {
  expect(guessedState(names)).toBe(state);
});

test.each([
  ['runtime.gopark', true, true],
  ['internal/sync.(*Mutex).lockSlow', true, true],
  ['sync.runtime_Semacquire', true, true],
  ['sync.(*Mutex).Lock', false, true],
  ['net/http.(*conn).serve', false, true],
  ['main.main', false, false],
  ['github.com/a/b.F', false, false],
])('%s: plumbing %s, standard library %s', (name, plumbing, standard) => {
  expect([isPlumbing(name), isStandard(name)]).toEqual([plumbing, standard]);
});

test('every wait is in the span of its minutes', () => {
  expect([0, 1, 4, 5, 14, 15, 59, 60, 239, 240, 1439, 1440, 1e6].map(spanOf)).toEqual([
    0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6,
  ]);
});

describe('any profile', () => {
  /** Counts goroutines, whatever else it may be. */
  const goroutineProfile = randomProfile.map(({ profile }) => {
    profile.sampleType[0].type = profile.stringTable.dedup('goroutine');
    return decodeProfile(profile.encode());
  });

  test('the groups by stack, state and function have all values between them', () => {
    fc.assert(
      fc.property(goroutineProfile, (profile) => {
        const options = { sample_index: '0' };
        const goroutines = goroutinesOf(profile, options);
        const total = sumOf(Array.from({ length: profile.samples.length }, (_, i) => at(profile.samples.values[0], i)));
        for (const grouping of ['stack', 'state', 'wait', 'creator', 'function'] as const) {
          const { value, length } = goroutines.groups[grouping];
          expect(sumOf(Array.from({ length }, (_, group) => at(value, group)))).toBe(total);
        }
      }),
    );
  });

  test('groups by stack are those that counting frame by frame gives', () => {
    fc.assert(
      fc.property(goroutineProfile, (profile) => {
        const goroutines = goroutinesOf(profile, { sample_index: '0' });
        const { frames, stackStart, stackFrames, groups, stack, value } = goroutines;
        const text = (row: number) =>
          Array.from(stackFrames.subarray(stackStart[row], stackStart[row + 1]), (frame) => {
            const { name, file, line } = frames[frame];
            return `${name} ${file}:${line} #${frame}`;
          }).join('\n');
        const expected = new Map<string, bigint>();
        stack.forEach((row, member) => {
          expected.set(text(row), BigInt.asIntN(64, (expected.get(text(row)) ?? 0n) + BigInt(at(value, member))));
        });
        const found = new Map(
          Array.from(groups.stack.key, (row, group) => [text(row), BigInt(at(groups.stack.value, group))]),
        );
        expect(found).toEqual(expected);
      }),
    );
  });

  test('each order has every group once, and every member is in the group of its key', () => {
    fc.assert(
      fc.property(goroutineProfile, (profile) => {
        const goroutines = goroutinesOf(profile, { sample_index: '0' });
        for (const grouping of GROUPINGS) {
          const { orders, length, members, memberStart, key } = goroutines.groups[grouping];
          for (const order of Object.values(orders)) {
            expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, group) => group));
          }
          expect(new Set(members).size).toBe(members.length);
          if (grouping !== 'stack') continue;
          for (let group = 0; group < length; group++) {
            for (const member of members.subarray(memberStart[group], memberStart[group + 1])) {
              expect(goroutines.stack[member]).toBe(key[group]);
            }
          }
        }
      }),
    );
  });
});

function sumOf(values: readonly (number | bigint)[]): bigint {
  return BigInt.asIntN(
    64,
    values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n),
  );
}
