/**
 * Makes profiles to measure with: of any size, the same for the same seed, written as they are made, so that a gigabyte
 * takes no more memory than a megabyte.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { fileCount, fileName, fileOf, functionName, startLine } from './generate/go-names.ts';
import { MessageWriter } from './generate/message-writer.ts';
import { makeProgramCode, NONE, type ProgramCode, scatterStacks, walkStacks } from './generate/program-code.ts';
import { makeRandom, type Random } from './generate/random.ts';

/** What a generated profile is like. */
export interface ProfileSpec {
  readonly seed: number;
  /** How many samples, or how large the profile is before compression, in units of 10^6 bytes. */
  readonly size: { readonly samples: number } | { readonly rawMegabytes: number };
  readonly functions: number;
  /** The most locations a stack has; the usual stack has five eighths of that. */
  readonly depth: number;
  /** `graph`: stacks are walks through a call graph. `random`: any location may follow any other. */
  readonly shape: 'graph' | 'random';
  /** `heap` has the four sample types of a Go heap profile, `cpu` the two of a CPU profile. */
  readonly sampleTypes: 'heap' | 'cpu';
  /** Heap samples then tell the size of their blocks (`bytes`), CPU samples a route and a tenant. */
  readonly labels: boolean;
}

/** Counts up whenever the same spec makes other bytes, so that no old file is taken for a new one. */
const GENERATOR_VERSION = 1;
const CHUNK = 2 ** 18;

const FILES = { binary: '/usr/local/bin/service', library: '/lib/x86_64-linux-gnu/libc.so.6' };
const BUILD_IDS = { binary: '5f3c1e0a9b7d4428', library: '93ac0c11e1d5a2f0' };
const ROUTES = Array.from({ length: 64 }, (_, i) => `/api/v1/${['orders', 'carts', 'users', 'search'][i % 4]}/${i}`);
const TENANTS = Array.from({ length: 200 }, (_, i) => `tenant-${i}`);

/** The string table before the names of functions and files. */
const FIXED_TEXTS = [
  ...['', 'count', 'bytes', 'nanoseconds', 'space', 'samples', 'cpu', 'route', 'tenant'],
  ...['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'],
  ...Object.values(FILES),
  ...Object.values(BUILD_IDS),
  ...ROUTES,
  ...TENANTS,
];
const TEXT = Object.fromEntries(FIXED_TEXTS.map((text, index) => [text, index]));

const SAMPLE_TYPES = {
  heap: [
    ['alloc_objects', 'count'],
    ['alloc_space', 'bytes'],
    ['inuse_objects', 'count'],
    ['inuse_space', 'bytes'],
  ],
  cpu: [
    ['samples', 'count'],
    ['cpu', 'nanoseconds'],
  ],
} as const;

/** Go's sizes of memory blocks, about. */
const BLOCK_SIZES = [16, 32, 48, 64, 96, 128, 208, 256, 512, 1024, 2048, 4096, 8192, 32_768, 131_072, 1_048_576];
const NANOS_PER_SAMPLE = 10_000_000;

const MAPPINGS = [
  { start: 0x40_0000, file: FILES.binary, buildId: BUILD_IDS.binary },
  { start: 0x7f12_3400_0000, file: FILES.library, buildId: BUILD_IDS.library },
];
const MAPPING_SIZE = 0x1000_0000;
const CODE_BYTES_PER_SITE = 24;

/** The uncompressed profile, piece by piece. */
export function* profileChunks(spec: ProfileSpec): Generator<Uint8Array> {
  const code = makeProgramCode(spec.functions, spec.depth, spec.seed);
  yield* sampleTypeChunks(spec);
  yield* sampleChunks(spec, code, roomForSamples(spec, code));
  yield* tableChunks(spec, code);
}

/** How many bytes of samples make the profile as large as it shall be. */
function roomForSamples(spec: ProfileSpec, code: ProgramCode): number {
  if ('samples' in spec.size) return Number.POSITIVE_INFINITY;
  let tables = 0;
  for (const chunk of tableChunks(spec, code)) tables += chunk.length;
  return spec.size.rawMegabytes * 1e6 - tables;
}

function* sampleTypeChunks({ sampleTypes }: ProfileSpec): Generator<Uint8Array> {
  const writer = new MessageWriter();
  for (const [type, unit] of SAMPLE_TYPES[sampleTypes]) writer.message(1, valueType(type, unit));
  yield writer.take();
}

