import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memoryParts } from '../../../src/memory/accounting/parts.ts';
import { type BuildInfo, readBuildInfo } from '../../../src/memory/build/build-info.ts';
import { goMemLimitText, hasGodebug, parseGogc, parseGoMemLimit } from '../../../src/memory/build/go-environment.ts';
import { platformFindings } from '../../../src/memory/build/platform.ts';
import type { PlatformFacts } from '../../../src/memory/build/platform-facts.ts';
import { drawMemStats } from '../accounting/draw-mem-stats.ts';
import { memoryFile } from './memory-file.ts';

const MB = 2 ** 20;
const DAY = '2026-11-23';
const folder = join(import.meta.dirname, '../messages/binaries');

function program(name: string): PlatformFacts['build'] {
  const info = readBuildInfo(memoryFile(gunzipSync(readFileSync(join(folder, `${name}.gz`)))));
  return { info: info as BuildInfo, file: name };
}

/** A program of which only these settings matter. */
function built(version: string, settings: Readonly<Record<string, string>> = {}): PlatformFacts['build'] {
  const go = { version, path: 'p', main: undefined, dependencies: [], settings: { GOOS: 'linux', ...settings } };
  const info: BuildInfo = {
    format: 'ELF',
    architecture: 'amd64',
    otherArchitectures: [],
    wordBits: 64,
    isStripped: false,
    isPacked: false,
    go,
    isGo: true,
    problems: [],
  };
  return { info, file: 'app' };
}

const findings = (facts: Omit<PlatformFacts, 'day'>) => platformFindings({ day: DAY, ...facts });
const brief = (facts: Omit<PlatformFacts, 'day'>) =>
  findings(facts).map(({ id, weight, confidence }) => `${id}: ${weight}, ${confidence}`);
const ids = (facts: Omit<PlatformFacts, 'day'>) => findings(facts).map(({ id }) => id);

const crash = {
  at: { file: 'crash.log', line: 3 },
  message: 'fatal error: runtime: out of memory',
  goVersion: undefined,
  goVersionRange: { atLeast: undefined, atMost: undefined },
  goarch: undefined,
  inUseBytes: undefined,
  requestedBytes: undefined,
  errno: undefined,
};

describe('addresses of 32 bits', () => {
  test('are confirmed as the cause where nearly all of them were in use', () => {
    const [first] = findings({
      build: program('linux-386'),
      ended: 'heap exhaustion',
      crash: { ...crash, inUseBytes: 3_225_157_632 },
    });
    expect(first).toMatchObject({ id: 'address-space-32', weight: 'cause', confidence: 'confirmed' });
    expect(first.evidence).toEqual([
      { text: 'the program is built for 386: its addresses have 32 bits', at: { file: 'linux-386', line: 0 } },
      { text: 'Go could not get more memory, with 3GB in use', at: { file: 'crash.log', line: 3 } },
    ]);
    expect(first.remedy).toBe('build for 64 bits: GOARCH=amd64');
  });

  test('are likely the cause where it is not known how many were in use', () => {
    expect(brief({ build: program('linux-arm'), ended: 'heap exhaustion', crash })[0]).toBe(
      'address-space-32: cause, likely',
    );
  });

  test('are told from the log alone', () => {
    expect(brief({ crash: { ...crash, goarch: '386' }, ended: 'address space' })).toEqual([
      'address-space-32: cause, likely',
    ]);
  });

  test('are a risk where the program ended otherwise', () => {
    expect(brief({ build: program('linux-mips'), ended: 'stack overflow' })[0]).toBe(
      'address-space-32: risk, confirmed',
    );
  });

  test('are not the cause where little of them was in use', () => {
    const facts = { build: program('linux-386'), ended: 'heap exhaustion' } as const;
    expect(brief({ ...facts, crash: { ...crash, inUseBytes: 100 * MB, requestedBytes: 4 * MB } })[0]).toBe(
      'address-space-32: risk, confirmed',
    );
    // One block larger than all addresses.
    expect(brief({ ...facts, crash: { ...crash, inUseBytes: 100 * MB, requestedBytes: 3000 * MB } })[0]).toBe(
      'address-space-32: cause, confirmed',
    );
  });

  test('are only possible as the cause where there was a lower limit', () => {
    const facts = { build: program('linux-386'), ended: 'heap exhaustion', crash } as const;
    expect(brief({ ...facts, limitBytes: 512 * MB })[0]).toBe('address-space-32: cause, possible');
  });

  test('are nothing to programs of 64 bits', () => {
    expect(ids({ build: program('linux-amd64'), ended: 'heap exhaustion', crash })).not.toContain('address-space-32');
  });
});

