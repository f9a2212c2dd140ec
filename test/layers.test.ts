import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

// Data flows one way: a file imports from its own layer and from those before it, types included.
const LAYERS = [
  'base',
  'search',
  'profile',
  'analysis',
  'report',
  'memory',
  'shell',
  'host',
  'ui',
  'run-shell.ts',
  'run-memory.ts',
  'program.ts',
  'run-main.ts',
  'main.ts',
];

const src = join(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

const layerOf = (file: string) => file.split('/')[0];

function importsOf(file: string): { readonly name: string; readonly isType: boolean }[] {
  const text = readFileSync(join(src, file), 'utf8');
  const imports = text.matchAll(/^(?:import|export) (type )?(?:[^;]*? from )?'([^']+)'|import\('([^']+)'\)/gm);
  return Array.from(imports, ([, type, name, lazy]) => ({ name: name ?? lazy, isType: type !== undefined }));
}

describe('layers', () => {
  test('all of src belongs to one', () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual([...LAYERS].sort());
  });

  test.each(files)('%s imports only from its own layer and those before it', (file) => {
    for (const { name } of importsOf(file)) {
      if (!name.startsWith('.')) continue;
      const target = relative(src, join(src, dirname(file), name));
      const allowed = LAYERS.slice(0, LAYERS.indexOf(layerOf(file)) + 1);
      expect(allowed, `${file} imports ${target}`).toContain(layerOf(target));
    }
  });
});

describe('packages', () => {
  test.each(files)('%s imports only what its layer may', (file) => {
    for (const { name } of importsOf(file)) {
      if (name.startsWith('.')) continue;
      if (/^(ink|react)\b/.test(name)) {
        expect(file, `${file} imports ${name}`).toMatch(/^ui\//);
        expect(file, `${file} imports ${name}`).not.toMatch(/\/(model|update|keys)\.ts$/);
      }
      if (name.startsWith('node:'))
        expect(file, `${file} imports ${name}`).toMatch(/^((run-)?(main|shell)\.ts|host|program\.ts|profile\/pprof)/);
    }
  });

  test('what prints a report loads neither the shell nor what draws', () => {
    const reached = new Set<string>();
    const follow = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { name, isType } of staticImportsOf(file)) {
        if (isType) continue;
        expect(name, `reached through ${file}`).not.toMatch(/^(ink|react)/);
        if (name.startsWith('.')) follow(relative(src, join(src, dirname(file), name)));
      }
    };
    follow('run-main.ts');
    expect(reached).not.toContain('host/interpreter.ts');
    expect(reached).not.toContain('ui/app.tsx');
    expect(reached.size).toBeGreaterThan(30);
  });
});

function staticImportsOf(file: string) {
  const lazy = new Set(
    Array.from(readFileSync(join(src, file), 'utf8').matchAll(/import\('([^']+)'\)/g), ([, name]) => name),
  );
  return importsOf(file).filter(({ name }) => !lazy.has(name));
}
