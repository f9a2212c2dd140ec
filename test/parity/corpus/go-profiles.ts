/** Real profiles, made by the Go that is installed: of benchmarks of its library, and of every kind there is. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose benchmarks differ in what they use: processor, memory, locks, deep stacks, generic code. */
const BENCHMARKS: Readonly<Record<string, string>> = {
  'encoding/json': 'CodeEncoder$|CodeDecoder$',
  'encoding/gob': 'EndToEndPipe$|EncodeStringSlice',
  regexp: 'OnePass|MatchEasy0$',
  'go/parser': 'Parse$|Resolve$',
  'compress/flate': 'Decode$/Digits/Huffman/1e4|Encode$/Digits/Default/1e4',
  sort: 'SortString1K|Stable1e4',
  slices: 'SortFuncStruct|Compact_Large',
  'math/big': 'Pi$|FloatString',
  sync: 'MutexWork|Cond4|PoolOverflow',
  'text/template': 'ParseLarge|VariableString',
  strings: 'Replace$|ByteStringMatch',
  'net/http': 'ClientServer$|ReadRequestWrk',
  'html/template': 'CSSEscaper|EscapedExecute',
};

/** Makes profiles of benchmarks, or finds those that were made before; the result is their folder. */
export function benchmarkProfiles(cache: string, progress: (text: string) => void): string {
  return made(join(cache, `benchmarks-of-${goVersion()}`), (folder) => {
    for (const [name, pattern] of Object.entries(BENCHMARKS)) {
      progress(`go test -bench ${name}`);
      runBenchmark(name, pattern, join(folder, name.replace('/', '-')));
    }
  });
}

/** Makes a profile of every kind, with the binary it is of, or finds them; the result is their folder. */
export function everyKindOfProfile(cache: string, root: string, progress: (text: string) => void): string {
  return made(join(cache, `every-kind-of-${goVersion()}`), (folder) => {
    progress('go build every-kind.go');
    go(['build', '-o', join(folder, BINARY), join(root, 'test/parity/corpus/every-kind.go')], folder);
    run(join(folder, BINARY), [], folder);
  });
}

/** The name of the binary beside the profiles of every kind. */
export const BINARY = 'every-kind';

const goVersion = (): string => spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout.trim();

/** A folder that is there as a whole or not at all. */
function made(folder: string, make: (unfinished: string) => void): string {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

function runBenchmark(name: string, pattern: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const profiles = ['cpu', 'mem', 'block', 'mutex'].map((kind) => `-${kind}profile=${join(folder, `${kind}.pb.gz`)}`);
  const rates = ['-memprofilerate=4096', '-blockprofilerate=1', '-mutexprofilefraction=1'];
  const words = ['test', '-run=^$', `-bench=${pattern}`, '-benchtime=100ms', ...rates, ...profiles];
  go([...words, `-o=${join(folder, 'test')}`, name], folder);
  rmSync(join(folder, 'test'));
}

const go = (args: readonly string[], folder: string): void => run('go', args, folder);

function run(program: string, args: readonly string[], folder: string): void {
  const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`);
}

/** The profiles in a folder and those below it, relative to it. */
export function profilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(pb\.gz|pb|txt|prof)$/.test(name))
    .sort();
}
