import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { listedFunctions, listReport } from '../../../src/report/list.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import type { ViewInput } from '../../../src/report/profile-view.ts';
import { prepareReport } from '../../../src/report/request.ts';
import { sourceAnswer, sourceCode, sourceText } from '../../../src/report/views/source.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { drawCode } from '../../support/draw-code.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { randomProfile } from '../../support/random-profile.ts';

function inputOf(profile: Profile, options: Partial<Options> = {}, files: Readonly<Record<string, string>> = {}) {
  const host = makeReportHost(fakeHost({ files }), { source: '', explains: true });
  return { profile, options: { ...DEFAULT_OPTIONS, ...options }, host, notify: () => {} } satisfies ViewInput;
}

test('functions and their lines are those of list, whatever the options', () => {
  const settings = fc.record({
    noinlines: fc.boolean(),
    mean: fc.boolean(),
    drop_negative: fc.boolean(),
    showcolumns: fc.boolean(),
    hide: fc.constantFrom('', 'main'),
    trim_path: fc.constantFrom('', '/src'),
    source_path: fc.constantFrom('', '/home/src'),
  });
  const patterns = fc.constantFrom('.', 'main', 'a.b|x y', 'Do', '^naïve$', 'nothing at all');
  fc.assert(
    fc.property(randomProfile, settings, patterns, ({ bytes }, options, pattern) => {
      const input = inputOf(decodeProfile(bytes), options);
      const listed = outcomeOf(() =>
        listedFunctions(prepareReport({ ...input, defaults: listReport.defaults, argument: pattern })),
      );
      const shown = outcomeOf(() => sourceAnswer(input, { pattern }).functions);
      const inOrder = (functions: typeof shown) =>
        typeof functions === 'string' ? functions : functions.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
      expect(inOrder(shown)).toEqual(inOrder(listed));
    }),
  );
});

const keyOf = ({ name, file }: { readonly name: string; readonly file: string }) => JSON.stringify([name, file]);

function outcomeOf<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const shop = drawProfile(`
  main@/src/main.go:10;serve@/src/shop.go:20;query@/src/db.go:7    60
  main@/src/main.go:10;serve@/src/shop.go:24;query@/src/db.go:9    15
  main@/src/main.go:11;price@/src/shop.go:40                       25
  main@/src/main.go:12                                              5
`);
const names = (pattern: string) => sourceAnswer(inputOf(shop), { pattern }).functions.map(({ name }) => name);

describe('what a pattern means', () => {
  test('functions by their names, the heaviest first', () => {
    expect(names('serve|price|query')).toEqual(['query', 'serve', 'price']);
  });

  test.each([
    ['shop.go:20', 'serve', 20],
    ['/src/shop.go:40', 'price', 40],
    ['shop.go:23', 'serve', 23],
    ['shop.go:39', 'price', 39],
    ['src/shop.go:1', 'serve', 1],
    ['shop.go:9999', 'price', 9999],
  ])('a place begins with the function there: %s', (pattern, name, line) => {
    const answer = sourceAnswer(inputOf(shop), { pattern });
    expect(answer.functions[answer.start].name).toBe(name);
    expect(answer.line).toBe(line);
    expect(answer.functions.map((fn) => fn.file)).toEqual(['/src/shop.go', '/src/shop.go']);
  });

  test('what only looks like a place is a pattern', () => {
    const odd = drawProfile('main;job:12@/src/job.go:3 5');
    expect(sourceAnswer(inputOf(odd), { pattern: 'job:12' }).functions[0].name).toBe('job:12');
  });

  test.each(['nothing', 'other.go:3'])('nothing is an error in the words of list: %s', (pattern) => {
    expect(() => sourceAnswer(inputOf(shop), { pattern })).toThrow(
      new UserError(`no matches found for regexp: ${pattern}`),
    );
  });

  test('what does not compile is an error in the words of list', () => {
    expect(() => sourceAnswer(inputOf(shop), { pattern: '(' })).toThrow(/^parsing argument regexp \(: error parsing/);
  });

  test('another function to begin with can be named', () => {
    const start = { name: 'price', file: '/src/shop.go' };
    const answer = sourceAnswer(inputOf(shop), { pattern: '.', start });
    expect(answer.functions[answer.start].name).toBe('price');
    expect(answer.text.file).toBe('/src/shop.go');
  });
});

test('answers can be sent between threads', () => {
  const answer = sourceAnswer(inputOf(shop, {}, { '/src/db.go': 'package db\n' }), { pattern: 'query' });
  expect(structuredClone(answer)).toEqual(answer);
});

test('a file comes with all its functions, its text, and its colours', () => {
  const files = { '/src/shop.go': 'package shop\n\nfunc serve() {}\n' };
  const text = sourceText(inputOf(shop, {}, files), { pattern: 'serve', file: '/src/shop.go' });
  expect(text.functions.map(({ name, cum }) => [name, cum])).toEqual([
    ['serve', 75],
    ['price', 25],
  ]);
  expect(text.source).toEqual({
    type: 'found',
    path: '/src/shop.go',
    lines: ['package shop', '', 'func serve() {}'],
  });
  expect(text.colors?.lineStart).toHaveLength(4);
});

test('a file that is missing says where it was looked for', () => {
  const { source } = sourceText(inputOf(shop), { pattern: 'query', file: '/src/db.go' });
  expect(source).toMatchObject({ type: 'missing', reason: 'open /src/db.go: no such file or directory' });
});

describe('instructions', () => {
  const profile = drawCode({
    locations: {
      work: '0x1004 mix@/src/main.go:3+1 < work@/src/main.go:12+10',
      other: '0x1008 work@/src/main.go:13+10',
    },
    samples: `
      work 30
      other 10`,
  });
  const symbol = { name: 'work', start: 0x1000n, end: 0x1010n };
  const lineOf = (line: number) => ({ file: '/src/main.go', line });
  const binary = {
    path: '/bin/app',
    buildId: '',
    hasGoLines: true,
    symbols: [symbol],
    fileAddress: (address: bigint) => address,
    instructions: () => [
      { address: 0x1000n, text: 'PUSHQ BP', lines: [lineOf(10)] },
      { address: 0x1004n, text: 'MULQ AX', lines: [lineOf(3), lineOf(12)] },
      { address: 0x1008n, text: 'RET', lines: [lineOf(13)] },
    ],
  };

  test('are those of the function by address, each with its line and values', () => {
    const host = makeReportHost(fakeHost({ binaries: { '/bin/app': { type: 'found', binary } } }), {
      source: '',
      explains: true,
    });
    const { instructions, problems } = sourceCode(
      { ...inputOf(profile), host },
      { name: 'work', file: '/src/main.go' },
    );
    expect(problems).toEqual([]);
    expect(instructions.map(({ text, line, flat, cum, inlined }) => [text, line, flat, cum, inlined?.line])).toEqual([
      ['PUSHQ BP', 10, 0, 0, undefined],
      ['MULQ AX', 12, 30, 30, 3],
      ['RET', 13, 10, 10, undefined],
    ]);
  });

  test('a binary that is missing is a reason, and no error', () => {
    const { instructions, problems } = sourceCode(inputOf(profile), { name: 'work', file: '/src/main.go' });
    expect(instructions).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/^No assembly: open \/bin\/app: no such file or directory; put/)]);
  });
});
