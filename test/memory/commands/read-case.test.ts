import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/base/errors.ts';
import { machine } from '../../../src/host/machine.ts';
import { filesAt, readCase } from '../../../src/host/memory/read-case.ts';
import { CaseCollector } from '../../../src/memory/doctor/case.ts';
import { temporaryFolder } from '../../terminal/open-shell.ts';

const CRASH = 'examples/oom/crash.log';
const collector = () => new CaseCollector({ advice: () => undefined });

/** A log of some pieces, 8 MB. */
function longLog(): string {
  const file = join(temporaryFolder(), 'long.log');
  writeFileSync(file, 'a line of a log that says nothing at all\n'.repeat(200_000));
  return file;
}

test('progress goes from nothing to all, over the files together', async () => {
  const shares: number[] = [];
  const reading = { machine, signal: undefined, onProgress: (share: number) => void shares.push(share) };
  await readCase([longLog(), CRASH, 'examples/oom/mem_profile.pb.gz'], collector(), reading);
  expect(shares.length).toBeGreaterThan(5);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

test('reading ends in the middle of a log when it is cancelled', async () => {
  const controller = new AbortController();
  const shares: number[] = [];
  const onProgress = (share: number) => {
    shares.push(share);
    if (share > 0.3) controller.abort();
  };
  const reading = { machine, signal: controller.signal, onProgress };
  await expect(readCase([longLog(), longLog()], collector(), reading)).rejects.toBeInstanceOf(Cancelled);
  expect(shares.at(-1)).toBeLessThan(0.6);
});

describe('a pipe', () => {
  async function readPiped(content: Uint8Array) {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const into = collector();
    const writing = writeFile(pipe, content);
    await readCase([pipe], into, { machine, signal: undefined, onProgress: () => undefined });
    await writing.catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('EPIPE'));
    return into.end();
  }

  test.each([
    ['a log', readFileSync(CRASH)],
    ['a packed log', gzipSync(readFileSync(CRASH))],
  ])('%s comes through it', async (_, content) => {
    const { logs, unread } = await readPiped(content);
    expect(unread).toEqual([]);
    expect(logs).toMatchObject([{ lines: 144, crashes: [{ ended: 'heap exhaustion' }] }]);
  });

  test('what has to be read here and there does not', async () => {
    const { unread } = await readPiped(readFileSync('examples/oom/mem_profile.pb.gz'));
    expect(unread).toMatchObject([{ problem: 'only logs can be read from a pipe' }]);
  });

  test('nothing comes', async () => {
    expect((await readPiped(new Uint8Array(0))).unread).toMatchObject([{ problem: 'there is nothing in this pipe' }]);
  });
});

test('files of a directory come in the order of their numbers, without those that are hidden', () => {
  const folder = temporaryFolder();
  for (const name of ['heap.10.pb.gz', 'heap.9.pb.gz', '.heap.8.pb.gz']) writeFileSync(join(folder, name), '');
  expect(filesAt([folder])).toEqual([join(folder, 'heap.9.pb.gz'), join(folder, 'heap.10.pb.gz')]);
});
