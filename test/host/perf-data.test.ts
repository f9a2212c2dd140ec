import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeDrawing } from '../support/draw-profile.ts';
import { run } from '../support/run-program.ts';

// A stand-in for the tool that turns recordings of perf into profiles, found in PATH as the real one is.
let folder = '';
const path = process.env['PATH'];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-perf-'));
  writeFileSync(join(folder, 'perf.data'), 'PERFILE2 and what perf writes behind it');
  writeFileSync(join(folder, 'made.pb'), encodeDrawing('main;work 10'));
});
afterAll(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

function installConverter(script: string): void {
  const file = join(folder, 'perf_to_profile');
  writeFileSync(file, `#!/bin/sh\necho "$@" > '${folder}/arguments'\n${script}\n`);
  chmodSync(file, 0o755);
  process.env['PATH'] = `${folder}:${path}`;
}

describe.skipIf(process.platform === 'win32')('a recording of perf', () => {
  const source = () => join(folder, 'perf.data');
  const notice = () => `Converting ${source()} to a profile.proto... (May take a few minutes)`;

  test('is converted', async () => {
    installConverter(`cp '${folder}/made.pb' "$4"`);
    const { stdout, stderr } = await run(['-top', '-symbolize=none', '-compact_labels', source()]);
    expect(stdout).toContain('10ns   100%  work\n');
    expect(stderr).toBe(`${notice()}\n`);
    const [, input, , output, last] = readFileSync(join(folder, 'arguments'), 'utf8').trim().split(' ');
    expect([input, last]).toEqual([source(), '-f']);
    expect(() => readFileSync(output)).toThrow('ENOENT');
  });

  test('needs the tool', async () => {
    process.env['PATH'] = '/nonexistent';
    const { stderr, status } = await run(['-top', source()]);
    expect(stderr).toBe(
      [
        notice(),
        `${source()}: failed to convert perf.data file. Try github.com/google/perf_data_converter: exec: "perf_to_profile": executable file not found in $PATH`,
        '  perf_to_profile turns recordings of perf into profiles; it has to be in PATH',
        'failed to fetch any source profiles\n',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  test('the tool may fail', async () => {
    installConverter('exit 3');
    expect((await run(['-top', source()])).stderr).toContain('perf_data_converter: exit status 3\n');
  });
});
