// A report job that runs for some seconds and records itself with
// @datadog/pprof: cpu.pb.gz (where the time went) and heap.pb.gz (what is
// still in memory). Start it with record.sh, which installs the profiler.

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { makeCsv, parseCsv, random } from './lib/orders.mjs';
import { renderHtml, WordIndex } from './lib/report.mjs';

// The profiler is installed in a temporary folder, not beside this file.
const require = createRequire(join(process.env.PPROF_PREFIX, 'package.json'));
const pprof = require('@datadog/pprof');

const compress = promisify(gzip);
const history = []; // every job with all of its orders, for ever: the leak

async function runJob(number, rng) {
  const orders = parseCsv(makeCsv(2000, rng));
  const index = new WordIndex();
  for (const order of orders) index.add(order);
  const html = renderHtml(`Job ${number}`, orders);
  const packed = await compress(html);
  remember({ number, orders, digest: digest(packed), hits: index.find('lamp', 'turku').size });
}

function remember(job) {
  history.push(job);
}

function digest(data) {
  return createHash('sha256').update(data).digest('hex');
}

async function main(seconds, out) {
  pprof.heap.start(32 * 1024, 64); // a sample per 32 KiB, stacks of up to 64 frames
  pprof.time.start({ intervalMicros: 1000, lineNumbers: true });

  const rng = random(1);
  const end = Date.now() + seconds * 1000;
  let number = 0;
  while (Date.now() < end) await runJob(number++, rng);

  const heap = pprof.heap.profile();
  const cpu = pprof.time.stop();
  pprof.heap.stop();
  await writeFile(join(out, 'cpu.pb.gz'), await pprof.encode(cpu));
  await writeFile(join(out, 'heap.pb.gz'), await pprof.encode(heap));
  console.log(`${number} jobs, ${history.length} remembered`);
}

await main(Number(process.argv[2] ?? 4), process.argv[3] ?? '.');
