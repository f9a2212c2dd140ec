// `npm run diagnose [-- NAMES]`: bundles the measurement, as Node cannot run TypeScript, and runs it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = mkdtempSync(join(tmpdir(), 'pprof-shell-diagnose-bundle-'));
try {
  await build({
    absWorkingDir: here,
    entryPoints: ['diagnose.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    sourcemap: 'inline',
  });
  const env = { ...process.env, PPROF_SHELL_ROOT: join(here, '../..') };
  const args = ['--enable-source-maps', join(outdir, 'diagnose.mjs'), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
