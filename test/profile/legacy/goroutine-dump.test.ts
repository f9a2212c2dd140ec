import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelsOf } from '../../../src/profile/labels.ts';
import { readGoroutineDump } from '../../../src/profile/legacy/goroutine-dump.ts';
import { readGoroutineHeader } from '../../../src/profile/legacy/goroutine-header.ts';
import { stringAt } from '../../../src/profile/strings.ts';
import type { Profile } from '../../../src/profile/tables.ts';

const data = (name: string) => readFileSync(new URL(`../../data/goroutines/${name}`, import.meta.url));

function read(text: string): Profile {
  const profile = readGoroutineDump(Buffer.from(text));
  if (profile === undefined) throw new Error('not taken for a dump');
  return profile;
}

/** The frames of a sample, leaf first; those inlined into the next have `^` in front. */
function stackOf({ samples, stacks, locations, lines, functions, strings }: Profile, sample: number): string[] {
  const shown: string[] = [];
  for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
    const location = stacks[depth];
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line];
      const isInlined = line + 1 < locations.lineEnd[location];
      const place = `${stringAt(strings, functions.fileName[fn])}:${lines.line[line]}`;
      shown.push(`${isInlined ? '^' : ''}${stringAt(strings, functions.name[fn])} ${place}`);
    }
  }
  return shown;
}

/** The labels of a sample as `key=value`, numbers with their units. */
function labelTexts(profile: Profile, sample: number): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  return [
    ...Array.from(texts, ([key, values]) => `${key}=${values.join('+')}`),
    ...Array.from(
      numbers,
      ([key, values]) => `${key}=${values.map(({ value, unit }) => `${value} ${unit}`).join('+')}`,
    ),
  ];
}

const samplesOf = (profile: Profile) => Array.from({ length: profile.samples.length }, (_, sample) => sample);

describe('the line before a stack', () => {
  const facts = { minutes: 0, traits: [], labels: [] };

  test.each([
    ['goroutine 1 [running]:', { ...facts, state: 'running' }],
    ['goroutine 1 gp=0xc00 m=0 mp=0x5 [running]:', { ...facts, state: 'running' }],
    ['goroutine 1 gp=0xc00 m=nil [GC worker (idle)]:', { ...facts, state: 'GC worker (idle)' }],
    ['goroutine 1 [chan receive (nil chan)]:', { ...facts, state: 'chan receive (nil chan)' }],
    [
      'goroutine 1 [chan receive (nil chan) (leaked)]:',
      { ...facts, state: 'chan receive (nil chan)', traits: ['leaked'] },
    ],
    ['goroutine 1 [select (no cases), 12 minutes]:', { ...facts, state: 'select (no cases)', minutes: 12 }],
    [
      'goroutine 1 [sleep, 1 minutes, locked to thread]:',
      { ...facts, state: 'sleep', minutes: 1, traits: ['locked to thread'] },
    ],
    ['goroutine 1 [runnable (scan)]:', { ...facts, state: 'runnable', traits: ['scan'] }],
    [
      'goroutine 1 [chan receive (durable), synctest bubble 3]:',
      { ...facts, state: 'chan receive', traits: ['durable', 'synctest bubble 3'] },
    ],
    [
      'goroutine 1 [select, 2 minutes labels:{"a": "b, 3 minutes]:", "quote\\"": "\\x01\\u00e9"}]:',
      {
        ...facts,
        state: 'select',
        minutes: 2,
        labels: [
          ['a', 'b, 3 minutes]:'],
          ['quote"', '\u0001Ã©'],
        ],
      },
    ],
  ])('%s', (line, expected) => {
    expect(readGoroutineHeader(line, new Map())).toEqual({ id: '1', facts: expected });
  });

  test.each(['goroutine profile: total 3', 'goroutine 7 is fine', 'goroutine x [running]:', 'goroutine 7 [running]'])(
    'is none: %s',
    (line) => {
      expect(readGoroutineHeader(line, new Map())).toBeUndefined();
    },
  );
});

