import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Host } from '../../../src/shell/host.ts';

/** A folder for each test, with programs in `bin` that are all of the $PATH, and a directory for temporary files. */
export function fakePrograms(): {
  path(name: string): string;
  /** Makes a program of lines for /bin/sh, which finds no other programs but by their paths. */
  add(name: string, ...script: readonly string[]): void;
  machine(env?: Readonly<Record<string, string>>): Pick<Host, 'env'>;
} {
  let folder = '';
  const path = (name: string) => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pprof-shell-documents-'));
    for (const name of ['bin', 'tmp']) mkdirSync(path(name));
    vi.stubEnv('TMPDIR', path('tmp'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return {
    path,
    add(name, ...script) {
      writeFileSync(path(`bin/${name}`), ['#!/bin/sh', ...script, ''].join('\n'));
      chmodSync(path(`bin/${name}`), 0o755);
    },
    machine: (env = {}) => ({ env: (name) => ({ PATH: path('bin'), ...env })[name] }),
  };
}
