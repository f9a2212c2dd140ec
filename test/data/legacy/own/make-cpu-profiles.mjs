// Writes the CPU profiles of gperftools' binary format in this folder and in ../broken: node make-cpu-profiles.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

function profile({ size = 8, bigEndian = false, header = [0, 3, 0, 10000, 0], samples, end = [0, 1, 0], text = '' }) {
  const words = [...header, ...samples.flatMap(({ count, stack }) => [count, stack.length, ...stack]), ...end];
  const bytes = Buffer.alloc(words.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  words.forEach((word, at) => {
    if (size === 4) view.setUint32(at * 4, Number(word), !bigEndian);
    else view.setBigUint64(at * 8, BigInt.asUintN(64, BigInt(word)), !bigEndian);
  });
  return Buffer.concat([bytes, Buffer.from(text)]);
}

const stacks = [
  { count: 3, stack: [0x1010, 0x2021, 0x3031] },
  { count: 2, stack: [0x1010, 0x3031] },
  { count: 1, stack: [0x4040] },
  { count: 0, stack: [] },
  { count: 5, stack: [0x1011, 0x1011, 0x2021] },
];
const map = '1000-3000 r-xp 00000000 08:01 1 /bin/tool\n3000-5000: /lib/libtool.so.2\n';

/** All but one sample in 40 have the frames of a signal handler behind their leaf. */
const interrupted = Array.from({ length: 80 }, (_, i) => ({
  count: 1,
  stack: [0x1000 + i * 16, ...(i % 40 === 7 ? [] : [0x9001, 0xa001]), 0x2021, ...(i % 2 ? [0x3031] : [])],
}));

const JAVA = [0, 3, 1, 100, 0];
const javaText = '  0x1010 com.example.A.run (A.java:3)\n0x2021 b (lib/b.so)\nnothing\n0x3031 __restore\n';

const files = {
  'cpu-32-little.prof': { size: 4, samples: stacks, text: map },
  'cpu-32-big.prof': { size: 4, bigEndian: true, samples: stacks, text: map },
  'cpu-64-big.prof': { bigEndian: true, samples: stacks, text: map },
  'cpu-no-end.prof': { samples: stacks, end: [] },
  'cpu-large-numbers.prof': {
    header: [0, 3, 0, 2n ** 54n + 1n, 0],
    samples: [
      { count: 2n ** 62n + 3n, stack: [-1, 0, -1] },
      { count: -1, stack: [0, 2n ** 53n + 1n] },
      { count: 7, stack: [5] },
    ],
  },
  'cpu-signal-frames.prof': { samples: interrupted, text: map },
  'cpu-java.prof': { header: JAVA, samples: stacks, text: javaText },
  '../broken/cpu-depth.prof': { samples: stacks, end: [1, 1000, 0x1010] },
  '../broken/cpu-header.prof': { header: [0, 3, 2, 10000, 0], samples: stacks },
  '../broken/cpu-map.prof.gz': { samples: stacks, text: `${'x'.repeat(2 ** 16)}\n` },
};
for (const [name, content] of Object.entries(files)) {
  const bytes = profile(content);
  writeFileSync(join(import.meta.dirname, name), name.endsWith('.gz') ? gzipSync(bytes) : bytes);
}