describe('a stack', () => {
  const profile = read(`goroutine 7 [sync.Mutex.Lock, 5 minutes]:
internal/sync.(*Mutex).lockSlow(0xc0000180c0)
	/go/src/internal/sync/mutex.go:149 +0x15d
sync.(*Mutex).Lock(...)
	/go/src/sync/mutex.go:46
main.(*Account[...]).deposit(0xc0000180c0, {0x1, 0x2})
	C:/a b/main.go:29 +0x49 fp=0xc000 sp=0xc001 pc=0x51b
runtime.goexit({})
	/go/src/runtime/asm_amd64.s:1771 +0x1
created by main.main in goroutine 1
	C:/a b/main.go:81 +0x19b

goroutine 8 [running]:
	goroutine running on other thread; stack unavailable
created by net/http.(*Server).Serve
	/go/src/net/http/server.go:3086 +0x4cb

goroutine 9 [select]:
main.wait(0xc0000180c0?, 0xc0000999)
	main.go:3 +0x1
...additional frames elided...
created by main.main in goroutine 1
	main.go:4 +0x1
[originating from goroutine 1]:
main.main(...)
	main.go:4 +0x1
exit status 2
`);

  test('has its frames with file and line, inlined ones in the location of their caller, and no goexit', () => {
    expect(stackOf(profile, 0)).toEqual([
      'internal/sync.(*Mutex).lockSlow /go/src/internal/sync/mutex.go:149',
      '^sync.(*Mutex).Lock /go/src/sync/mutex.go:46',
      'main.(*Account[...]).deposit C:/a b/main.go:29',
    ]);
    expect(stackOf(profile, 1)).toEqual([]);
    expect(stackOf(profile, 2)).toEqual(['main.wait main.go:3']);
  });

  test('has labels for what Go says about the goroutine', () => {
    expect(samplesOf(profile).map((sample) => labelTexts(profile, sample))).toEqual([
      ['created_by=main.main', 'goroutine=7', 'state=sync.Mutex.Lock', 'waits_for=0xc0000180c0', 'wait=5 minutes'],
      ['created_by=net/http.(*Server).Serve', 'goroutine=8', 'state=running', 'trait=stack unavailable'],
      ['created_by=main.main', 'goroutine=9', 'mentions=0xc0000180c0?', 'state=select', 'trait=stack cut'],
    ]);
  });

  test('counts once, and all is known about it', () => {
    expect(profile.valueTypes).toEqual([{ type: 'goroutine', unit: 'count' }]);
    expect(Array.from(profile.samples.values[0], Number)).toEqual([1, 1, 1]);
    expect(profile.mappings).toEqual([expect.objectContaining({ hasFunctions: true, hasLineNumbers: true })]);
  });
});

test.each(['stuck.debug2.txt', 'unoptimized.debug2.txt', 'crash.txt', 'sigquit.txt', 'panic.txt'])(
  '%s: every goroutine is there, with its state and a stack',
  (name) => {
    const headers =
      data(name)
        .toString()
        .match(/^goroutine [1-9].*$/gm) ?? [];
    const profile = read(data(name).toString());
    const ids = samplesOf(profile).map((sample) => labelsOf(profile, sample).texts.get('goroutine'));
    expect(ids).toEqual(headers.map((header) => [header.split(' ')[1]]));
    for (const sample of samplesOf(profile)) {
      expect(labelsOf(profile, sample).texts.get('state')).toHaveLength(1);
      expect(stackOf(profile, sample)).not.toEqual([]);
    }
  },
);

test('the same process as a profile of its own has the same stacks below the runtime', async () => {
  const { readProfileBytes } = await import('../../../src/profile/pprof/read.ts');
  const stacks = (profile: Profile) => {
    const own = samplesOf(profile).flatMap((sample) => {
      const frames = stackOf(profile, sample).filter((frame) => frame.startsWith('main.'));
      // Types that are generic are written in two ways.
      const text = frames.map((frame) => frame.replace(/\[.*\]/, '')).join('\n');
      return Array<string>(Number(profile.samples.values[0][sample])).fill(text);
    });
    return own.filter((text) => !text.includes('main.write')).sort();
  };
  expect(stacks(read(data('stuck.debug2.txt').toString()))).toEqual(stacks(readProfileBytes(data('stuck.pb.gz'))));
});

test('a deadlock shows: each waits for what the other has at hand', () => {
  const profile = read(data('unoptimized.debug2.txt').toString());
  const said = (label: string) =>
    samplesOf(profile).flatMap((sample) => {
      const { texts } = labelsOf(profile, sample);
      const isTransfer = stackOf(profile, sample).some((frame) => frame.includes('Transfer'));
      return isTransfer ? [texts.get(label)?.[0].replace('?', '')] : [];
    });
  const [first, second] = said('waits_for');
  expect(first).toMatch(/^0x/);
  expect(said('mentions')).toEqual([second, first]);
});