describe('the version of Go', () => {
  test('is told to be supported, ended or unknown', () => {
    const statement = (version: string) => findings({ build: built(version) }).at(-1)?.statement;
    expect(statement('go1.27.1')).toBe('Go 1.27 is supported until Go 1.29 is out');
    expect(statement('go1.22.12')).toBe('Go 1.22 is not supported any more, since 2025-02');
    expect(statement('devel go1.29-abc Tue')).toBe('Go 1.29 is newer than what is known here, which is of 2026-11-23');
  });

  test('1.12 to 1.15 may count freed memory as resident: likely where the resident memory says so', () => {
    const stats = drawMemStats({ heapAlloc: 10 * MB, heapInuse: 10 * MB, heapIdle: 200 * MB, heapReleased: 200 * MB });
    const of = (version: string, rssBytes?: number, settings = {}) =>
      brief({
        build: built(version, settings),
        memory: rssBytes === undefined ? undefined : memoryParts(stats, { rssBytes }),
      }).filter((line) => line.startsWith('madv-free'));
    expect(of('go1.13.15', 210 * MB)).toEqual(['madv-free: risk, likely']);
    expect(of('go1.13.15')).toEqual(['madv-free: note, possible']);
    expect(of('go1.13.15', 10 * MB)).toEqual([]);
    expect(of('go1.13.15', 210 * MB, { GOOS: 'windows' })).toEqual([]);
    expect(of('go1.13.15', 210 * MB, { DefaultGODEBUG: 'madvdontneed=1' })).toEqual([]);
    expect(of('go1.11.13', 210 * MB)).toEqual([]);
    expect(of('go1.16.15', 210 * MB)).toEqual([]);
  });

  test('1.12 to 1.15 are proven to count freed memory by LazyFree', () => {
    const resident = (lazyFreeBytes: number) => ({
      rssBytes: 210 * MB,
      lazyFreeBytes,
      maxRss: undefined,
      anonymousBytes: undefined,
      hugePageBytes: undefined,
      swapBytes: undefined,
    });
    const build = built('go1.15.15');
    expect(brief({ build, resident: resident(200 * MB) })).toContain('madv-free: risk, confirmed');
    expect(ids({ build, resident: resident(0) })).not.toContain('madv-free');
  });

  test('1.21 and later leave huge pages to the system, which matters where too much is resident', () => {
    const memory = memoryParts(drawMemStats({ heapAlloc: 10 * MB, heapInuse: 10 * MB }), { rssBytes: 100 * MB });
    const build = built('go1.26.8');
    const resident = {
      rssBytes: 100 * MB,
      hugePageBytes: 80 * MB,
      maxRss: undefined,
      anonymousBytes: undefined,
      lazyFreeBytes: undefined,
      swapBytes: undefined,
    };
    expect(brief({ build, memory })).toContain('huge-pages: note, possible');
    expect(brief({ build, memory, resident })).toContain('huge-pages: risk, likely');
    expect(ids({ build, memory, resident: { ...resident, hugePageBytes: 0 } })).not.toContain('huge-pages');
    expect(ids({ build, resident })).not.toContain('huge-pages');
  });

  // Measured: 200,000 times time.After(time.Hour) keep 39 MB with 1.22, 50 MB with 1.26 and an old go.mod, else nothing.
  test.each([
    ['go1.22.12', '', 'timers-are-kept'],
    ['go1.26.8', '', undefined],
    ['go1.26.8', 'asynctimerchan=1,panicnil=1', 'timers-are-kept-by-old-go-mod'],
    ['go1.27.1', 'asynctimerchan=1', undefined],
  ])('%s with GODEBUG=%s: %s', (version, godebug, id) => {
    const found = ids({ build: built(version, { DefaultGODEBUG: godebug }) }).filter((name) =>
      name.startsWith('timers'),
    );
    expect(found).toEqual(id === undefined ? [] : [id]);
  });

  test('the environment changes what is built in', () => {
    const build = built('go1.26.8', { DefaultGODEBUG: 'asynctimerchan=1' });
    expect(ids({ build, environment: { GODEBUG: 'asynctimerchan=0' } })).not.toContain('timers-are-kept-by-old-go-mod');
  });

  test('matters by how the program ended', () => {
    expect(ids({ build: built('go1.17'), ended: 'container limit' })).toContain('no-memory-limit');
    expect(ids({ build: built('go1.17'), ended: 'stack overflow' })).not.toContain('no-memory-limit');
  });

  test('is given as a range where only a log tells of it', () => {
    const [finding] = findings({ crash: { ...crash, goVersionRange: { atLeast: 18, atMost: 20 } } });
    expect(finding.statement).toBe('the program was built with Go 1.18 to 1.20');
  });
});

