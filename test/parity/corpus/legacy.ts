/** Profiles in the formats that came before profile.proto: texts of Go, of gperftools and of Java, and its binary one. */
import { makeRandom, type Random } from '../../bench/generate/random.ts';
import { pick } from '../draw/pick.ts';

/** A file of the corpus. */
export interface CorpusFile {
  readonly name: string;
  readonly content: Uint8Array;
}

type Writer = (random: Random) => string | Uint8Array;

/** Of each format as many as asked for, no two the same. */
export function legacyFiles(seed: number, ofEach: number): CorpusFile[] {
  return Object.entries(WRITERS).flatMap(([format, write], i) =>
    Array.from({ length: ofEach }, (_, n) => {
      const content = write(makeRandom(seed * 7919 + i * 104_729 + n));
      return { name: `${format}-${n}.prof`, content: Buffer.from(content) };
    }),
  );
}

const times = <Value>(count: number, make: (i: number) => Value): Value[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Addresses of two binaries and of nothing. */
const address = (random: Random): number =>
  pick(random, [0x400000, 0x400000, 0x400000, 0x7f00_0000_0000, 0x10]) + random.below(24) * 16 + 1;
const hex = (value: number): string => `0x${value.toString(16)}`;
const stack = (random: Random): number[] => times(1 + random.below(5), () => address(random));
const stackText = (random: Random): string => stack(random).map(hex).join(' ');

const MAPS = [
  '',
  '--- Memory map: ---\n  00400000-00500000: /bin/app\n  7f0000000000-7f0000100000: /lib/libc.so.6\n',
  [
    'MAPPED_LIBRARIES:',
    '00400000-00401000 r-xp 00000000 08:01 1234                       /bin/app',
    '00401000-00500000 r-xp 00001000 08:01 1234                       /bin/app',
    '00500000-00600000 rw-p 00100000 08:01 1234                       /bin/app',
    '7f0000000000-7f0000100000 r-xp 00000000 08:01 99 /lib/libc.so.6',
    '7fff00000000-7fff00001000 r-xp 00000000 00:00 0 [vdso]',
    '',
  ].join('\n'),
  'MAPPED_LIBRARIES:\nbuild=/opt/app\n  400000-500000 r-xp $build/bin (@0) a1b2c3d4\nnot a mapping\n',
] as const;

/** Four numbers as heap profiles write them. */
const amounts = (random: Random, size: number, withAlloc: boolean): string => {
  const inUse = random.below(4);
  const total = withAlloc ? inUse + random.below(5) : inUse;
  return `${inUse}: ${inUse * size} [${total}: ${total * size}]`;
};

function heapText(random: Random, kinds: readonly string[]): string {
  const withAlloc = random.below(2) === 0;
  const samples = times(
    random.below(7),
    () => `${amounts(random, 8 << random.below(12), withAlloc)} @ ${stackText(random)}`,
  );
  const head = `heap profile: ${withAlloc ? '5: 1024 [9: 4096]' : '5: 1024 [5: 1024]'} @ ${pick(random, kinds)}`;
  const comment = random.below(2) === 0 ? '\n# runtime.MemStats\n# Alloc = 1024\n' : '';
  return `${[head, ...samples].join('\n')}\n${comment}${pick(random, MAPS)}`;
}

function countText(random: Random): string {
  const groups = times(
    random.below(6),
    () => `${1 + random.below(9)} @ ${stackText(random)}\n#\t0x401\tmain.main+0x1\t/src/a.go:3\n`,
  );
  const name = pick(random, ['goroutine', 'threadcreate', 'my.own profile']);
  return `${pick(random, ['', '# a comment\n\n'])}${name} profile: total ${groups.length}\n${groups.join('\n')}`;
}

function contentionText(random: Random): string {
  const head = pick(random, ['--- contention:', '--- mutex:', '--- contentionz 1 ---']);
  const attributes = [
    'cycles/second=2500000000',
    'sampling period = 100',
    'ms since reset=6000',
    'discarded samples = 3',
  ].filter(() => random.below(3) > 0);
  const samples = times(random.below(6), () => `${random.below(100_000)} ${random.below(50)} @ ${stackText(random)}`);
  return `${[head, ...attributes, ...samples].join('\n')}\n${pick(random, MAPS)}`;
}

function threadText(random: Random): string {
  const threads = times(1 + random.below(4), (i) => {
    const head = `--- Thread 7f${i}00 (name: worker/${100 + i}) stack: ---`;
    const body = pick(random, [
      times(1 + random.below(4), () => `  PC: @ ${hex(address(random))} work()`).join('\n'),
      '   [same as previous thread]',
      times(2, () => `   ${hex(address(random))}`).join('\n'),
    ]);
    return `${head}\n${body}`;
  });
  return `--- threadz 1 ---\n\n${threads.join('\n')}\n${pick(random, ['', '---- no stack trace for the rest\n'])}${pick(random, MAPS)}`;
}

function javaText(random: Random): string {
  const isHeap = random.below(2) === 0;
  const attributes = isHeap
    ? ['format = java', 'resolution = bytes']
    : ['format = java', 'resolution = microseconds', 'sampling period = 100', 'ms since reset = 6000'];
  const samples = times(
    1 + random.below(5),
    () => `${random.below(9000)} ${1 + random.below(9)} @ ${stackText(random)}`,
  );
  const described = [...new Set(samples.flatMap((line) => line.match(/0x\w+/g) ?? []))].map(
    (text, i) =>
      `${text} ${pick(random, [`com.acme.Shop.run${i} (Shop.java:${i + 3})`, 'com.acme.Cart.add (Cart.java:12)', 'libfoo (/lib/libfoo.so)', 'generated stub/JIT', 'native code'])}`,
  );
  return `--- ${isHeap ? 'heapz' : 'contentionz'} 1 ---\n${[...attributes, ...samples, ...described].join('\n')}\n`;
}

interface WordSize {
  readonly bytes: 4 | 8;
  readonly littleEndian: boolean;
}

/** The binary CPU profile of gperftools: words for a header, for each sample, and for the end; then a text. */
function cpuBinary(random: Random, isJava: boolean): Uint8Array {
  const { bytes, littleEndian } = pick<WordSize>(random, [
    { bytes: 8, littleEndian: true },
    { bytes: 8, littleEndian: false },
    { bytes: 4, littleEndian: true },
    { bytes: 4, littleEndian: false },
  ]);
  const narrow = (value: number) => (bytes === 4 ? value % 2 ** 32 : value);
  const signalFrame = 0x400100;
  const hasSignalFrame = random.below(2) === 0;
  const samples = times(1 + random.below(8), () => {
    const [leaf, ...callers] = stack(random);
    const frames = hasSignalFrame ? [leaf, signalFrame, ...callers] : [leaf, ...callers];
    return [1 + random.below(20), frames.length, ...frames.map(narrow)];
  });
  const words = [0, 3, isJava ? 1 : 0, 10_000, 0, ...samples.flat(), 0, 1, 0];
  const data = new DataView(new ArrayBuffer(words.length * bytes));
  words.forEach((word, i) => {
    if (bytes === 8) data.setBigUint64(i * 8, BigInt(word), littleEndian);
    else data.setUint32(i * 4, word, littleEndian);
  });
  const places = [...new Set(samples.flatMap((sample) => sample.slice(2)))];
  const text = isJava
    ? places.map((place, i) => `${hex(place)} com.acme.Shop.run${i % 3} (Shop.java:${i})\n`).join('')
    : pick(random, MAPS);
  return Buffer.concat([Buffer.from(data.buffer), Buffer.from(text)]);
}

const WRITERS: Readonly<Record<string, Writer>> = {
  heap: (random) => heapText(random, ['heap/1048576', 'heap/2', 'heap_v2/524288', 'heapz_v2/1']),
  'heap-unsampled': (random) => heapText(random, ['heapprofile', 'heap', 'heap_v2']),
  growth: (random) => heapText(random, ['growth', 'growthz', 'fragmentation', 'fragmentationz']),
  count: countText,
  contention: contentionText,
  threads: threadText,
  java: javaText,
  cpu: (random) => cpuBinary(random, false),
  'cpu-java': (random) => cpuBinary(random, true),
};
