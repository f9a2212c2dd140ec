import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { findSuspects } from '../../../src/memory/suspects/find-suspects.ts';
import type { SuspectQuestion } from '../../../src/memory/suspects/search.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import { drawGoroutines, drawHeap } from './draw-heap.ts';

type Asked = Partial<Omit<SuspectQuestion, 'profile'>>;

const find = (heap: string, asked: Asked = {}) =>
  findSuspects({ profile: drawHeap(heap), mode: 'retention', catalogue: CATALOGUE, ...asked });
const first = (heap: string, asked?: Asked) => find(heap, asked).suspects[0];
const named = (heap: string, asked?: Asked) => find(heap, asked).suspects.map(({ frame }) => frame.function);

/** The source of one file, its first line being line 1. */
const source = (text: string) => (_: string, line: number) => text.split('\n')[line - 1];

describe('the code to blame', () => {
  test('is the first of the user’s own, not the library that allocates for it', () => {
    const { frame, next } = first('main.main@a/main.go:3;main.read@a/main.go:9;io.ReadAll@io/io.go:5   65536:90/90');
    expect(frame).toEqual({ function: 'main.read', file: 'a/main.go', line: 9 });
    expect(next).toBe('list ^main\\.read$');
  });

  test('is the caller that keeps, where a function makes something for several', () => {
    const heap = `
      main.main@a.go:1;main.serve@a.go:2;main.render@a.go:9    1024:0/9000
      main.main@a.go:1;main.accept@a.go:3;main.render@a.go:9   1024:5000/5000
    `;
    expect(named(heap)).toEqual(['main.accept']);
  });

  test('is who puts parts together that plain functions make', () => {
    const heap = `
      main.main@a.go:1;main.(*store).add@a.go:3;main.body@a.go:9    1024:5000/5000
      main.main@a.go:1;main.(*store).add@a.go:4                     96:5000/5000
    `;
    expect(first(heap).frame).toMatchObject({ function: 'main.(*store).add', line: 3 });
  });

  test('is a method itself, as it can keep what it makes', () => {
    const heap = `
      main.main@a.go:1;main.order@a.go:3;main.(*log).record@a.go:9   1024:5000/5000
      main.main@a.go:1;main.order@a.go:4                             96:5000/5000
    `;
    expect(first(heap).frame.function).toBe('main.(*log).record');
  });

  test('is the library where nothing of the user’s is there', () => {
    const { frame, next } = first(
      'net/http.(*conn).serve@net/http/server.go:5;bufio.NewReaderSize@bufio/bufio.go:2   4096:900/900',
    );
    expect(frame.function).toBe('net/http.(*conn).serve');
    expect(next).toBe('browse ^net/http\\.\\(\\*conn\\)\\.serve$');
  });

  test('is who calls the library, where that allocates in goroutines of its own', () => {
    const heap = `
      net/http.(*Transport).dialConn@net/http/transport.go:5;bufio.NewReaderSize@bufio/bufio.go:2          4096:900/900
      main.main@a.go:1;main.post@a.go:2;net/http.(*Client).Do@net/http/client.go:9                            64:900/900
    `;
    const goroutines = drawGoroutines('net/http.(*persistConn).readLoop@net/http/transport.go:8;runtime.gopark   900');
    const suspect = first(heap, { goroutines });
    expect(suspect).toMatchObject({ frame: { function: 'main.post' }, signature: 'http-body', confidence: 'likely' });
    expect(suspect.evidence.map(({ text }) => text)).toContain('900 goroutines to go with it');
  });

  test('comes after what the program makes while it starts', () => {
    const heap = `
      main.main@a.go:1;main.loadTable@a.go:3      1048576:20/20
      main.main.func1@a.go:5;main.(*hub).join@a.go:9   1024:9000/9000
    `;
    expect(named(heap)).toEqual(['main.(*hub).join', 'main.loadTable']);
  });
});

describe('how sure it is', () => {
  test('size alone is never more than possible', () => {
    expect(first('main.main.func1@a.go:1;main.f@a.go:2   1048576:900/900')).toMatchObject({
      confidence: 'possible',
      signature: 'large-objects',
    });
  });

  const tickers = (count: number) =>
    `main.run@a.go:1;main.watch@a.go:2;time.NewTicker@time/tick.go:5   112:${count}/${count}`;
  test('a name alone is possible, with far too many objects it is likely', () => {
    expect(first(tickers(50))).toMatchObject({ signature: 'timers', confidence: 'possible' });
    expect(first(tickers(50_000))).toMatchObject({ signature: 'timers', confidence: 'likely' });
  });

  test('a growing slice that is kept may be meant to be kept, a thrown away one was waste', () => {
    const rungs = [32768, 49152, 65536, 81920, 106496, 139264, 180224, 229376];
    const heap = (kept: number) =>
      `main.run@a.go:1;main.collect@a.go:2   ${rungs.map((size, i) => `${size}:${i === 7 ? kept : 0}/90`).join(' ')}`;
    const sourceLine = source('func collect() {\n\trows = append(rows, r)\n');
    expect(first(heap(90), { sourceLine })).toMatchObject({ signature: 'append-growth', confidence: 'possible' });
    const churn = first(heap(0), { sourceLine, mode: 'churn' });
    expect(churn).toMatchObject({ signature: 'append-growth', confidence: 'likely' });
    expect(churn.savesAtMost).toBe(90 * (32768 + 49152 + 65536 + 81920 + 106496 + 139264 + 180224));
  });

  test('one profile says that it does not know growth', () => {
    expect(find(tickers(5)).unknown[0]).toContain('One profile does not tell what grows');
  });
});

