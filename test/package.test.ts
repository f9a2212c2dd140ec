import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// What is published: packed, installed globally into an empty folder, and run there.
const root = join(import.meta.dirname, '..');
let folder = '';
const npm = (...args: string[]) =>
  execFileSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_prefix: join(folder, 'global'), npm_config_cache: join(folder, 'cache') },
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-pack-'));
  npm('pack', root, '--ignore-scripts');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  npm('install', '--global', '--offline', join(folder, tarball));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the lock file names every package of every platform, also those a registry mirror may lack', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const { optionalDependencies = {} } of Object.values<{ optionalDependencies?: Record<string, string> }>(
    packages,
  )) {
    for (const name of Object.keys(optionalDependencies))
      expect(packages).toHaveProperty([`node_modules/${name}`, 'version']);
  }
});

describe('the packed package', () => {
  test('runs from a global install', () => {
    const program = join(folder, 'global/bin/pprof-shell');
    const profile = join(root, 'examples/oom/mem_profile.pb.gz');
    expect(execFileSync(program, ['-top', '-nodecount=1', profile], { encoding: 'utf8' })).toContain(
      'main.(*Index).Add',
    );
    expect(execFileSync(program, ['-version'], { encoding: 'utf8' })).toMatch(/^pprof-shell \d+\.\d+\.\d+\n$/);
  });

  test('needs no other package, and runs nothing on installation', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(manifest.dependencies ?? {}).toEqual({});
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
  });

  test('carries the licences of what is bundled', () => {
    const licenses = readFileSync(join(folder, 'global/lib/node_modules/pprof-shell/dist/LICENSES.txt'), 'utf8');
    for (const name of ['ink', 'react', 'yoga-layout', 'fuse.js', 're2js'])
      expect(licenses).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});
