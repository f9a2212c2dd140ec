/** What scripts read: one document for every command, whatever was found, with members that stay. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeProfile } from '../../../src/profile/pprof/encode.ts';
import { run } from '../../support/run-program.ts';
import { temporaryFolder } from '../../terminal/open-shell.ts';
import { drawHeap } from '../suspects/draw-heap.ts';

const PROGRAMS = 'test/memory/programs';

async function documentOf(...args: string[]) {
  const { status, stdout, stderr } = await run(args);
  expect({ status, stderr: stderr.replace('Main binary filename not available.\n', '') }).toEqual({
    status: 0,
    stderr: '',
  });
  return JSON.parse(Buffer.from(stdout, 'latin1').toString());
}

const FRAME = { function: expect.any(String), file: expect.any(String), line: expect.any(Number) };

/** As README.md lists them. */
const LEAK = {
  ...FRAME,
  stack: expect.arrayContaining([FRAME]),
  confidence: expect.stringMatching(/^(?:confirmed|likely|possible)$/),
  bytesPerHour: expect.any(Number),
  objectsPerHour: expect.any(Number),
  shareOfGrowth: expect.any(Number),
  evidence: expect.arrayContaining([expect.any(String)]),
};

describe('leaks -json', () => {
  test('every suspect has the members that README.md lists', async () => {
    const { suspects } = await documentOf('leaks', '-json', `${PROGRAMS}/sessions/recorded`);
    expect(suspects.length).toBeGreaterThan(1);
    for (const suspect of suspects) {
      expect(suspect).toMatchObject(LEAK);
      expect(suspect.shareOfGrowth).toBeGreaterThan(0);
      expect(suspect.shareOfGrowth).toBeLessThanOrEqual(1);
    }
    expect(suspects[0]).toMatchObject({ function: 'main.newSession', line: 41, confidence: 'likely' });
  });

  test('goroutines that pile up have a number, and no bytes', async () => {
    const files = ['01', '03', '05', '07', '10'].map((at) => `${PROGRAMS}/ledger/recorded/goroutine.${at}.pb.gz`);
    const { sampleType, suspects } = await documentOf('leaks', ...files, '-json');
    expect(sampleType).toBe('goroutine');
    expect(suspects[0]).toMatchObject({ ...LEAK, function: 'main.(*ledger).debit', bytesPerHour: null });
    expect(suspects[0].objectsPerHour).toBeGreaterThan(0);
  });

  test('nothing that grows is an empty list', async () => {
    const files = ['01', '02', '03'].map((at) => `${PROGRAMS}/turnover/recorded/heap.${at}.pb.gz`);
    const { suspects } = await documentOf('leaks', '-json', files[0], files[0], files[0]);
    expect(suspects).toEqual([]);
  });
});

describe('a document where there is nothing to find', () => {
  const empty = () => {
    const file = join(temporaryFolder(), 'empty.pb');
    writeFileSync(file, encodeProfile(drawHeap('main.main@main.go:3   64:0/0')));
    return file;
  };

  test.each(['suspects', 'objects', 'doctor'])('%s', async (command) => {
    const found = await documentOf(command, '-json', empty());
    expect(found.report).toBe(command);
    expect(found.suspects ?? []).toEqual([]);
  });

  test('growth', async () => {
    const file = empty();
    expect((await documentOf('growth', '-json', file, file)).suspects).toEqual([]);
  });
});

test('doctor tells of all files, and of every suspect where it is and what to type', async () => {
  const found = await documentOf('doctor', '-json', 'examples/oom/crash.log', 'examples/oom/mem_profile.pb.gz');
  expect(found).toMatchObject({
    report: 'doctor',
    ended: [{ ended: 'heap exhaustion', confidence: 'confirmed' }],
    allocation: { bytes: 123_133_920, frame: { function: 'main.(*Index).Add', line: 61 } },
    unread: [],
  });
  for (const suspect of found.suspects) {
    expect(suspect).toMatchObject({ ...FRAME, stack: expect.arrayContaining([FRAME]), next: expect.any(String) });
  }
});