function valueType(type: string, unit: string): MessageWriter {
  const message = new MessageWriter();
  message.number(1, TEXT[type]);
  message.number(2, TEXT[unit]);
  return message;
}

function* sampleChunks(spec: ProfileSpec, code: ProgramCode, room: number): Generator<Uint8Array> {
  const { size, depth, shape, sampleTypes, labels, seed } = spec;
  const random = makeRandom(seed + 1);
  const makeStack = (shape === 'graph' ? walkStacks : scatterStacks)(code);
  const writeRest = sampleTypes === 'heap' ? writeHeapValues : writeCpuValues;
  const stack = new Int32Array(depth);
  const [writer, sample, locations] = [new MessageWriter(), new MessageWriter(), new MessageWriter()];
  const rest: SampleParts = { sample, values: new MessageWriter(), label: new MessageWriter() };
  const limit = 'samples' in size ? size.samples : Number.POSITIVE_INFINITY;

  let written = 0;
  for (let i = 0; i < limit && written + writer.length < room; i++) {
    sample.clear();
    locations.clear();
    const length = makeStack(random, stackDepth(depth, random), stack);
    for (let frame = length - 1; frame >= 0; frame--) locations.varint(stack[frame] + 1);
    sample.message(1, locations);
    writeRest(rest, random, labels);
    writer.message(2, sample);
    if (writer.length < CHUNK) continue;
    written += writer.length;
    yield writer.take();
  }
  yield writer.take();
}

/** Between a quarter of the depth and all of it, mostly near the middle. */
function stackDepth(depth: number, random: Random): number {
  return Math.max(1, Math.round(depth * (0.25 + (0.75 * (random.unit() + random.unit())) / 2)));
}

interface SampleParts {
  readonly sample: MessageWriter;
  readonly values: MessageWriter;
  readonly label: MessageWriter;
}

function writeHeapValues({ sample, values, label }: SampleParts, random: Random, labels: boolean): void {
  const size = BLOCK_SIZES[Math.floor(random.unit() ** 2 * BLOCK_SIZES.length)];
  const allocated = Math.floor(2 ** (random.unit() * 10));
  const inUse = random.unit() < 0.4 ? 0 : Math.ceil(allocated * random.unit());
  values.clear();
  values.varint(allocated);
  values.varint(allocated * size);
  values.varint(inUse);
  values.varint(inUse * size);
  sample.message(2, values);
  if (!labels) return;
  label.clear();
  label.number(1, TEXT['bytes']);
  label.number(3, size);
  label.number(4, TEXT['bytes']);
  sample.message(3, label);
}

function writeCpuValues({ sample, values, label }: SampleParts, random: Random, labels: boolean): void {
  const count = Math.floor(2 ** (random.unit() ** 3 * 8));
  values.clear();
  values.varint(count);
  values.varint(count * NANOS_PER_SAMPLE);
  sample.message(2, values);
  if (!labels) return;
  const textLabel = (key: string, text: string) => {
    label.clear();
    label.number(1, TEXT[key]);
    label.number(2, TEXT[text]);
    sample.message(3, label);
  };
  textLabel('route', ROUTES[random.below(ROUTES.length)]);
  if (random.unit() < 0.5) textLabel('tenant', TENANTS[random.below(TENANTS.length)]);
}

/** All that stands behind the samples. */
function* tableChunks(spec: ProfileSpec, code: ProgramCode): Generator<Uint8Array> {
  const writer = new MessageWriter();
  for (const write of tableFields(spec, code, writer)) {
    write();
    if (writer.length >= CHUNK) yield writer.take();
  }
  yield writer.take();
}

/** The fields behind the samples, each as what writes it. */
function* tableFields(spec: ProfileSpec, code: ProgramCode, writer: MessageWriter): Generator<() => void> {
  const { functions, sampleTypes } = spec;
  const message = new MessageWriter();
  const inner = new MessageWriter();
  for (const [index, mapping] of MAPPINGS.entries()) yield () => writeMapping(writer, message, mapping, index + 1);
  for (let fn = 0; fn < functions; fn++) {
    for (let site = code.siteStart[fn]; site < code.siteStart[fn + 1]; site++) {
      yield () => writeLocation({ writer, message, inner }, code, fn, site);
    }
  }
  for (let fn = 0; fn < functions; fn++) yield () => writeFunction(writer, message, fn, functions);
  for (const text of FIXED_TEXTS) yield () => writer.text(6, text);
  for (let fn = 0; fn < functions; fn++) yield () => writer.text(6, functionName(fn));
  for (let file = 0; file < fileCount(functions); file++) yield () => writer.text(6, fileName(file));
  yield () => {
    writer.number(9, 1_767_225_600_000_000_000);
    if (sampleTypes === 'cpu') writer.number(10, 30_000_000_000);
    writer.message(11, sampleTypes === 'cpu' ? valueType('cpu', 'nanoseconds') : valueType('space', 'bytes'));
    writer.number(12, sampleTypes === 'cpu' ? NANOS_PER_SAMPLE : 524_288);
  };
}

