// `npm run bench [-- ARGUMENTS]`: bundles the benchmark, as Node cannot run TypeScript, and runs it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = mkdtempSync(join(tmpdir(), 'pprof-shell-bench-bundle-'));
try {
  await build({
    absWorkingDir: here,
    entryPoints: ['bench.ts', 'in-process.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  const env = { ...process.env, PPROF_SHELL_ROOT: join(here, '../..') };
  const args = [join(outdir, 'bench.mjs'), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
