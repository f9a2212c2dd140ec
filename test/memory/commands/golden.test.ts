/** What the commands about memory print, and that none of it is wider than a terminal of 80 columns. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../support/run-program.ts';

// Which versions of Go are supported depends on the day.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23') }));
afterAll(() => void vi.useRealTimers());

const OOM = 'examples/oom';
const PROGRAMS = 'test/memory/programs';
const MESSAGES = 'test/memory/messages';

const LINES = [
  `doctor ${OOM}/crash.log ${OOM}/mem_profile.pb.gz`,
  `doctor ${OOM}/crash.log`,
  `doctor ${OOM}/mem_profile.pb.gz`,
  `doctor ${PROGRAMS}/intake/recorded`,
  `doctor ${PROGRAMS}/imgproc32/recorded`,
  `doctor ${PROGRAMS}/nativecodec/recorded`,
  `doctor ${PROGRAMS}/blockio/recorded 2`,
  `doctor ${MESSAGES}/os/kernel-memcg.dmesg.log ${MESSAGES}/gctrace/spiral.log`,
  `doctor ${MESSAGES}/os/docker-inspect-oomkilled.json`,
  `doctor ${MESSAGES}/wrapped/two-compose-both-memory.log`,
  `doctor ${MESSAGES}/crash/not-memory-nil.log`,
  `leaks ${PROGRAMS}/sessions/recorded`,
  `leaks ${PROGRAMS}/workday/recorded`,
  `leaks ${PROGRAMS}/ledger/recorded/goroutine.01.pb.gz ${PROGRAMS}/ledger/recorded/goroutine.10.pb.gz`,
  `growth ${PROGRAMS}/sessions/recorded/heap.01.pb.gz ${PROGRAMS}/sessions/recorded/heap.10.pb.gz`,
  `suspects ${OOM}/mem_profile.pb.gz`,
  `suspects 1 -alloc ${OOM}/mem_profile.pb.gz`,
  `objects ${OOM}/mem_profile.pb.gz`,
  `memstats ${PROGRAMS}/sessions/recorded/heap.debug1.txt`,
];

const JSON_LINES = [
  `doctor -json ${OOM}/crash.log ${OOM}/mem_profile.pb.gz`,
  `leaks -json ${PROGRAMS}/sessions/recorded`,
  `growth -json ${PROGRAMS}/sessions/recorded/heap.01.pb.gz ${PROGRAMS}/sessions/recorded/heap.10.pb.gz`,
  `suspects -json ${OOM}/mem_profile.pb.gz`,
  `objects -json ${OOM}/mem_profile.pb.gz`,
  `memstats -json ${PROGRAMS}/sessions/recorded/heap.debug1.txt`,
];

/** Of the folders only the last name but `recorded` is told. */
function fileNameFor(line: string): string {
  const words = line.split(' ').map((word) => word.replace(/\/recorded$/, '').replace(/^.*\//, ''));
  return words.join(' ');
}

async function printed(line: string): Promise<string> {
  const { status, stdout, stderr } = await run(line.split(' '));
  // As pprof says of a profile as text, which names no program.
  expect({ status, stderr: stderr.replace('Main binary filename not available.\n', '') }).toEqual({
    status: 0,
    stderr: '',
  });
  return Buffer.from(stdout, 'latin1').toString();
}

describe.each(LINES)('%s', (line) => {
  test('prints what it printed', async () => {
    const text = await printed(line);
    await expect(text).toMatchFileSnapshot(`golden/${fileNameFor(line)}.txt`);
    // A command is there to be copied, and cannot be broken.
    const wide = text.split('\n').filter((shown) => shown.length > 80 && !/^ +Next: /.test(shown));
    expect(wide).toEqual([]);
  });
});

test.each(JSON_LINES)('%s', async (line) => {
  const text = await printed(line);
  await expect(text).toMatchFileSnapshot(`golden/${fileNameFor(line)}.txt`);
  expect(JSON.parse(text)).toBeTypeOf('object');
});
