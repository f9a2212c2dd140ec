import { describe, expect, test } from 'vitest';
import type { Crash, LogReport } from '../../../src/memory/logs/log-report.ts';
import { fixture, readLog } from './fixtures.ts';

const append = fixture('crash/append.log').toString('latin1');
const overflow = fixture('crash/stack-overflow-two.log').toString('latin1');
const ordinary = Array.from({ length: 200 }, (_, n) => `2026/11/23 08:00:00 request ${n} GET /reports 200\n`).join('');

/** What matters first, on a line. */
function told({ crashes }: LogReport): readonly string[] {
  return crashes.map(({ at, process, ended, failing, isMixed, isCutOff }) => {
    const marks = `${isMixed ? ' mixed' : ''}${isCutOff ? ' cut off' : ''}`;
    return `${process}:${at.line} ${ended} in ${failing?.function}${marks}`;
  });
}

const prefixed = (prefix: string, text: string) => text.replace(/^/gm, prefix).slice(0, -prefix.length);

describe('a crash', () => {
  test('among ordinary lines has its line, its sizes, its stack and its goroutines', () => {
    const [crash] = readLog(ordinary, append, ordinary).crashes;
    expect(crash).toMatchObject({
      at: { file: 'app.log', line: 201 },
      form: 'cannot allocate block',
      confidence: 'confirmed',
      traceback: 'all goroutines with runtime frames',
      goarch: 'amd64',
      goVersionRange: { atLeast: 22, atMost: undefined },
    });
    expect(crash.stack.map((frame) => frame.function).slice(-4)).toEqual([
      'runtime.growslice',
      'main.readEvents',
      'main.main',
      'runtime.main',
    ]);
    expect(crash.requestedBytes).toBeGreaterThanOrEqual(crash.allocatedBytes ?? 0);
  });

  test('on 32 bits with all of the address space in use is its end, and with little in use a limit', () => {
    expect(told(readLog(fixture('crash/386-images.log')))).toEqual([':1 address space in main.decodeImage']);
    expect(told(readLog(fixture('crash/386-sysmap.log')))).toEqual([':1 heap exhaustion in main.decodeImage']);
  });

  test('in a text file of before or behind other crashes is one of its own', () => {
    expect(told(readLog(append, 'exit status 2\n', overflow, 'exit status 2\n', append))).toEqual([
      ':1 heap exhaustion in main.readEvents',
      expect.stringContaining('stack overflow in main.odd'),
      expect.stringContaining('heap exhaustion in main.readEvents'),
    ]);
  });

  test('behind a prefix that no driver we know writes is found by what only Go prints', () => {
    const log = prefixed('ERROR worker-17 (stdout 4711) - ', `${ordinary}${append}${ordinary}`);
    expect(told(readLog(log))).toEqual([':201 heap exhaustion in main.readEvents']);
  });

  test.each([
    ['a sentence', '2026/11/23 08:00:00 cache: out of memory budget, evicting\n'],
    ['a compiler', 'render.c:12:10: fatal error: stdio.h: No such file or directory\n'],
    ['a quotation', '2026/11/23 08:00:00 the child said "fatal error: out of memory"\n'],
    ['a name', 'panic.go was changed, runtime: none\n'],
  ])('is not what %s sounds like', (_, line) => {
    expect(readLog(ordinary, line, ordinary)).toMatchObject({ crashes: [], kills: [], dumps: [] });
  });

  test('that says no more than one line is possible at most', () => {
    const [crash] = readLog('fatal error: out of memory\n', ordinary).crashes;
    expect(crash).toMatchObject({ ended: 'heap exhaustion', confidence: 'possible', isCutOff: true });
  });

  test('whose message is missing is told from who called throw, and is likely at most', () => {
    const [crash] = readLog(append.slice(append.indexOf('goroutine 1 '))).crashes;
    expect(crash).toMatchObject({ form: 'no message', ended: 'heap exhaustion', confidence: 'likely', isCutOff: true });
  });

  test('with a gap in the stack that failed has no line to look at', () => {
    const lines = append.split('\n');
    const gap = lines.findIndex((line) => line.startsWith('main.readEvents'));
    const [crash] = readLog([...lines.slice(0, gap - 1), ...lines.slice(gap + 12)].join('\n')).crashes;
    expect(crash).toMatchObject({ failing: undefined, isCutOff: true, ended: 'heap exhaustion' });
  });

  test('printed twice, by GOTRACEBACK=crash, is one', () => {
    const again = `\nSIGABRT: abort\nPC=0x47d7a8 m=3 sigcode=0\n\n${append.slice(append.indexOf('goroutine 1 '))}`;
    expect(told(readLog(append, again))).toEqual([':1 heap exhaustion in main.readEvents']);
  });

  test('of a recursion is told by its first frame, in either half of it', () => {
    const [crash] = readLog(overflow).crashes;
    expect(crash).toMatchObject({ form: 'stack limit', ended: 'stack overflow', failing: { function: 'main.odd' } });
    expect(crash.confidence).toBe('confirmed');
  });

  test('of a recursion is not told by a helper that was called last', () => {
    const frames = ['main.hash', ...Array.from({ length: 40 }, () => 'main.(*tree).walk'), 'main.main'];
    const stack = frames.map((name, at) => `${name}(0x1)\n\t/app/main.go:${at < 2 ? at + 7 : 9} +0x1\n`).join('');
    const log =
      'runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\ngoroutine 1 [running]:\n';
    expect(told(readLog(log, stack))).toEqual([':1 stack overflow in main.(*tree).walk']);
  });

  test('in tables of the runtime, while the heap was growing for the program, is one of the heap', () => {
    const frames = ['runtime.throw', 'runtime.(*mheap).sysAlloc', 'runtime.(*mheap).grow', 'runtime.mallocgc'];
    const stack = (names: readonly string[]) =>
      names.map((name) => `${name}(0x8000)\n\t${name.startsWith('main') ? '/app' : 'runtime'}/x.go:7 +0x1\n`).join('');
    const log = 'fatal error: out of memory allocating heap arena metadata\n\ngoroutine 1 [running]:\n';
    expect(told(readLog(log, stack([...frames, 'main.read', 'main.main'])))).toEqual([
      ':1 heap exhaustion in main.read',
    ]);
    expect(told(readLog(log, stack([...frames, 'runtime.main'])))).toEqual([':1 runtime metadata in undefined']);
  });

  test('without threads names where most goroutines stand that took one', () => {
    const [crash] = readLog(fixture('crash/threads-limit.log.gz')).crashes;
    expect(crash).toMatchObject({ ended: 'threads', failing: { function: 'main.lockDevice' } });
    expect(crash.goroutines.groups[0]).toMatchObject({ count: 198, state: 'syscall' });
  });
});

