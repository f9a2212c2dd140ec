import { describe, expect, test } from 'vitest';
import type { Crash, Kill, LogReport } from '../../../src/memory/logs/log-report.ts';
import { type Expected, expectations, fixture, readLog } from './fixtures.ts';

const MIB = 2 ** 20;

/** What is told otherwise than expected.json has it, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'crash/checkmarks.log': 'the collector failed: no line of the program asked for what it could not get',
};

const ENDINGS: Readonly<Record<string, string>> = {
  'killed, cause unknown': 'killed',
  'not out of memory': 'not memory',
};
const endingOf = (text: string | null | undefined) => (text == null ? undefined : (ENDINGS[text] ?? text));

const files = expectations();
const logs = files.filter(([file]) => !file.startsWith('gctrace/'));

describe('every message form', () => {
  test.each(logs)('%s', (file, expected) => {
    const report = readLog(fixture(file));
    const all = expected.processes ?? [expected];
    for (const one of all) expectCrashOrKill(file, report, one);
    if (expected.processes === undefined) expect(report.crashes.length).toBeLessThanOrEqual(1);
    else expect(report.crashes.length + report.kills.length).toBe(expected.processes.length);
    expect(report.crashes.filter(({ isMixed }) => isMixed)).toEqual([]);
  });
});

function expectCrashOrKill(file: string, report: LogReport, expected: Expected): void {
  const name = expected.process;
  const ofProcess = report.crashes.filter(({ process }) => name === undefined || isOf(process, expected));
  const accepted = [expected.ended, ...(expected.alsoAccepted ?? [])].map(endingOf);
  const crash = ofProcess.find(({ ended }) => accepted.includes(ended)) ?? ofProcess[0] ?? report.crashes[0];
  if (crash !== undefined) expectCrash(file, crash, expected);
  else if (report.kills[0] !== undefined) expectKill(report.kills[0], expected);
  else expect([...accepted, ...(expected.alsoAccepted ?? [])], 'nothing is told').toSatisfy(includesNothing);
}

const includesNothing = (accepted: readonly unknown[]) => accepted.some((ended) => ended == null);

const isOf = (process: string, { process: name, pid }: Expected) =>
  [name, `${name}[${pid}]`, `app[${name}]`].includes(process);

function expectCrash(file: string, crash: Crash, expected: Expected): void {
  const accepted = [expected.ended, ...(expected.alsoAccepted ?? [])].map(endingOf);
  expect(accepted).toContain(crash.ended === 'unknown' ? undefined : crash.ended);
  if (expected.process !== undefined) expect(crash.process).toSatisfy((process: string) => isOf(process, expected));
  // The length of a mapping that was refused is a request too.
  if (expected.requestedBytes != null) expect(crash.requestedBytes).toBe(expected.requestedBytes);
  expect(crash.inUseBytes).toBe(expected.inUseBytes ?? undefined);
  expect(crash.goroutines.count).toBe(expected.goroutines);
  if (expected.goVersion != null) expect(crash.goVersion).toBe(`go${expected.goVersion}`);
  if (expected.errno !== undefined) expect(crash.errno).toBe(expected.errno);
  if (expected.stackWasGrowing) expect(crash.growing).toBe('stack');
  expect(crash.isCutOff).toBe(/\/cut-/.test(file));
  for (const [fn, count] of Object.entries(expected.groups ?? {})) {
    expect(crash.goroutines.groups.find(({ stack }) => stack.some((frame) => frame.function === fn))?.count).toBe(
      count,
    );
  }
  // Go counts minutes from the first collection that sees a goroutine wait: with none, it prints none.
  if (expected.waitMinutes !== undefined && fixture(file).includes(' minutes')) {
    expect(Math.max(...crash.goroutines.groups.map(({ minutes }) => minutes.most))).toBe(expected.waitMinutes);
  }
  if (file in DIFFERENCES) {
    expect(crash.failing).toBeUndefined();
    return;
  }
  if (expected.allocationBytes != null) expect(crash.allocatedBytes).toBe(expected.allocationBytes);
  expectFailing(crash, expected);
}

function expectFailing(crash: Crash, expected: Expected): void {
  const failing = crash.failing;
  if (expected.alsoAcceptedFunctions?.includes(failing?.function ?? null)) return;
  const { failingFunction, failingFile, failingLine } = expected;
  if (failingFunction == null) expect(failing).toBeUndefined();
  else expect(failing).toEqual({ function: failingFunction, file: failingFile, line: failingLine });
}

function expectKill(kill: Kill, expected: Expected): void {
  expect([expected.ended, ...(expected.alsoAccepted ?? [])].map(endingOf)).toContain(kill.ended);
  if (expected.process !== undefined) expect([kill.task, kill.container]).toContain(expected.process);
  if (expected.pid !== undefined) expect(kill.pid).toBe(expected.pid);
  if (expected.anonRssBytes !== undefined) expect(kill.anonymousBytes).toBe(expected.anonRssBytes);
  if (expected.totalVmBytes !== undefined) expect(kill.totalVirtualBytes).toBe(expected.totalVmBytes);
  if (expected.limitBytes !== undefined) expect(kill.limitBytes).toBe(expected.limitBytes);
  expect(kill.confidence === 'possible').toBe(kill.ended === 'killed');
  if (kill.confidence !== 'confirmed') expect(kill.wouldConfirm).toBeDefined();
}

describe('traces of the collector', () => {
  test.each(files.filter(([file]) => file.startsWith('gctrace/')))('%s', (file, expected) => {
    const { gcTraces } = readLog(fixture(file));
    expect(gcTraces).toHaveLength(1);
    const [{ count, cycles, scavenges, readings }] = gcTraces;
    expect(count).toBe(expected.collections);
    expect(cycles.forced.reduce((sum, forced) => sum + forced, 0)).toBe(expected.forced);
    expect(cycles.liveBytes.at(-1)).toBe((expected.lastLiveMB ?? 0) * MIB);
    expect(Math.max(...cycles.liveBytes)).toBe((expected.maxLiveMB ?? 0) * MIB);
    expect(cycles.goalBytes.at(-1)).toBe((expected.lastGoalMB ?? 0) * MIB);
    expect(cycles.cpuPercent.at(-1)).toBe(expected.lastGCPercent);
    expect(Number.isNaN(cycles.stackBytes[0])).toBe(!expected.hasStacks);
    expect(scavenges.count).toBe(expected.scavengeLines);
    const types = readings.map(({ type }) => type);
    if (count < 8) expect(types).toEqual(['too short']);
    else expect(types).toContain(READINGS[expected.reading ?? ''] ?? expected.reading);
    // These programs run for less than a second: what rises may as well be warming up.
    for (const { type, confidence } of readings) {
      if (type === 'live rises' || type === 'steady') expect(confidence).toBe('possible');
    }
  });
});

const READINGS: Readonly<Record<string, string>> = {
  'memory limit reached': 'limit thrash',
  'too few or forced': 'forced',
};