function writeMapping(
  writer: MessageWriter,
  message: MessageWriter,
  { start, file, buildId }: (typeof MAPPINGS)[number],
  id: number,
): void {
  message.clear();
  message.number(1, id);
  message.number(2, start);
  message.number(3, start + MAPPING_SIZE);
  message.number(5, TEXT[file]);
  message.number(6, TEXT[buildId]);
  for (let flag = 7; flag <= 10; flag++) message.number(flag, 1);
  writer.message(3, message);
}

function writeLocation(
  { writer, message, inner }: Readonly<Record<'writer' | 'message' | 'inner', MessageWriter>>,
  { siteStart, inlined }: ProgramCode,
  fn: number,
  site: number,
): void {
  const mapping = fn % 97 === 96 ? 1 : 0;
  const line = (lineFunction: number, number: number) => {
    inner.clear();
    inner.number(1, lineFunction + 1);
    inner.number(2, number);
    message.message(4, inner);
  };
  message.clear();
  message.number(1, site + 1);
  message.number(2, mapping + 1);
  message.number(3, MAPPINGS[mapping].start + site * CODE_BYTES_PER_SITE);
  if (inlined[site] !== NONE) line(inlined[site], startLine(inlined[site]) + 2);
  line(fn, startLine(fn) + 1 + 3 * (site - siteStart[fn]));
  writer.message(4, message);
}

function writeFunction(writer: MessageWriter, message: MessageWriter, fn: number, functions: number): void {
  message.clear();
  message.number(1, fn + 1);
  message.number(2, FIXED_TEXTS.length + fn);
  message.number(3, FIXED_TEXTS.length + fn);
  message.number(4, FIXED_TEXTS.length + functions + fileOf(fn));
  message.number(5, startLine(fn));
  writer.message(5, message);
}

/** Writes a profile as Go does: compressed for speed, not for size. */
export async function generateProfile(path: string, spec: ProfileSpec): Promise<void> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: CHUNK });
  await pipeline(Readable.from(profileChunks(spec), { highWaterMark: 4 }), gzip, createWriteStream(path));
}

export interface GeneratedProfile {
  readonly path: string;
  readonly fileBytes: number;
  readonly rawBytes: number;
}

/** The file with a profile, generated unless an earlier run has left it. */
export async function cachedProfile(spec: ProfileSpec, onGenerate: (path: string) => void): Promise<GeneratedProfile> {
  const folder = join(tmpdir(), 'pprof-shell-bench');
  const path = join(folder, `${specName(spec)}.pb.gz`);
  const existing = await fileSizes(path).catch(() => undefined);
  if (existing !== undefined) return { path, ...existing };
  await mkdir(folder, { recursive: true });
  onGenerate(path);
  // Under another name until it is complete.
  const part = `${path}.${process.pid}`;
  try {
    await generateProfile(part, spec);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return { path, ...(await fileSizes(path)) };
}

/** All of a spec in a few letters. */
export function specName({ seed, size, functions, depth, shape, sampleTypes, labels }: ProfileSpec): string {
  const amount = 'samples' in size ? `${size.samples}samples` : `${size.rawMegabytes}mb`;
  const kind = `${sampleTypes}-${shape}-${labels ? 'labels' : 'plain'}`;
  return `v${GENERATOR_VERSION}-${kind}-${amount}-${functions}functions-depth${depth}-seed${seed}`;
}

/** A gzip file ends with the size of its content, up to 4 GiB. */
async function fileSizes(path: string): Promise<Omit<GeneratedProfile, 'path'>> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
    return { fileBytes: size, rawBytes: buffer.readUInt32LE() };
  } finally {
    await file.close();
  }
}
