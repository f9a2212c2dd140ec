import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DemangleDetail, demangle } from '../../../src/profile/demangle/demangle.ts';

const folder = join(import.meta.dirname, '../../data/demangle');

/** The rows of a file, with what stands for a repetition spelt out; undefined where a name stays mangled. */
function recordedNames(file: string) {
  const rows = readFileSync(join(folder, file), 'utf8').trim().split('\n');
  return rows.map((row) => {
    const [name, full, templates = '', short = ''] = row.split('\t');
    const columns: Record<DemangleDetail, string> = {
      full,
      templates: templates === '' ? full : templates,
      default: short !== '' ? short : templates === '' ? full : templates,
    };
    return { name, readable: (detail: DemangleDetail) => (columns[detail] === '=' ? undefined : columns[detail]) };
  });
}

describe.each([
  'cxx-programs.txt',
  'cxx-features.txt',
  'cxx-grammar.txt',
  'rust-programs.txt',
  'rust-grammar.txt',
  'broken.txt',
])('%s', (file) => {
  const names = recordedNames(file);

  test.each(['full', 'templates', 'default'] as const)('as pprof has it: %s', (detail) => {
    const readable = names.map(({ name }) => [name, demangle(name, detail)]);
    expect(readable).toEqual(names.map((recorded) => [recorded.name, recorded.readable(detail)]));
  });
});
