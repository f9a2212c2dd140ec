import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeProfile } from '../../../src/profile/pprof/encode.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { runCommand } from '../measure.ts';
import { growthSpec } from '../reference-profiles.ts';
import { type Part, profileFor, type Surroundings } from '../surroundings.ts';

const SNAPSHOTS = 100;
const QUICK_SNAPSHOTS = 10;
/** Before compression: about 5 MB in the file. */
const RAW_MEGABYTES = 13;
const FIRST_SECOND = 1_700_000_000;
const TEN_MINUTES = 600;
/** Of all stacks so many keep growing; the others come and go by a few percent. */
const ONE_LEAKS_IN = 50;

/** Leaks over many snapshots, compared with what pprof takes for the first and the last of them alone. */
export const leaks: Part = async function* (surroundings) {
  const { isQuick, program, goPprof, progress } = surroundings;
  const count = isQuick ? QUICK_SNAPSHOTS : SNAPSHOTS;
  const files = await snapshotFiles(surroundings, count);
  const what = `leaks over ${count} snapshots of 5 MB`;
  progress(what);
  const ours = await runCommand([...program, 'leaks', ...files]);
  if (goPprof === undefined) {
    yield { what, ours };
    return;
  }
  progress(`the first and the last with pprof`);
  const theirs = await runCommand([...goPprof, '-top', '-base', files[0], files[files.length - 1]]);
  yield { what, ours, against: 'go tool pprof -top -base, of two', theirs };
};

/** Makes the snapshots of a program that leaks a little, every one from the same profile. */
async function snapshotFiles(surroundings: Surroundings, count: number): Promise<string[]> {
  const { path } = await profileFor(surroundings, growthSpec(RAW_MEGABYTES));
  const folder = `${path.replace(/\.pb\.gz$/, '')}-series`;
  mkdirSync(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, at) => join(folder, `heap.${at}.pb.gz`));
  const missing = files.flatMap((file, at) => (existsSync(file) ? [] : [{ file, at }]));
  if (missing.length === 0) return files;
  const profile = readProfileBytes(readFileSync(path));
  for (const { file, at } of missing) {
    surroundings.progress(`generating ${file}`);
    writeFileSync(`${file}.part`, gzipSync(encodeProfile(snapshotAt(profile, at)), { level: 4 }));
    renameSync(`${file}.part`, file);
  }
  return files;
}

/** Go's columns: objects and bytes ever allocated, then those in use. */
function snapshotAt(profile: Profile, at: number): Profile {
  const { samples } = profile;
  const values = samples.values.map((column, type) => {
    const isInUse = type >= 2;
    return Float64Array.from({ length: samples.length }, (_, sample) => {
      const whole = Number(column[sample]);
      if (!isInUse) return whole * (at + 1);
      const share = sample % ONE_LEAKS_IN === 0 ? at / 10 : 1 + Math.sin(sample + at) / 20;
      return Math.round(whole * share);
    });
  });
  const timeNanos = BigInt(FIRST_SECOND + at * TEN_MINUTES) * 1_000_000_000n;
  return { ...profile, samples: { ...samples, values }, timeNanos };
}
