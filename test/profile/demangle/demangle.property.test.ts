import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demangle } from '../../../src/profile/demangle/demangle.ts';

const folder = join(import.meta.dirname, '../../data/demangle');
const recorded = ['cxx-programs.txt', 'cxx-features.txt', 'rust-programs.txt'].flatMap((file) =>
  readFileSync(join(folder, file), 'utf8').trim().split('\n'),
);
const names = recorded.map((row) => row.split('\t')[0]);

const identifier = fc.stringMatching(/^[A-Za-zäß铁][A-Za-z0-9äß铁]{0,8}$/);
const detail = fc.constantFrom('default', 'templates', 'full' as const);
const counted = (name: string) => `${Buffer.byteLength(name)}${name}`;

test('a path of plain identifiers is these identifiers', () => {
  fc.assert(
    fc.property(fc.array(identifier, { minLength: 1, maxLength: 6 }), detail, (path, shown) => {
      const parameters = shown === 'full' ? '()' : '';
      expect(demangle(`_ZN${path.map(counted).join('')}Ev`, shown)).toBe(path.join('::') + parameters);
      expect(demangle(`_ZN${path.map(counted).join('')}17h0123456789abcdefE`, shown)).toBe(path.join('::'));
    }),
  );
});

test('whatever is done to a mangled name, it is decoded or left alone', () => {
  const edit = fc.record({ at: fc.nat(), length: fc.nat(3), text: fc.string({ maxLength: 3 }) });
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      detail,
      (name, edits, shown) => {
        let edited = name;
        for (const { at, length, text } of edits) {
          const start = at % (edited.length + 1);
          edited = edited.slice(0, start) + text + edited.slice(start + length);
        }
        expect(() => demangle(edited, shown)).not.toThrow();
      },
    ),
  );
});

test('less detail is less text', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), (name) => {
      const full = demangle(name, 'full');
      if (full === undefined) return;
      const templates = demangle(name, 'templates')?.length;
      expect(templates).toBeLessThanOrEqual(full.length);
      expect(demangle(name, 'default')?.length).toBeLessThanOrEqual(templates ?? 0);
    }),
  );
});
