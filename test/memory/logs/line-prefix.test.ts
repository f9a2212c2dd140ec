import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PrefixReader } from '../../../src/memory/logs/line-prefix.ts';

const told = (line: string) => new PrefixReader().read(line).map(({ process, text }) => `${process}: ${text}`);

describe('what stands around a line', () => {
  test.each([
    ['main.main()', ': main.main()'],
    ['\t/app/main.go:7 +0x1', ': \t/app/main.go:7 +0x1'],
    ['app-1  | panic: boom', 'app-1: panic: boom'],
    ['app-1  |', 'app-1: '],
    ['\x1b[36mapp-1  | \x1b[0mpanic: boom', 'app-1: panic: boom'],
    ['08:00:00 web.1  | panic: boom', 'web.1: panic: boom'],
    ['[pod/report-5f7d-h4kpz/report] panic: boom', 'report-5f7d-h4kpz/report: panic: boom'],
    ['2026-11-23T08:00:00.024187311Z stderr F panic: boom', ': panic: boom'],
    ['2026-11-23T08:00:00.0241873Z panic: boom', ': panic: boom'],
    ['2026-11-23T08:00:00Z', ': '],
    ['[2026-11-23 08:00:00,123] panic: boom', ': panic: boom'],
    ['Nov 23 10:00:00 host app[123]: panic: boom', 'app[123]: panic: boom'],
    ['Nov  3 10:00:00 host kernel: [ 7063.247407] panic: boom', 'kernel: panic: boom'],
    ['2026-11-23T10:00:00+0100 host app[123]: panic: boom', 'app[123]: panic: boom'],
    ['2026-11-23T08:00:00.024000+00:00 app[web.1]: panic: boom', 'app[web.1]: panic: boom'],
    ['<13>1 2026-11-23T08:00:00.024Z host app 123 - - panic: boom', 'app[123]: panic: boom'],
    ['<6>[ 7063.247407] panic: boom', ': panic: boom'],
    ['kern  :info  : [ 7063.247407] panic: boom', ': panic: boom'],
    ['[Mon Nov 23 08:02:17 2026] panic: boom', ': panic: boom'],
    ['> panic: boom', ': panic: boom'],
    ['{"log":"panic: boom\\n","stream":"stderr"}', ': panic: boom'],
    ['{"level":"error","msg":"\\t/app/main.go:7","container":"api"}', 'api: \t/app/main.go:7'],
    ['app-1  | {"message":"panic: boom"}', 'app-1: panic: boom'],
    ['time=2026-11-23T08:00:00Z level=ERROR msg="panic: \\"boom\\""', ': panic: "boom"'],
    ['{"level":"error"', ': {"level":"error"'],
    ['[GIN] 2026/11/23 request', ': [GIN] 2026/11/23 request'],
    ['\0\0\0panic: boom', ': panic: boom'],
  ])('%j', (line, expected) => {
    expect(told(line)).toEqual([expected]);
  });

  test('may be one line of JSON around many', () => {
    expect(told('{"message":"panic: boom\\n\\ngoroutine 1 [running]:\\n","service":"api"}')).toEqual([
      'api: panic: boom',
      'api: ',
      'api: goroutine 1 [running]:',
    ]);
  });

  test('is learnt from what only Go prints, with other digits', () => {
    const reader = new PrefixReader();
    reader.learnFrom('worker-17 (stdout 4711) - fatal error: out of memory');
    expect(reader.read('worker-18 (stdout 9) - main.main()')).toEqual([{ process: '', text: 'main.main()' }]);
    expect(reader.read('worker-18 (stdout 9) -')).toEqual([{ process: '', text: '' }]);
  });

  test.each(['he said "x": fatal error: out of memory', 'render.c:12:10: fatal error: stdio.h: no such file'])(
    'is not learnt from %s',
    (line) => {
      const reader = new PrefixReader();
      reader.learnFrom(line);
      expect(reader.read(line)).toEqual([{ process: '', text: line }]);
    },
  );

  test('is taken off in time that grows with the line alone', () => {
    const word = fc.constantFrom('a="b" ', 'a=b ', '[', '"', '(', '| ', '> ', '2026-11-23 ', '\\');
    fc.assert(
      fc.property(word, word, (first, second) => {
        const reader = new PrefixReader();
        const line = (first + second).repeat(20_000);
        reader.learnFrom(line);
        expect(reader.read(line)).toHaveLength(1);
      }),
      { numRuns: 40, interruptAfterTimeLimit: 4000, markInterruptAsFailure: true },
    );
  });
});
