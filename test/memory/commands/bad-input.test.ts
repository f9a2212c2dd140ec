/** What cannot be used is named, with what is wrong and what to do; where nothing is left, the status is 1. */
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeProfile } from '../../../src/profile/pprof/encode.ts';
import { run } from '../../support/run-program.ts';
import { temporaryFolder } from '../../terminal/open-shell.ts';
import { drawHeap } from '../suspects/draw-heap.ts';

const CRASH = 'examples/oom/crash.log';
const HEAP = 'examples/oom/mem_profile.pb.gz';
const CPU = 'examples/server/cpu.pb.gz';
const SERVER_HEAP = 'examples/server/heap.pb.gz';
const GOROUTINES = 'examples/server/goroutine.pb.gz';
const SESSIONS = 'test/memory/programs/sessions/recorded';
const BINARIES = 'test/memory/messages/binaries';

/** A file with this content in a folder of its own. */
function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

const binary = (name: string) => gunzipSync(readFileSync(`${BINARIES}/${name}.gz`));

async function refusal(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  return Buffer.from(stderr, 'latin1').toString();
}

async function answer(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Buffer.from(stdout, 'latin1').toString();
}

describe('doctor', () => {
  const TAKES =
    '  doctor takes crash logs, kernel logs, GODEBUG=gctrace=1, heap and goroutine profiles, and the program\n';

  test('a file that is not there', async () => {
    expect(await refusal('doctor', 'nowhere.log', CRASH)).toBe(
      'stat nowhere.log: no such file or directory\n  check the path; it is relative to the current directory\n',
    );
  });

  test('a directory without files', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'inner'));
    expect(await refusal('doctor', folder)).toContain(`${folder}: no files in this directory\n`);
  });

  test.each([
    ['an empty file', 'a.log', '', 'the file is empty'],
    ['a cut profile', 'a.pb.gz', readFileSync(HEAP).subarray(0, 3000), 'decompressing profile: unexpected EOF'],
    ['a text that is no log', 'letter.txt', 'Dear all,\nthe cake is in the kitchen.\n', '2 lines'],
    ['a program in C', 'c', binary('linux-amd64-c'), 'no Go program: it holds no build info'],
    [
      'a cut program',
      'cut',
      binary('linux-amd64').subarray(0, 3000),
      'the file was cut off: it has 3000 bytes of 1825828',
    ],
    ['what only begins like a program', 'mz', 'MZ hello', 'this looks like a program, but it is none that can be read'],
    [
      'a profile of something else',
      'cpu.pb.gz',
      readFileSync(CPU),
      'not used, a profile of samples/count cpu/nanoseconds',
    ],
  ])('%s', async (_, name, content, problem) => {
    const file = fileWith(name, content);
    const text = await refusal('doctor', file);
    expect(text).toMatch(/^nothing here tells about the memory of a Go program\n/);
    expect(text).toContain(`\n${file}: ${problem}\n`);
    expect(text.endsWith(TAKES)).toBe(true);
  });

  test('as JSON, nothing to answer is a document, and the status says it too', async () => {
    const { status, stdout } = await run(['doctor', '-json', fileWith('a.log', '')]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      report: 'doctor',
      suspects: [],
      unread: [{ problem: 'the file is empty' }],
    });
  });

  test('what cannot be used is named above what the rest says', async () => {
    const text = await answer('doctor', fileWith('a.pb.gz', readFileSync(HEAP).subarray(0, 3000)), CRASH);
    expect(text).toMatch(/^a\.pb\.gz was not used: decompressing profile: unexpected EOF \(the file is cut off/m);
    expect(text).toContain('117.43MB in main.(*Index).Add (main.go:61)');
  });

  test('a cut gzip log is read as far as it goes', async () => {
    const file = fileWith('crash.log.gz', gzipSync(readFileSync(CRASH)).subarray(0, 800));
    const text = (await answer('doctor', file)).replaceAll(/\n +/g, ' ');
    expect(text).toContain('Note: the gzip file is cut off or damaged: only what stands before that was read');
    expect(text).toContain('117.43MB in main.(*Index).Add (main.go:61)');
  });

  test('a log in UTF-16', async () => {
    const file = fileWith('crash.log', Buffer.from(`\ufeff${readFileSync(CRASH, 'utf8')}`, 'utf16le'));
    expect(await answer('doctor', file)).toContain('117.43MB in main.(*Index).Add (main.go:61)');
  });

  test('a log that was emptied while the program went on writing begins with zeros', async () => {
    const file = fileWith('crash.log', Buffer.concat([Buffer.alloc(70_000), readFileSync(CRASH)]));
    expect(await answer('doctor', file)).toContain('117.43MB in main.(*Index).Add (main.go:61)');
  });

  test('the crashes of two programs in one log are two endings', async () => {
    const text = await answer('doctor', 'test/memory/messages/wrapped/two-compose-both-memory.log');
    expect(text).toContain('worker-1: the stack of one goroutine outgrew its limit');
    expect(text).toContain('app-1: the heap needed more memory');
    expect(text).toContain('confirmed  app-1: 15.73MB in main.readEvents (main.go:40)');
  });

  test('a stripped program has its build info', async () => {
    expect(await answer('doctor', fileWith('shop', binary('linux-amd64-stripped')))).toMatch(
      /^shop: go1\.26\.8 linux\/amd64, .*\n {2}stripped$/m,
    );
  });

  test('a program that UPX packed is told how to unpack', async () => {
    const packed = binary('linux-amd64-c');
    packed.write('UPX!', 0x200, 'latin1');
    expect(await refusal('doctor', fileWith('shop', packed))).toContain('unpack it with upx -d');
  });

  test('control characters of a log and of names never get through', async () => {
    const crash = readFileSync(CRASH, 'utf8')
      .replaceAll('cannot allocate', 'cannot \u001b[2Jallocate\u0007')
      .replaceAll('main.(*Index).Add', 'main.\u001b]0;title\u0007Add');
    const heap = encodeProfile(drawHeap('main.main@a.go:1;main.\u001b[31mkeep@\u001b[2Jb.go:7   4096:5000/5000'));
    const text = await answer('doctor', fileWith('\u001b[1mcrash.log', crash), fileWith('heap.pb', heap));
    expect(text).toContain('keep');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('leaks', () => {
  const few = (found: string) => `leaks needs two profiles at least: there is ${found}\n`;

  test.each([
    ['one snapshot', [HEAP], 'one heap profile', ''],
    [
      'a CPU profile',
      [CPU, HEAP],
      'one heap profile',
      'left out: cpu.pb.gz is a profile of samples/count cpu/nanoseconds',
    ],
    ['another program', [SERVER_HEAP, HEAP], 'one heap profile', `they have no code of their own in common`],
    [
      'other sample types',
      [HEAP, GOROUTINES],
      'one heap profile',
      'left out: 1 goroutine profile, to be compared alone',
    ],
    ['logs only', [CRASH], 'no heap or goroutine profile', 'left out, as not profiles: crash.log'],
  ])('%s', async (_, files, found, problem) => {
    const text = await refusal('leaks', ...files);
    expect(text.startsWith(few(found))).toBe(true);
    expect(text).toContain(problem);
    expect(text).toContain(`  name more: leaks ${files[0]} …\n`);
  });

  test('snapshots in any order, and twice, are the same series', async () => {
    const snapshots = ['03', '01', '02'].map((at) => `${SESSIONS}/heap.${at}.pb.gz`);
    const again = join(temporaryFolder(), 'again.pb.gz');
    copyFileSync(snapshots[1], again);
    const suspects = async (...files: string[]) => JSON.parse(await answer('leaks', '-json', ...files));
    const shuffled = await suspects(...snapshots, again);
    expect(shuffled.suspects).toEqual((await suspects(...snapshots.toSorted())).suspects);
    expect(shuffled.notes.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(['sorted', 'duplicate']),
    );
  });

  test('what is left out of a comparison is told, in JSON as well', async () => {
    const snapshots = ['01', '02', '03'].map((at) => `${SESSIONS}/heap.${at}.pb.gz`);
    const { notes } = JSON.parse(await answer('leaks', '-json', ...snapshots, CPU, fileWith('empty.pb.gz', '')));
    expect(notes).toEqual(
      expect.arrayContaining([
        { type: 'left out', text: 'left out: empty.pb.gz: the file is empty' },
        { type: 'left out', text: 'left out: cpu.pb.gz is a profile of samples/count cpu/nanoseconds' },
      ]),
    );
  });

  test('snapshots of one moment leave nothing to compare', async () => {
    const [first, second] = ['a.pb.gz', 'b.pb.gz'].map((name) => fileWith(name, readFileSync(HEAP)));
    utimesSync(second, 1, 1);
    const found = JSON.parse(await answer('leaks', '-json', first, second));
    expect(found.suspects).toEqual([]);
    expect(found.notes.map(({ type }: { type: string }) => type)).toContain('too few');
  });
});

describe('commands on one profile', () => {
  test.each(['suspects', 'objects'])('%s of a CPU profile', async (command) => {
    expect(await refusal(command, CPU)).toContain(
      'this is no heap profile: its sample types are [samples/count cpu/nanoseconds]\n',
    );
  });

  test('memstats of a CPU profile, and of a heap profile that has none', async () => {
    expect(await refusal('memstats', CPU)).toContain('memstats needs a heap profile\n');
    expect(await refusal('memstats', HEAP)).toMatch(/ has no MemStats: only heap profiles as text do\n {2}record it/);
  });

  test('growth of one profile', async () => {
    expect(await refusal('growth', HEAP)).toContain('growth needs two profiles at least: there is one heap profile\n');
  });

  test.each([
    ['doctor', 'crash.log heap.pb.gz'],
    ['leaks', 'heap1.pb.gz heap2.pb.gz heap3.pb.gz'],
    ['memstats', 'heap.txt'],
  ])('%s of nothing', async (command, example) => {
    expect(await refusal(command)).toBe(
      `${command} needs a file to look into\n  for example: pprof-shell ${command} ${example}\n`,
    );
  });

  test('a flag that there is none of', async () => {
    expect(await refusal('suspects', '-jsn', HEAP)).toBe('suspects has no flag -jsn\n  did you mean -json?\n');
  });

  test.each([
    ['that is not there', undefined, 'cannot read'],
    ['that is not JSON', '[{"id": 3', ':1: not JSON'],
    ['with an unknown key', '[{"nam": "x"}]', 'entry 1'],
  ])('a catalogue %s', async (_, content, problem) => {
    const file = content === undefined ? '/nowhere/catalogue.json' : fileWith('catalogue.json', content);
    const text = await refusal('suspects', `-catalogue=${file}`, HEAP);
    expect(text).toContain(problem);
    expect(text).toContain(file);
  });
});

test('a session goes on after each of them', async () => {
  const lines = ['doctor /nowhere', 'leaks', 'memstats', 'suspects -wrong', 'growth', 'top 1'];
  const { stdout, stderr } = await run([HEAP], { stdin: `${lines.join('\n')}\n` });
  expect(stderr).toContain('stat /nowhere: no such file or directory');
  expect(stderr).toContain('suspects has no flag -wrong');
  expect(stderr).toContain('growth needs two profiles at least');
  expect(stdout).toContain('main.(*Index).Add');
});
