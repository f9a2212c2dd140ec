import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { fakePrograms } from './fake-programs.ts';

const { path, add } = fakePrograms();

/** Starts a program that shows a document and then runs on for as long as it is told. */
async function startShowing({ waits, runsOn }: { readonly waits: boolean; readonly runsOn: number }) {
  await build({
    stdin: {
      contents: `
        import { showDocument } from './viewers.ts';
        const machine = { env: (name) => process.env[name] };
        await showDocument(Buffer.from('<svg/>'), { extension: 'svg', viewer: 'eog', waits: ${waits} }, machine);
        setTimeout(() => {}, ${runsOn});
      `,
      resolveDir: join(import.meta.dirname, '../../../src/host/documents'),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: path('program.mjs'),
    logLevel: 'error',
  });
  const env = { PATH: path('bin'), TMPDIR: path('tmp') };
  const program = spawn(process.execPath, [path('program.mjs')], { env, stdio: 'inherit' });
  return { program, ended: once(program, 'exit') };
}

/** A viewer that opens the file only after a while, as one does that is started by another. */
const slowly = (seconds: number) => [`(/bin/sleep ${seconds}; /bin/cat "$1" > ${path('shown')}) &`];

test('a viewer that opens the file after the program it was started by has ended still finds it; then it is gone', async () => {
  add('eog', ...slowly(1.5));
  const { ended } = await startShowing({ waits: true, runsOn: 0 });
  expect(await ended).toEqual([0, null]);
  expect(readFileSync(path('shown'), 'utf8')).toBe('<svg/>');
  expect(readdirSync(path('tmp'))).toEqual([]);
});

test('the program ends while a viewer is open that was started from the shell', async () => {
  add('eog', ...slowly(1.5), 'exec /bin/sleep 5');
  const start = Date.now();
  const { ended } = await startShowing({ waits: false, runsOn: 0 });
  expect(await ended).toEqual([0, null]);
  expect(Date.now() - start).toBeLessThan(5000);
  expect(readFileSync(path('shown'), 'utf8')).toBe('<svg/>');
  expect(readdirSync(path('tmp'))).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while a viewer is waited for leaves no file behind',
  async (signal) => {
    add('eog', `/bin/cat "$1" > /dev/null; echo > ${path('shown')}`, 'exec /bin/sleep 5');
    const { program, ended } = await startShowing({ waits: true, runsOn: 60_000 });
    while (!readdirSync(path('.')).includes('shown')) await new Promise((resolve) => setTimeout(resolve, 5));
    program.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(path('tmp'))).toEqual([]);
  },
);