describe('a limit', () => {
  const limitBytes = 200 * MB;
  const build = built('go1.26.8');

  test('without GOMEMLIMIT gets one advised', () => {
    const [finding] = findings({ build, limitBytes, environment: {}, ended: 'container limit' });
    expect(finding).toMatchObject({ id: 'gomemlimit-unset', weight: 'risk', confidence: 'likely' });
    expect(finding.remedy).toMatch(/^set GOMEMLIMIT=180MiB, 90 % of the limit;/);
  });

  test('is not held against an environment that is not known', () => {
    expect(ids({ build, limitBytes })).not.toContain('gomemlimit-unset');
    expect(ids({ build: built('go1.18'), limitBytes, environment: {} })).not.toContain('gomemlimit-unset');
  });

  test.each([
    ['180MiB', undefined],
    ['198MiB', 'gomemlimit-near-limit'],
    ['200MiB', 'gomemlimit-above-limit'],
    ['512MB', 'gomemlimit-malformed'],
  ])('with GOMEMLIMIT=%s: %s', (GOMEMLIMIT, id) => {
    const found = ids({ build, limitBytes, environment: { GOMEMLIMIT } }).filter((name) => name.startsWith('gomem'));
    expect(found).toEqual(id === undefined ? [] : [id]);
  });

  test('may be met by garbage alone', () => {
    const facts = { build, limitBytes, liveBytes: 120 * MB } as const;
    expect(brief(facts)[0]).toBe('headroom-above-limit: risk, possible');
    expect(brief({ ...facts, ended: 'container limit', environment: {} })[0]).toBe(
      'headroom-above-limit: cause, likely',
    );
    // GOGC may be another one.
    expect(brief({ ...facts, ended: 'container limit' })[0]).toBe('headroom-above-limit: cause, possible');
    expect(findings(facts)[0].remedy).toBe('set GOMEMLIMIT=180MiB, or GOGC=50');
    // Either setting holds the heap down.
    expect(ids({ ...facts, environment: { GOMEMLIMIT: '180MiB' } })).not.toContain('headroom-above-limit');
    expect(ids({ ...facts, environment: { GOGC: '40' } })).not.toContain('headroom-above-limit');
  });

  test('may be too low for what is live', () => {
    expect(brief({ build, limitBytes, liveBytes: 190 * MB })[0]).toBe('live-above-limit: risk, possible');
  });

  test('is compared with the goal of the collector where MemStats have it', () => {
    const stats = drawMemStats({
      heapAlloc: 60 * MB,
      heapInuse: 60 * MB,
      nextGc: 190 * MB,
      gcSys: 20 * MB,
      sys: 20 * MB,
    });
    const [finding] = findings({ build, limitBytes, stats });
    expect(finding.statement).toBe(
      'nothing has to leak: the heap may grow to 210MB with garbage before it is collected',
    );
  });
});

