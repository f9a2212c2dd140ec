import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ValueType } from 'pprof-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProfile } from '../src/profile/pprof/decode.ts';
import { drawing, encodeDrawing } from './support/draw-profile.ts';
import { run } from './support/run-program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-sources-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A profile of one sample, with values of this type. */
function typed(name: string, [type, unit, period = 'cpu']: readonly string[]): string {
  const profile = drawing('main 1');
  const text = (value: string) => profile.stringTable.dedup(value);
  profile.sampleType = [new ValueType({ type: text(type), unit: text(unit) })];
  profile.periodType = new ValueType({ type: text(period), unit: text('nanoseconds') });
  return file(name, profile.encode());
}

const top = async (...args: readonly string[]) => {
  const { stdout, stderr, status } = await run(['-top', '-compact_labels', ...args]);
  return { rows: stdout.split('\n').slice(2, -1), stderr, status };
};

describe('several profiles', () => {
  test('are merged', async () => {
    const a = file('a.pb', encodeDrawing('main;work 10\nmain;idle 5'));
    const b = file('b.pb', encodeDrawing('main;work 30'));
    expect((await top(a, b)).rows).toEqual([
      '      40ns 88.89% 88.89%       40ns 88.89%  work',
      '       5ns 11.11%   100%        5ns 11.11%  idle',
      '         0     0%   100%       45ns   100%  main',
    ]);
  });

  test('one that cannot be read is told and left out', async () => {
    const a = file('a.pb', encodeDrawing('main 10'));
    const { rows, stderr, status } = await top('-symbolize=none', a, 'none.pb');
    expect(rows).toEqual(['      10ns   100%   100%       10ns   100%  main']);
    expect(stderr).toBe('none.pb: stat none.pb: no such file or directory\nFetched 1 source profiles out of 2\n');
    expect(status).toBe(0);
  });

  test('none that can be read', async () => {
    const { stderr, status } = await top('none.pb', 'neither.pb');
    expect(stderr).toMatch(
      /^none\.pb: stat none\.pb: .*\n.*\nneither\.pb: stat neither\.pb: .*\n.*\nfailed to fetch any source profiles\n$/,
    );
    expect(status).toBe(1);
  });

  test.each([
    [
      ['cpu', 'count'],
      ['heap', 'count'],
      'profiles have empty common sample type list',
      'found the sample types [cpu] and [heap]',
    ],
    [
      ['cpu', 'count'],
      ['cpu', 'ms'],
      'sample types: incompatible types: {cpu count 0 0} {cpu ms 0 0}',
      'measure differently',
    ],
    [
      ['cpu', 'ms'],
      ['cpu', 'ms', 'wall'],
      'period type: incompatible types: {cpu nanoseconds 0 0} {wall nanoseconds 0 0}',
      'measure differently',
    ],
  ] as const)('%s and %s do not go together', async (a, b, message, hint) => {
    const { stderr, status } = await top(typed('a.pb', a), typed('b.pb', b));
    expect(stderr.split('\n')[0]).toBe(`problem fetching source profiles: ${message}`);
    expect(stderr).toContain(hint);
    expect(status).toBe(1);
  });
});