describe('sizes', () => {
  const stack = (call: string) =>
    `runtime: out of memory: cannot allocate 8388608-byte block (4194304 in use)\nfatal error: out of memory\n\ngoroutine 1 [running]:\nruntime.throw({0x1?, 0x2?})\n\truntime/panic.go:1229 +0x48\n${call}\n\truntime/malloc.go:1156 +0xd3\nmain.main()\n\t/app/main.go:7 +0x1\n`;
  const allocated = (call: string) => readLog(stack(call)).crashes[0].allocatedBytes;

  test.each([
    ['the first argument of mallocgc', 'runtime.mallocgc(0x640000, 0x4fd3a0, 0x1)', 0x640000],
    [
      'the second one of allocLarge, whatever the first',
      'runtime.(*mcache).allocLarge(0x42ea00?, 0x640000, 0x1)',
      0x640000,
    ],
    ['none that may be out of date', 'runtime.mallocgc(0x640000?, 0x4fd3a0, 0x1)', undefined],
    ['none of an inlined call', 'runtime.rawstring(...)', undefined],
    ['none that counts elements', 'runtime.makeslice(0x4fd3a0, 0x640000, 0x640000)', undefined],
    ['none larger than the block, as Go 1.17 prints', 'runtime.mallocgc(0xc000032648, 0x4fd3a0, 0x1)', undefined],
  ])('are %s', (_, call, bytes) => {
    expect(allocated(call)).toBe(bytes);
  });
});

describe('goroutines', () => {
  const goroutine = (id: number, state: string, frame: string) =>
    `goroutine ${id} [${state}]:\n${frame}(0x${id.toString(16)})\n\t/app/hub.go:7 +0x5a\ncreated by main.main in goroutine 1\n\t/app/main.go:9 +0x10\n\n`;

  test('with the same stack, state and creator are one group, with how long they wait', () => {
    const log = [3, 12, 90].map((minutes, id) =>
      goroutine(id + 5, `chan send, ${minutes} minutes`, 'main.(*hub).send'),
    );
    const { crashes } = readLog('fatal error: out of memory\n\n', ...log, goroutine(99, 'select', 'main.(*hub).send'));
    expect(crashes[0].goroutines).toMatchObject({ count: 4, otherGroups: 0, otherGoroutines: 0 });
    expect(crashes[0].goroutines.groups).toMatchObject([
      { count: 3, state: 'chan send', minutes: { least: 3, most: 90 }, createdBy: { function: 'main.main', line: 9 } },
      { count: 1, state: 'select', minutes: { least: 0, most: 0 } },
    ]);
  });

  test('of more than fifty kinds are counted', () => {
    const log = Array.from({ length: 70 }, (_, id) => goroutine(id + 5, 'select', `main.worker${id}`));
    const { goroutines } = readLog('panic: boom\n\n', ...log).crashes[0];
    expect(goroutines).toMatchObject({ count: 70, otherGroups: 20, otherGoroutines: 20 });
    expect(goroutines.groups).toHaveLength(50);
  });

  test('with labels behind their state are read as all others', () => {
    const { goroutines } = readLog(
      'panic: boom\n\n',
      goroutine(5, 'select] {path: "/a ]:", tenant: blue}', 'main.f').replace('}]:', '}:'),
    ).crashes[0];
    expect(goroutines.groups).toMatchObject([{ state: 'select', count: 1 }]);
  });
});

