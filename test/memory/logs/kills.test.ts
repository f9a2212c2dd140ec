import { describe, expect, test } from 'vitest';
import { quantityBytes } from '../../../src/memory/logs/kill-reader.ts';
import type { Kill } from '../../../src/memory/logs/log-report.ts';
import { fixture, readLog } from './fixtures.ts';

const told = ({ source, ended, confidence, task, container, cgroup, pid }: Kill) =>
  `${source}: ${ended}, ${confidence}: ${task ?? container ?? cgroup ?? 'somebody'}${pid === undefined ? '' : ` (${pid})`}`;

describe('kills', () => {
  test.each([
    ['os/kernel-memcg.dmesg.log', 'kernel: container limit, confirmed: report (48213)'],
    ['os/kernel-host-4.19.log', 'kernel: host memory, confirmed: report (42424)'],
    ['os/docker-inspect-oomkilled.json', 'container: container limit, confirmed: report'],
    ['os/docker-inspect-137.json', 'container: killed, possible: report'],
    ['os/docker-events.log', 'container: container limit, confirmed: report'],
    ['os/kubectl-describe.log', 'kubernetes: container limit, confirmed: report'],
    ['os/kubectl-evicted.log', 'kubernetes: host memory, confirmed: report'],
    ['os/memory.events', 'control group: container limit, confirmed: somebody'],
    ['os/memory.oom_control', 'control group: container limit, likely: somebody'],
    ['os/systemd-unit-only.log', 'systemd: host memory, likely: report.service'],
    ['os/systemd-signal.log', 'systemd: killed, possible: report.service'],
    ['os/systemd-oom-kill.log', 'kernel: host memory, confirmed: report (9123)'],
    ['os/exit-137.log', 'exit status: killed, possible: somebody'],
    ['crash/killed-shell.log', expect.stringMatching(/^exit status: killed, possible: \.\/crashes \(\d+\)$/)],
  ])('%s', (file, kill) => {
    expect(readLog(fixture(file)).kills.map(told)).toEqual([kill]);
  });

  test('by the kernel have their limit, their figures and who made it look for a victim', () => {
    expect(readLog(fixture('os/kernel-memcg-group.log')).kills).toMatchObject([
      { task: 'report', invokedBy: 'logship', usageBytes: 2 ** 28, limitBytes: 2 ** 28, anonymousBytes: 248832 * 1024 },
      { task: 'logship', pid: 5121, limitBytes: 2 ** 28, sharedBytes: 0 },
    ]);
  });

  test('of a limit do not make the next ones of the machine theirs', () => {
    const group = fixture('os/kernel-memcg-group.log').toString();
    const host = fixture('os/kernel-host.line.log').toString();
    const [, , last] = readLog(group, host).kills;
    expect(last).toMatchObject({ ended: 'host memory', pid: 15513, limitBytes: undefined });
  });

  test('that the kernel log has twice are one', () => {
    const line = fixture('os/kernel-host.line.log').toString();
    expect(readLog(line, line).kills).toHaveLength(1);
  });

  test('of containers have the settings of Go', () => {
    const [kill] = readLog(fixture('os/kubectl-describe.log')).kills;
    expect(kill).toMatchObject({ goMemLimit: '480MiB', gogc: '100', limitBytes: 2 ** 29, exitCode: 137 });
  });

  test('one after the other in a restart loop are one each', () => {
    const once = fixture('os/systemd-unit-only.log').toString();
    expect(readLog(once, once, once).kills).toHaveLength(3);
  });

  test.each([
    'INFO supervisor: Killed process 4711 (worker) on request\n',
    'exit status 1370\n',
    'Job exited with code 1\n',
    'the process was killed: see the wiki\n',
    'oom_kill 0\n',
    '0x137 137 code1370\n',
  ])('are not seen in %j', (line) => {
    expect(readLog(line).kills).toEqual([]);
  });

  test('that are only possible say what would confirm them', () => {
    for (const kill of readLog('exit status 137\n').kills) expect(kill.wouldConfirm).toContain('memory.events');
  });
});

test.each([
  ['512Mi', 512 * 2 ** 20],
  ['1G', 1e9],
  ['1830Mi', 1830 * 2 ** 20],
  ['536870912', 536_870_912],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['250m', undefined],
  ['', undefined],
])('%j is %d bytes', (text, bytes) => {
  expect(quantityBytes(text)).toBe(bytes);
});
