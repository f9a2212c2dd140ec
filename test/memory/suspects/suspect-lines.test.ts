import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { findSuspects } from '../../../src/memory/suspects/find-suspects.ts';
import { suspectJson, suspectLines } from '../../../src/memory/suspects/suspect-lines.ts';
import { plainText } from '../../../src/report/line.ts';
import { drawHeap } from './draw-heap.ts';

const profile = drawHeap(`
  main.run@src/feed.go:1;main.(*feed).subscribe@src/feed.go:29;time.NewTicker@time/tick.go:5   112:50000/50000
  main.main.func1@a.go:1;main.f@a.go:2                                                            64:9000/9000
  main.main.func1@a.go:1;main.g@a.go:4                                                            48:9000/18000
`);
const found = findSuspects({ profile, mode: 'retention', catalogue: CATALOGUE, goVersion: '1.26' });
const textOf = (limit: number, width = 80) => Array.from(suspectLines(found, { width, limit }), plainText);

test('a table, then each suspect with what speaks for and against it', () => {
  expect(textOf(1).join('\n')).toMatchInlineSnapshot(`
    "Suspects by what is in use: 6.30MB in 68,000 objects
           in use  share            like    function
    1      5.34MB    85%  likely    timers  main.(*feed).subscribe
       and 2 more, 984.38kB together

    1. main.(*feed).subscribe  feed.go:29
       Timers or tickers are made faster than they are stopped.
       - 5.34MB in 50,000 objects in use, 84.75% of the profile
       - allocated through time.NewTicker
       - blocks of 112B only, where it allocates most
       - nothing of it was ever let go
       But: A timer for each of a bounded number of connections is normal.
       Remedy: Call Stop when done; until Go 1.23 time.After keeps its timer until
         it fires, since then only what is still referenced stays.
       Saves at most: 5.34MB
       To be sure: two snapshots some time apart: leaks tells whether it grows
       Next: list ^main\\.\\(\\*feed\\)\\.subscribe$

    Note: One profile does not tell what grows: what is kept on purpose looks like a
      leak; leaks A B tells them apart
    Note: Without a goroutine profile, goroutines that wait for ever are not found"
  `);
});

test('no line but a command is wider than the terminal', () => {
  for (const width of [60, 80, 120]) {
    const wide = textOf(3, width).filter((line) => line.length > width && !line.startsWith('   Next: '));
    expect(wide).toEqual([]);
  }
});

test('the suspects that are not shown are counted', () => {
  expect(textOf(2)).toContain('   and 1 more, 421.88kB together');
  expect(textOf(3).some((line) => line.includes('more,'))).toBe(false);
});

test('as JSON it is one object with a suspect a line', () => {
  const lines = [...suspectJson(found)];
  const { suspects, ...head } = JSON.parse(lines.join('\n'));
  expect(head).toMatchObject({ report: 'suspects', mode: 'retention', bytes: 6_608_000, objects: 68_000 });
  expect(suspects).toHaveLength(3);
  expect(suspects[0]).toMatchObject({
    function: 'main.(*feed).subscribe',
    file: 'src/feed.go',
    line: 29,
    signature: 'timers',
    confidence: 'likely',
    bytes: 5_600_000,
    next: 'list ^main\\.\\(\\*feed\\)\\.subscribe$',
  });
  expect(suspects[0].stack[0]).toEqual({ function: 'time.NewTicker', file: 'time/tick.go', line: 5 });
  expect(lines.filter((line) => line.startsWith('    {'))).toHaveLength(3);
});

test('names that could harm a terminal are spelt out in what is measured, and safe in JSON', () => {
  const harmful = findSuspects({
    profile: drawHeap('main.run@a.go:1;main.\u001b[2Jx@a.go:2   64:900/900'),
    mode: 'retention',
    catalogue: CATALOGUE,
  });
  expect([...suspectJson(harmful)].join('')).not.toContain('\u001b');
  const table = Array.from(suspectLines(harmful, { width: 80, limit: 1 }), plainText).slice(0, 4);
  expect(table.join('')).not.toContain('\u001b');
});