test.each([
  [
    'runtime.semacquire1(0xc00010e0ec, 0x0)\nsync.runtime_SemacquireRWMutexR(0x0?, 0x0?)\nsync.(*RWMutex).RLock(...)',
    'e0',
  ],
  ['sync.runtime_SemacquireRWMutex(0xc00010e0e8, 0x0)\nsync.(*RWMutex).Lock(0x0?)', 'e0'],
  // Before Go 1.20 all locks waited in the same function.
  ['sync.runtime_SemacquireMutex(0xc00010e0ec, 0x0)\nsync.(*RWMutex).RLock(...)', 'e0'],
  ['internal/sync.runtime_SemacquireMutex(0xc00010e0e4, 0x0)\ninternal/sync.(*Mutex).lockSlow(0x0?)', 'e0'],
  // The lock among writers is the first part of the lock.
  [
    'sync.runtime_SemacquireMutex(0xc00010e0e4, 0x0)\nsync.(*Mutex).lockSlow(0xc00010e0e0)\nsync.(*RWMutex).Lock(0x0?)',
    'e0',
  ],
  ['sync.runtime_SemacquireWaitGroup(0xc00010e0e8)\nsync.(*WaitGroup).Wait(0xc00010e0e0)', 'e0'],
  ['sync.runtime_notifyListWait(0xc00010e0e8, 0x0)\nsync.(*Cond).Wait(0x0?)', 'e8'],
])('%j waits for the lock, not for the semaphore in it', (calls, end) => {
  const frames = [...calls.split('\n'), 'main.wait()'].map((call) => `${call}\n\tmain.go:1 +0x1\n`).join('');
  const profile = read(
    `goroutine 7 [semacquire]:\n${frames}\ngoroutine 8 [sleep]:\nmain.hold(0xc00010e0${end})\n\tmain.go:2 +0x1\n`,
  );
  const said = (sample: number) => labelsOf(profile, sample).texts;
  const [waiting, holding] = samplesOf(profile);
  expect(said(waiting).get('waits_for')).toEqual([`0xc00010e0${end}`]);
  expect(said(holding).get('mentions')).toEqual([`0xc00010e0${end}`]);
});

test.each([
  ['', 'nothing'],
  ['goroutine profile: total 1\n1 @ 0x1\n', 'a profile with debug=1'],
  ['goroutine 1 [running]:\nmain.main()\n', 'a stack without a place'],
  ['panic: boom\n\ngoroutine 1 [running]:\n', 'a stack without frames'],
  ['log: goroutine 1 [running]:\nmain.main()\n\tmain.go:1 +0x1\n', 'a text that begins otherwise'],
])('%j is no dump: %s', (text) => {
  expect(readGoroutineDump(Buffer.from(text))).toBeUndefined();
});

describe('any dump', () => {
  const name = fc.constantFrom(
    'main.main',
    'main.(*T[...]).Do',
    'a.com/x%2ey.F',
    'runtime.gopark',
    'main.f.func1',
    'ünï.x',
  );
  const frame = fc.record({ name, line: fc.nat(999), isInlined: fc.boolean() });
  const goroutine = fc.record({
    state: fc.constantFrom('running', 'chan receive', 'select (no cases)', 'GC worker (idle)'),
    minutes: fc.constantFrom(0, 1, 300),
    isLeaked: fc.boolean(),
    frames: fc.array(frame, { minLength: 1, maxLength: 5 }),
    creator: fc.option(name, { nil: undefined }),
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(goroutine, { minLength: 1, maxLength: 8 }), (goroutines) => {
        const text = goroutines.map(({ state, minutes, isLeaked, frames, creator }, i) => {
          const waited = minutes === 0 ? '' : `, ${minutes} minutes`;
          const lines = frames.map(({ name: fn, line, isInlined }, depth) =>
            isInlined && depth + 1 < frames.length
              ? `${fn}(...)\n\tx/a.go:${line}`
              : `${fn}(0x1?)\n\tx/a.go:${line} +0x5`,
          );
          const by = creator === undefined ? [] : [`created by ${creator} in goroutine 1\n\tx/a.go:1 +0x1`];
          return [`goroutine ${i + 1} [${state}${isLeaked ? ' (leaked)' : ''}${waited}]:`, ...lines, ...by].join('\n');
        });
        const profile = read(text.join('\n\n'));
        expect(samplesOf(profile).map((sample) => stackOf(profile, sample))).toEqual(
          goroutines.map(({ frames }) =>
            frames.map(({ name: fn, line, isInlined }, depth) => {
              return `${isInlined && depth + 1 < frames.length ? '^' : ''}${fn} x/a.go:${line}`;
            }),
          ),
        );
        expect(samplesOf(profile).map((sample) => labelTexts(profile, sample))).toEqual(
          goroutines.map(({ state, minutes, isLeaked, creator }, i) => [
            ...(creator === undefined ? [] : [`created_by=${creator}`]),
            `goroutine=${i + 1}`,
            `state=${state}`,
            ...(isLeaked ? ['trait=leaked'] : []),
            ...(minutes === 0 ? [] : [`wait=${minutes} minutes`]),
          ]),
        );
      }),
    );
  });

  test('may be cut or damaged anywhere', () => {
    const whole = data('crash.txt').subarray(0, 6000);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.nat(255), (end, at, byte) => {
        const damaged = Buffer.from(whole.subarray(0, end));
        if (at < end) damaged[at] = byte;
        const profile = readGoroutineDump(damaged);
        if (profile !== undefined) expect(profile.samples.length).toBeGreaterThan(0);
      }),
    );
  });
});
