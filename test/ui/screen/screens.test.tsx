/** What every view looks like at three sizes: whole frames, to be looked at when they change. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { machine } from '../../../src/host/machine.ts';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { readGoroutineDump } from '../../../src/profile/legacy/goroutine-dump.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { keepSamples, rowsWhere } from '../../../src/profile/sample-subset.ts';
import { scaleValues } from '../../../src/profile/scale-values.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import { viewProfile } from '../../../src/report/profile-view.ts';
import { shortNamesOf } from '../../../src/report/short-names.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { viewAnswer } from '../../../src/report/views/index.ts';
import type { Host } from '../../../src/shell/host.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { FindScreen, type FindScreenProps } from '../../../src/ui/find/find-screen.tsx';
import { fakeHost } from '../../support/fake-host.ts';
import { openView, type ViewSetting } from '../../support/open-view.ts';
import { recordedBinary } from '../../support/recorded-binary.ts';
import { openScreen } from '../../support/screen.ts';

interface Shown {
  readonly profile: Profile;
  readonly source: string;
  readonly machine: Host;
}

const path = (file: string) => join(import.meta.dirname, '../../..', file);
const read = (file: string) => decodeProfile(gunzipSync(readFileSync(path(file))));

/** An example, with its sources beside it. */
const example = (file: string): Shown => ({ profile: read(file), source: path(file), machine });

const cpu = example('examples/server/cpu.pb.gz');
const heap = example('examples/server/heap.pb.gz');

/** The heap compared with what it may have been before: without each third sample, all others larger. */
function heapGrowth(): Shown {
  const { profile, machine: host } = heap;
  const isThere = (sample: number) => sample % 3 !== 0;
  const some = keepSamples(profile, rowsWhere(profile.samples.length, isThere));
  const base = scaleValues(
    some,
    profile.valueTypes.map(() => 1.25),
  );
  const compared = compareWithBase(profile, { base, isDiff: true, normalize: false });
  return { profile: compared, source: 'heap.pb.gz - before.pb.gz', machine: host };
}

function goroutines(): Shown {
  const profile = readGoroutineDump(readFileSync(path('test/data/goroutines/unoptimized.debug2.txt')));
  if (profile === undefined) throw new Error('not taken for a dump');
  return { profile, source: 'goroutines.txt', machine: fakeHost({}) };
}

/** A program with its binary, as the tools that take it apart were recorded. */
function disassembled(): Shown {
  const profile = read('test/data/disasm/go/cpu.pb.gz');
  const host = fakeHost({
    files: { '/home/me/app/main.go': readFileSync(path('test/data/disasm/go/main.go'), 'utf8') },
    binaries: {
      [profile.mappings[0].file]: { type: 'found', binary: recordedBinary('go', { hasGoLines: true }) },
    },
  });
  return { profile, source: 'cpu.pb.gz', machine: host };
}

const withoutSources: Shown = { ...cpu, source: '/home/me/cpu.pb.gz', machine: fakeHost({}) };
const growth = heapGrowth();
const dump = goroutines();

/** Each view as it opens, and what it can do; keys by their names, a text behind a quote is typed. */
const SCREENS: Readonly<Record<string, readonly [line: string, shown: Shown, ...keys: readonly string[]]>> = {
  browse: ['browse', cpu],
  'browse-below': ['browse', cpu, 'e', 'j', 'E'],
  'browse-chains': ['browse', cpu, 'E', 'x', 'c'],
  'browse-types': ['browse', heap, 'e', 'c', 'c'],
  'browse-growth': ['browse', growth, 'e'],
  'browse-search': ['browse', cpu, 'e', '/', "'json"],
  'browse-menu': ['browse', cpu, 'e', 'enter', 'j'],
  'browse-help': ['browse', cpu, '?'],
  bottomup: ['bottomup', cpu, 'e', 'j'],
  sandwich: ['sandwich mallocgc$', cpu, 'k', 'E'],
  flame: ['flame', cpu],
  'flame-search': ['flame', cpu, 'j', 'j', 'j', '/', "'json"],
  'flame-zoomed': ['flame json.Marshal', cpu],
  'flame-flipped': ['flame', cpu, 'I', 'j'],
  'flame-growth': ['flame', growth, 'j'],
  top: ['top -i', heap],
  'top-packages': ['top -i', heap, 'tab', 'tab', 'j', 'm', 'o'],
  'top-lines-filtered': ['top -i', heap, 'shift+tab', '/', "'json encode", 'enter'],
  'top-objects-beside': ['top -i', heap, 'c', 'o'],
  'top-growth': ['top -i', growth],
  'top-focused': ['top -i', cpu, 'j', 'f'],
  source: ['source store.*Store', cpu],
  'source-missing': ['source store.*Store', withoutSources],
  'source-code': ['source main.hashLoop', disassembled(), 'd'],
  tags: ['tags -i', heap],
  'tags-values': ['tags -i', heap, 'right', 'j', 'space', 'j', 'space'],
  goroutines: ['goroutines', dump],
  'goroutines-stack': ['goroutines', dump, 'right'],
  'goroutines-state': ['goroutines', dump, 'tab', 'e'],
  'goroutines-creator': ['goroutines', dump, 'shift+tab', 'E'],
};

const SIZES = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 },
];

const keysOf = (keys: readonly string[]) => keys.flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]));

const expectScreen = (name: string, size: Required<Pick<ViewSetting, 'columns' | 'rows'>>, lines: readonly string[]) =>
  expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../../golden/views/${name}-${size.columns}x${size.rows}.txt`);

describe.each(SIZES)('at $columns by $rows', (size) => {
  test.each(Object.entries(SCREENS))('%s', async (name, [line, { profile, ...of }, ...keys]) => {
    const view = await openView(line, profile, { ...of, ...size, isShort: true });
    await view.press(...keysOf(keys));
    await expectScreen(name, size, view.lines());
  });

  /** It has a screen of its own, so it is mounted; what it asks arrives later. */
  test.each<readonly [name: string, keys: readonly string[], preview: RegExp]>([
    ['find', [], /functions of net\/http/],
    ['find-query', ["'json"], /functions of encoding\/json/],
    ['find-menu', ["'json", 'tab', 'enter'], /copy its name/],
  ])('%s', async (name, keys, preview) => {
    const { profile, source } = cpu;
    const host = makeReportHost(cpu.machine, { source, explains: true });
    const input = { profile, options: DEFAULT_OPTIONS, host, notify: () => {} };
    const shorten = shortNamesOf(profile);
    const facts = { options: DEFAULT_OPTIONS, sampleTypes: ['cpu'], sampleType: 'cpu', trail: [], shorten };
    const view = { ...viewProfile(input), shorten };
    const ask: FindScreenProps['ask'] = (question) => viewAnswer(input, question);
    const screen = await openScreen(
      <FindScreen view={view} query="" facts={facts} theme={makeTheme('none')} ask={ask} onDone={() => {}} />,
      { ...size, alternateScreen: true },
    );
    await screen.waitFor(/all \d+/);
    await screen.press(...keysOf(keys));
    // There is no room for it on the smallest one.
    if (size.rows >= 24) await screen.waitFor(preview);
    await expectScreen(name, size, screen.lines());
    screen.close();
  });
});
