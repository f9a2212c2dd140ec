import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { keepSamples, rowsWhere } from '../../../src/profile/sample-subset.ts';
import { scaleValues } from '../../../src/profile/scale-values.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { openTop, type TopSetting } from './open-top.ts';

const read = (file: string): Profile => decodeProfile(gunzipSync(readFileSync(`examples/server/${file}`)));
const heap = read('heap.pb.gz');
/** As it may have been before: without each third sample, all others larger. */
const before = scaleValues(
  keepSamples(
    heap,
    rowsWhere(heap.samples.length, (sample) => sample % 3 !== 0),
  ),
  heap.valueTypes.map(() => 1.25),
);
const growth = compareWithBase(heap, { base: before, isDiff: true, normalize: false });

const SIZES = [
  { width: 40, height: 10 },
  { width: 80, height: 24 },
  { width: 200, height: 50 },
];

const SCREENS: readonly (readonly [name: string, profile: Profile, setting: TopSetting, keys: readonly string[]])[] = [
  ['heap', heap, { isShort: true }, []],
  ['heap-packages', heap, {}, ['tab', 'tab', 'j', 'm', 'o']],
  ['heap-lines-filtered', heap, {}, ['shift+tab', '/', ...'json encode', 'enter']],
  ['heap-objects-beside', heap, { isShort: true }, ['c', 'o']],
  ['growth', growth, { isShort: true }, []],
];

test.each(SCREENS.flatMap((screen) => SIZES.map((size) => [...screen, size] as const)))(
  '%s',
  async (name, profile, setting, keys, { width, height }) => {
    const screen = await openTop(profile, { ...setting, width, height });
    await screen.press(...keys);
    await expect(`${screen.lines().join('\n')}\n`).toMatchFileSnapshot(`screens/${name}-${width}x${height}.txt`);
  },
);