describe('stacks without a crash', () => {
  test('of a panic that a server caught did not end it', () => {
    const report = readLog(fixture('crash/size-handler.log'));
    expect(report.crashes).toEqual([]);
    expect(report.dumps).toHaveLength(2);
    expect(report.dumps[0].recovered).toMatch(/http: panic serving .*makeslice: len out of range/);
    expect(report.dumps[0].failing).toMatchObject({ function: 'main.table', line: 22 });
    expect(report.notes).toContainEqual(
      expect.objectContaining({ text: 'this panic was caught and did not end the program' }),
    );
  });
});

describe('two programs in one log', () => {
  test('are told apart by their prefixes', () => {
    const report = readLog(fixture('wrapped/two-compose-both-memory.log'));
    expect(told(report)).toEqual([
      'worker-1:4 stack overflow in main.(*item).depth',
      expect.stringMatching(/^app-1:\d+ heap exhaustion in main.readEvents$/),
    ]);
    expect(report.processes.map(({ name, crashes }) => [name, crashes])).toEqual([
      ['app-1', 1],
      ['worker-1', 1],
    ]);
  });

  test('that print into each other without prefixes are said to be mixed, and nothing is guessed', () => {
    const [first, second] = [append, overflow].map((text) => text.split('\n'));
    const mixed = first.flatMap((line, at) => [line, second[at] ?? '']).join('\n');
    const report = readLog(mixed);
    expect(report.crashes.map(({ ended, isMixed, failing, stack }: Crash) => [ended, isMixed, failing, stack])).toEqual(
      [
        ['heap exhaustion', true, undefined, []],
        ['stack overflow', true, undefined, []],
      ],
    );
    expect(report.notes[0].text).toContain('two programs print into each other');
  });
});

describe('a program that is started again and again', () => {
  test('is told as often as it panics, with stacks or without', () => {
    expect(told(readLog('panic: no config\n'.repeat(5)))).toHaveLength(5);
    expect(readLog('panic: no config\n'.repeat(5)).crashes.some(({ isMixed }) => isMixed)).toBe(false);
    expect(told(readLog(...Array.from({ length: 3 }, () => `${append}exit status 2\n`)))).toHaveLength(3);
  });

  test('is not mixed with what it printed before it was killed in the middle of a stack', () => {
    const [first, second] = readLog(append.slice(0, 700), '\n', ordinary.slice(0, 500), '\n', append).crashes;
    expect(first).toMatchObject({ isMixed: false, isCutOff: true });
    expect(second).toMatchObject({ isMixed: false, failing: { function: 'main.readEvents' } });
  });

  test('without end is told in part, and that is said', () => {
    const report = readLog('panic: no config\nexit status 2\n'.repeat(2500));
    expect(report.crashes).toHaveLength(2000);
    expect(report.notes[0].text).toBe('500 more crashes, stacks and kills are in the log than are told');
  });
});

describe('the log itself', () => {
  test('in UTF-16 is read, and that is said', () => {
    const report = readLog(fixture('wrapped/utf16be-bom.log'));
    expect(report.notes).toEqual([{ text: 'the log is UTF-16BE' }]);
    expect(report.lines).toBe(readLog(fixture('wrapped/utf8-bom.log')).lines);
  });

  test('with a line too long is read on behind it', () => {
    const report = readLog(`${'x'.repeat(5 * 2 ** 20)}\n`, ordinary, append);
    expect(told(report)).toEqual([':202 heap exhaustion in main.readEvents']);
    expect(report.notes[0].text).toBe('1 lines are longer than 4 MiB and were read up to there');
  });

  test('counts its lines and bytes', () => {
    expect(readLog(ordinary, 'no end')).toMatchObject({ lines: 201, bytes: ordinary.length + 6 });
    expect(readLog()).toMatchObject({ lines: 0, bytes: 0, crashes: [], notes: [] });
  });
});