describe('a base', () => {
  const older = () => file('before.pb', encodeDrawing('main;old 100\nmain;work 300'));
  const newer = () => file('after.pb', encodeDrawing('main;new 50\nmain;work 450'));

  test('is subtracted: percentages are shares of what has changed', async () => {
    expect((await top('-base', older(), newer())).rows).toEqual([
      '     150ns 50.00% 50.00%      150ns 50.00%  work',
      '    -100ns 33.33% 16.67%     -100ns 33.33%  old',
      '      50ns 16.67% 33.33%       50ns 16.67%  new',
      '         0     0% 33.33%      100ns 33.33%  main',
    ]);
  });

  test('is compared with: percentages are shares of the base', async () => {
    expect((await top('-diff_base', older(), newer())).rows[0]).toBe(
      '     150ns 37.50% 37.50%      150ns 37.50%  work',
    );
  });

  test('can be scaled to', async () => {
    expect((await top('-base', older(), '-normalize', newer())).rows[0]).toBe(
      '    -100ns 50.00% 50.00%     -100ns 50.00%  old',
    );
  });

  test.each([
    [['-base', 'x', '-diff_base', 'y'], '-base and -diff_base flags cannot both be specified', 'choose one'],
    [['-normalize'], 'must have base profile to normalize by', 'name it with -base'],
    [['-base', 'none.pb'], 'failed to fetch any base profiles', 'check the path'],
  ])('%s is refused', async (args, message, hint) => {
    const { stderr, status } = await top(...args, newer());
    expect(stderr.split('\n')).toContain(message);
    expect(stderr).toContain(hint);
    expect(status).toBe(1);
  });

  test('that measures something else is refused', async () => {
    const a = typed('a.pb', ['cpu', 'ms']);
    const b = typed('b.pb', ['cpu', 'count']);
    const c = typed('c.pb', ['cpu', 'ms', 'wall']);
    const problem = async (...args: readonly string[]) => (await top(...args)).stderr.split('\n')[0];
    expect(await problem('-base', b, a)).toBe('sample types: incompatible types: {cpu ms 0 0} {cpu count 0 0}');
    expect(await problem('-base', b, '-normalize', a)).toBe(
      'incompatible sample types [{cpu ms 0 0}] and [{cpu count 0 0}]',
    );
    expect(await problem('-base', c, '-normalize', a)).toBe(
      'incompatible period types &{cpu nanoseconds 0 0} and &{wall nanoseconds 0 0}',
    );
  });
});

describe('a server', () => {
  let server: Server;
  let host = '';
  beforeAll(async () => {
    server = createServer(({ url }, answer) => {
      if (url === '/debug/pprof/heap') answer.end(encodeDrawing('main;work 10'));
      else answer.writeHead(404).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const environment = () => ({ host: { env: (name: string) => (name === 'PPROF_TMPDIR' ? folder : undefined) } });

  test('is asked for its profile, which is kept', async () => {
    const url = `http://${host}/debug/pprof/heap`;
    const { stdout, stderr } = await run(['-top', '-compact_labels', `${host}/debug/pprof/heap`], environment());
    const saved = join(folder, 'pprof.cpu.001.pb.gz');
    expect(stdout).toContain('10ns   100%  work\n');
    expect(stderr).toBe(`Fetching profile over HTTP from ${url}\nSaved profile in ${saved}\n`);
    expect((await top('-symbolize=none', saved)).rows[0]).toContain('work');
  });

  test('that has none says so', async () => {
    const url = `http://${host}/none`;
    const { stderr, status } = await run(['-top', url], environment());
    expect(stderr).toContain(`${url}: server response: 404 Not Found\n  there is no profile at this path`);
    expect(stderr).toContain('failed to fetch any source profiles\n');
    expect(status).toBe(1);
  });
});

test('a comment can be added', async () => {
  const path = file('a.pb', encodeDrawing('main 1'));
  expect((await run(['-comments', '-add_comment=built by hand', path])).stdout).toBe('built by hand\n');
});

test('what the filters leave can be written as a profile, and read again', async () => {
  const path = file('a.pb', encodeDrawing('main;work 10\nmain;idle 5'));
  const written = join(folder, 'focused.pb.gz');
  const { stderr } = await run(['-proto', '-symbolize=none', '-focus=work', `-output=${written}`, path]);
  expect(stderr).toBe(`Generating report in ${written}\n`);
  expect((await top(written)).rows).toEqual([
    '      10ns   100%   100%       10ns   100%  work',
    '         0     0%   100%       10ns   100%  main',
  ]);
  const piped = await run(['-proto', '-divide_by=5', path]);
  const values = decodeProfile(gunzipSync(Buffer.from(piped.stdout, 'latin1'))).samples.values;
  expect(values.map((column) => [...column])).toEqual([[2, 1]]);
});
