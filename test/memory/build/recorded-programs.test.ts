import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type BuildInfo, readBuildInfo } from '../../../src/memory/build/build-info.ts';
import type { GoModule } from '../../../src/memory/build/go-build.ts';
import { programText } from '../../../src/memory/build/program-text.ts';
import { memoryFile } from './memory-file.ts';

// Programs that Go's linkers made, with all but what is read here set to zero (messages/binaries/cut.mjs).
const folder = join(import.meta.dirname, '../messages/binaries');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -4)] : []));
const contentOf = (name: string) => gunzipSync(readFileSync(join(folder, `${name}.gz`)));
const infoOf = (name: string) => readBuildInfo(memoryFile(contentOf(name))) as BuildInfo;

/** What `go version -m` prints for the build info, after the name of the file. */
function asGoPrints({ go }: BuildInfo): string[] {
  if (go === undefined) return [];
  const line = (kind: string, { path, version }: GoModule) => [kind, path, version].join('\t');
  const module = (kind: string, found: GoModule) =>
    found.replacedBy === undefined ? [line(kind, found)] : [line(kind, found), line('=>', found.replacedBy)];
  return [
    ` ${go.version}`,
    ...(go.path === '' ? [] : [`path\t${go.path}`]),
    ...(go.main === undefined ? [] : module('mod', go.main)),
    ...go.dependencies.flatMap((dependency) => module('dep', dependency)),
    ...Object.entries(go.settings).map(([key, value]) => `build\t${key}=${value}`),
  ];
}

/** The same from what it printed: checksums of modules are not read, and quotes are taken off. */
function printedByGo(name: string): string[] {
  const [first, ...lines] = readFileSync(join(folder, `${name}.txt`), 'utf8').split('\n');
  if (first.includes('could not read')) return [];
  const rest = lines.map((line) => line.slice(1)).filter((line) => line.trim() !== '');
  return [
    first.slice(name.length + 1),
    ...rest.map((line) =>
      line.startsWith('build') ? line.replace(/="(.*)"$/, '=$1') : line.split('\t').slice(0, 3).join('\t'),
    ),
  ];
}

describe('the build info of a program for', () => {
  test.each(names)('%s is what go version -m prints', (name) => {
    expect(asGoPrints(infoOf(name))).toEqual(printedByGo(name));
  });

  test('is found without reading more than the headers and the data', () => {
    const file = memoryFile(contentOf('linux-amd64'));
    readBuildInfo(file);
    expect(file.size).toBeGreaterThan(1_500_000);
    expect(file.bytesRead()).toBeLessThan(100_000);
  });
});

describe('the header', () => {
  test.each(names)('of %s names the processor', (name) => {
    // Names of recordings are GOOS-GOARCH, and more behind.
    const { architecture, wordBits } = infoOf(name);
    expect(architecture).toBe(name.split('-')[1]);
    expect(wordBits).toBe(/^(386|arm|mips)$/.test(architecture) ? 32 : 64);
  });

  test.each([
    ['linux-amd64', false],
    ['linux-amd64-stripped', true],
    ['linux-amd64-scrubbed', true],
    ['windows-amd64', false],
    ['windows-amd64-stripped', true],
    ['darwin-arm64', false],
  ])('of %s tells whether it is stripped: %j', (name, isStripped) => {
    expect(infoOf(name).isStripped).toBe(isStripped);
  });
});

test.each([
  [
    'linux-amd64-go1.12',
    true,
    'a Go program without build info: built with Go before 1.13, or the build info was removed',
  ],
  [
    'linux-amd64-scrubbed',
    true,
    'a Go program without build info: built with Go before 1.13, or the build info was removed',
  ],
  ['linux-amd64-c', false, 'no Go program: it holds no build info'],
  ['linux-amd64-short', false, 'the file was cut off: it has 300000 bytes of 1825828'],
])('%s has no build info, and says why', (name, isGo, problem) => {
  const info = infoOf(name);
  expect(info.go).toBeUndefined();
  expect(info.isGo).toBe(isGo);
  expect(info.problems).toEqual([problem]);
});

test('the experiments of a program stand in its version', () => {
  expect(infoOf('linux-amd64-experiment').go?.version).toMatch(/^go1\.26\.8-X:.*nogreenteagc/);
});

test.each(['linux-amd64', 'linux-386-go1.13', 'windows-amd64', 'darwin-arm64', 'plan9-amd64', 'aix-ppc64'])(
  '%s cut off anywhere in its headers is read as far as it goes, and said to be cut',
  (name) => {
    const whole = contentOf(name);
    for (let length = 0; length < 3000; length++) {
      const info = readBuildInfo(memoryFile(whole.subarray(0, length)));
      if (info === undefined) continue;
      expect(info.go).toBeUndefined();
      if (info.format !== 'Plan 9' && info.format !== 'XCOFF') expect(info.problems.join()).toContain('cut off');
    }
  },
);

test.each([
  ['linux-amd64-race', 'go1.26.8 linux/amd64, example.com/tiny v0.0.0-20261120120000-15f1213f9763, cgo, race detector'],
  ['windows-amd64-stripped', 'go1.26.8 windows/amd64, example.com/tiny v0.0.0-20261120120000-15f1213f9763, stripped'],
  ['linux-amd64-file', 'go1.26.8 linux/amd64'],
  ['linux-386-go1.13', 'go1.13.15 ELF/386, example.com/tiny (devel)'],
  ['linux-amd64-c', 'unknown version of Go ELF/amd64'],
])('%s in one line', (name, line) => {
  expect(programText(infoOf(name))).toBe(line);
});
