/** The profiles that are compared on: one folder, the same for the same seed and the same Go. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { randomProfile } from '../../support/random-profile.ts';
import type { Case } from '../case.ts';
import { brokenFiles } from './broken.ts';
import { benchmarkProfiles, everyKindOfProfile, profilesIn } from './go-profiles.ts';
import { type CorpusFile, legacyFiles } from './legacy.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** Where a profile comes from. */
export type Origin = 'shipped' | 'go' | 'drawn' | 'legacy' | 'broken';

export interface Source {
  /** Relative to the folder of the corpus. */
  readonly path: string;
  readonly origin: Origin;
  readonly vocabulary: Vocabulary;
}

export interface Corpus {
  readonly folder: string;
  readonly sources: readonly Source[];
  /** Stands for the content of all files that a case names. */
  fingerprintOf(parityCase: Case): string;
}

const DRAWN = 80;
const OF_EACH_FORMAT = 4;

/** Folders of the repository with profiles, and the sources they were made from. */
const SHIPPED: Readonly<Record<string, string>> = {
  own: 'test/data/pprof/own',
  go: 'test/data/pprof/go',
  'examples/oom': 'examples/oom',
  'examples/server': 'examples/server',
  'examples/node': 'examples/node',
};

interface CorpusOptions {
  readonly root: string;
  /** Where what takes long to make is kept. */
  readonly cache: string;
  readonly seed: number;
  progress(text: string): void;
}

/** Puts the corpus together. */
export function buildCorpus({ root, cache, seed, progress }: CorpusOptions): Corpus {
  const folder = join(cache, `corpus-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  const sources: Source[] = [];
  const add = (origin: Origin, path: string) => {
    const content = readFileSync(join(folder, path));
    sources.push({ path, origin, vocabulary: vocabularyOf(content) });
  };
  const write = (origin: Origin, under: string, files: readonly CorpusFile[]) => {
    mkdirSync(join(folder, under), { recursive: true });
    for (const { name, content } of files) {
      writeFileSync(join(folder, under, name), content);
      add(origin, join(under, name));
    }
  };

  for (const [name, from] of Object.entries(SHIPPED)) {
    cpSync(join(root, from), join(folder, name), { recursive: true });
    for (const file of profilesIn(join(folder, name)).filter(isProfile)) {
      add(file.endsWith('.txt') ? 'legacy' : 'shipped', join(name, file));
    }
  }
  const madeByGo = {
    benchmarks: benchmarkProfiles(cache, progress),
    kinds: everyKindOfProfile(cache, root, progress),
  };
  for (const [name, from] of Object.entries(madeByGo)) {
    cpSync(from, join(folder, name), { recursive: true });
    for (const file of profilesIn(from)) add(file.endsWith('.txt') ? 'legacy' : 'go', join(name, file));
  }
  write('drawn', 'drawn', drawnFiles(seed));
  write('legacy', 'legacy', legacyFiles(seed, OF_EACH_FORMAT));
  write('broken', 'broken', brokenFiles());
  return { folder, sources, fingerprintOf: fingerprints(folder) };
}

/** The small profiles of the goldens, in folders that say where they come from. */
export function goldenCorpus(folder: string): Corpus {
  const sources = profilesIn(folder).map((path): Source => {
    const [top] = path.split('/');
    const origin = top === 'drawn' || top === 'legacy' || top === 'broken' ? top : 'shipped';
    return { path, origin, vocabulary: vocabularyOf(readFileSync(join(folder, path))) };
  });
  return { folder, sources, fingerprintOf: fingerprints(folder) };
}

/** Recipes and goldens lie beside profiles, with the same ending. */
const isProfile = (file: string) => file.endsWith('.pb.gz') || file.endsWith('.debug1.txt');

/** Random profiles, every other one compressed, every tenth with a name that is not UTF-8. */
function drawnFiles(seed: number): CorpusFile[] {
  return fc.sample(randomProfile, { seed, numRuns: DRAWN }).map(({ bytes }, i) => {
    const content = i % 10 === 9 ? withStrayBytes(bytes) : bytes;
    return i % 2 === 0 ? { name: `${i}.pb`, content } : { name: `${i}.pb.gz`, content: gzipSync(content) };
  });
}

/** Puts two bytes that are no UTF-8 in the place of a letter of as many. */
function withStrayBytes(bytes: Uint8Array): Uint8Array {
  const letter = Buffer.from('ï');
  const at = Buffer.from(bytes).indexOf(letter);
  if (at === -1) return bytes;
  const changed = Uint8Array.from(bytes);
  changed.set([0xff, 0x80], at);
  return changed;
}

/** Hashes of the files that the words of a command line name; sources of programs change too rarely to be looked at. */
function fingerprints(folder: string): (parityCase: Case) => string {
  const hashes = new Map<string, string>();
  const hashOf = (path: string): string => {
    const known = hashes.get(path);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
    hashes.set(path, hash);
    return hash;
  };
  return ({ args }) =>
    args
      .map((arg) => join(folder, arg.replace(/^-[^=]*=/, '')))
      .filter((path) => existsSync(path) && statSync(path).isFile())
      .map(hashOf)
      .join(' ');
}