describe('goroutines', () => {
  const heap = 'main.main.func1@a.go:1;main.ask.func1@a.go:5   512:4000/4000';
  const stuck = 'main.ask.func1@a.go:7;runtime.chansend1@runtime/chan.go:3;runtime.gopark@runtime/proc.go:2';
  const idle = 'main.work@a.go:7;runtime.chanrecv1@runtime/chan.go:3;runtime.gopark@runtime/proc.go:2';

  const asker = 'main.ask.func1@a.go:5   512:4000/4000';

  test('that wait to send keep their stacks and what they allocated', () => {
    const suspect = first(asker, { goroutines: drawGoroutines(`${stuck}   4000`) });
    expect(suspect).toMatchObject({ signature: 'goroutine-leak', confidence: 'possible', objects: 4000 });
    expect(suspect.bytes).toBe(4000 * 2500 + 4000 * 512);
    expect(suspect.bytesOutside).toBe(4000 * 2500);
  });

  const dump = (header: string) =>
    readProfileBytes(
      new TextEncoder().encode(
        Array.from(
          { length: 1200 },
          (_, i) => `goroutine ${i + 1} [${header}]:\nmain.ask.func1()\n\ta.go:7 +0x1\n`,
        ).join('\n'),
      ),
    );

  test('that a dump says have waited for minutes are likely stuck', () => {
    const [suspect] = find(asker, { goroutines: dump('chan send, 3 minutes') }).suspects;
    expect(suspect).toMatchObject({ confidence: 'likely', objects: 1200 });
    expect(find(asker, { goroutines: dump('chan send') }).suspects[0].confidence).toBe('possible');
  });

  test('that Go says leaked are confirmed', () => {
    expect(find(asker, { goroutines: dump('chan send (leaked)') }).suspects[0].confidence).toBe('confirmed');
  });

  test('that wait for work may be a pool', () => {
    const [suspect] = find(heap, { goroutines: drawGoroutines(`${idle}   4000`) }).suspects;
    expect(suspect).toMatchObject({ frame: { function: 'main.work' }, confidence: 'possible' });
  });

  test('of which there are few are none', () => {
    expect(named(heap, { goroutines: drawGoroutines(`${stuck}   40`) })).toEqual(['main.ask.func1']);
  });

  test('without their profile it is said that they are not looked for', () => {
    expect(find(heap).unknown.join()).toContain('Without a goroutine profile');
  });
});

describe('with the source', () => {
  const heap = `main.main.func1@a.go:1;main.importAll@a.go:3;bufio.NewReaderSize@bufio/bufio.go:2   131072:500/500`;

  test('a defer in a loop is found behind what it closes', () => {
    const sourceLine = source(
      'func importAll() {\n\tfor _, name := range names {\n\t\tf := open(name)\n\t\tdefer f.Close()\n\t}\n}',
    );
    const suspect = first(heap, { sourceLine });
    expect(suspect).toMatchObject({ signature: 'defer-in-loop', frame: { function: 'main.importAll', line: 4 } });
  });

  test('a defer in a function inside the loop is none', () => {
    const sourceLine = source(
      '\tfor _, name := range names {\n\t\tfunc() {\n\t\t\tf := open(name)\n\t\t\tdefer f.Close()\n\t\t}()\n\t}\n}',
    );
    expect(first(heap, { sourceLine }).signature).toBe('bufio-per-connection');
  });

  test('the line is evidence with its place', () => {
    const sourceLine = source('\n\ts := string(b)\n');
    const suspect = first('main.run@a.go:1;main.words@a.go:2   16:0/900000', { sourceLine, mode: 'churn' });
    expect(suspect.signature).toBe('conversion-copies');
    expect(suspect.evidence).toContainEqual({ text: 'the line reads: s := string(b)', at: { file: 'a.go', line: 2 } });
  });
});

test('what a version of Go does not have is not found in it', () => {
  const [timers] = CATALOGUE.filter(({ id }) => id === 'timers');
  const catalogue = [{ ...timers, goVersions: { before: '1.23' } }];
  const heap = 'main.run@a.go:1;main.watch@a.go:2;time.After@time/sleep.go:5   112:500/500';
  expect(first(heap, { catalogue, goVersion: 'go1.22.12' }).signature).toBe('timers');
  expect(first(heap, { catalogue, goVersion: '1.26' }).signature).toBeUndefined();
  expect(first(heap, { catalogue }).signature).toBe('timers');
});

test('an empty profile has no suspects', () => expect(find('').suspects).toEqual([]));