describe('GOMEMLIMIT', () => {
  const limitBytes = 200 * MB;

  test('may be set by a library', () => {
    const build = built('go1.26.8');
    const library = { path: 'github.com/KimMachineGun/automemlimit', version: 'v0.7.0', replacedBy: undefined };
    const go = { ...build?.info.go, dependencies: [library] };
    const withLibrary = { ...build, info: { ...build?.info, go } } as PlatformFacts['build'];
    expect(ids({ build, limitBytes, environment: {} })).toContain('gomemlimit-unset');
    expect(ids({ build: withLibrary, limitBytes, environment: {} })).not.toContain('gomemlimit-unset');
  });

  test('is not advised to programs that do not know it', () => {
    const [finding] = findings({ build: built('go1.18'), limitBytes, liveBytes: 120 * MB });
    expect(finding.remedy).toBe('set GOGC=50, or build with Go 1.19 or later for GOMEMLIMIT');
  });

  test('that what is live nearly fills makes the collector run all the time', () => {
    const of = (GOMEMLIMIT: string) => brief({ liveBytes: 120 * MB, environment: { GOMEMLIMIT } });
    expect(of('128MiB')).toEqual(['gomemlimit-below-live: risk, possible']);
    expect(of('200MiB')).toEqual([]);
  });
});

test('collection that is off is a risk, proven by MemStats', () => {
  expect(brief({ environment: { GOGC: 'off' } })).toEqual(['collection-off: risk, possible']);
  const off = drawMemStats({ gcCount: 3 });
  expect(brief({ stats: off })).toEqual(['collection-off: risk, confirmed']);
  // The program has set it itself.
  expect(brief({ environment: { GOGC: 'off' }, stats: { ...off, nextGc: 100 } })).toEqual([]);
});

test('collection that is off is none, where GOMEMLIMIT starts it', () => {
  expect(ids({ environment: { GOGC: 'off', GOMEMLIMIT: '1GiB' } })).toEqual([]);
});

describe('flags', () => {
  test('of the race detector', () => {
    expect(brief({ build: program('linux-amd64-race') })[0]).toBe('race-detector: risk, confirmed');
    expect(ids({ build: program('linux-amd64-cgo') })).not.toContain('race-detector');
  });

  test('of no optimisation', () => {
    expect(ids({ build: program('linux-amd64-godebug') })).toContain('not-optimised');
    expect(ids({ build: program('linux-amd64') })).not.toContain('not-optimised');
  });

  test('cgo is said to be possible where much memory is outside of Go, and not else', () => {
    const stats = drawMemStats({ heapAlloc: 100 * MB, heapInuse: 100 * MB });
    const of = (cgo: string, rssBytes: number) =>
      brief({ build: built('go1.26.8', { CGO_ENABLED: cgo }), memory: memoryParts(stats, { rssBytes }) }).filter(
        (line) => line.includes('memory:'),
      );
    expect(of('1', 200 * MB)).toEqual(['cgo-memory: risk, possible']);
    expect(of('0', 200 * MB)).toEqual(['mapped-memory: risk, likely']);
    expect(of('1', 110 * MB)).toEqual([]);
  });
});

test('of a program that is healthy and new nothing is said but its version', () => {
  expect(brief({ build: built('go1.27.1'), environment: {} })).toEqual(['go-version-supported: note, confirmed']);
});

test('nothing known, nothing said', () => {
  expect(findings({})).toEqual([]);
});

// As programs built with Go 1.26 take them.
describe('settings of the environment', () => {
  test.each([
    ['512MiB', { type: 'bytes', bytes: 512 * MB }],
    ['1073741824', { type: 'bytes', bytes: 2 ** 30 }],
    ['off', { type: 'off' }],
    ['512MB', { type: 'malformed' }],
    ['512mib', { type: 'malformed' }],
    ['1e9', { type: 'malformed' }],
    ['-1', { type: 'malformed' }],
  ])('GOMEMLIMIT=%s is %j', (text, limit) => {
    expect(parseGoMemLimit(text)).toEqual(limit);
  });

  test.each([
    [undefined, 100],
    ['abc', 100],
    ['50', 50],
    ['off', undefined],
    ['-1', undefined],
  ])('GOGC=%s is %s', (text, percent) => {
    expect(parseGogc(text)).toBe(percent);
  });

  test('the last of several settings in GODEBUG counts', () => {
    expect(hasGodebug('a=0,a=1', 'a=1')).toBe(true);
    expect(hasGodebug('a=1,a=0', 'a=1')).toBe(false);
    expect(hasGodebug('', 'a=1')).toBe(false);
  });

  test('a limit is written as Go reads it', () => {
    expect(parseGoMemLimit(goMemLimitText(1234.5 * MB))).toEqual({ type: 'bytes', bytes: 1234 * MB });
  });
});
