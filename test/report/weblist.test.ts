import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Binary, FoundBinary, Instruction } from '../../src/analysis/instructions.ts';
import { UserError } from '../../src/base/errors.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Options } from '../../src/report/options.ts';
import { html } from '../../src/report/weblist/page.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/report/weblist/script.ts';
import { weblistReport } from '../../src/report/weblist.ts';
import { type CodeDrawing, drawCode } from '../support/draw-code.ts';
import { fakeHost } from '../support/fake-host.ts';
import { recordedBinary } from '../support/recorded-binary.ts';
import { reportText } from '../support/report-text.ts';

interface Setting {
  readonly options?: Partial<Options>;
  readonly binary?: FoundBinary;
  readonly files?: Readonly<Record<string, string>>;
}

function weblist(drawing: CodeDrawing, argument: string, { options = {}, binary, files = {} }: Setting = {}) {
  const profile = drawCode(drawing);
  const binaries = binary === undefined ? {} : { [profile.mappings[0].file]: binary };
  return reportText(weblistReport, { profile, argument, options, host: fakeHost({ files, binaries }) });
}

const text = (cell: string) =>
  cell
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

/** The page as text: the names of functions, what is noted, and the cells of the rows. Hot lines have a star. */
function readPage(page: string): string[] {
  const parts = page.matchAll(
    /<h2 id="[^"]*">(.*?)<\/h2>|<p class="(?:note|sums)">(.*?)<\/p>|<tr([^>]*)>(.*?)<\/tr>/gs,
  );
  return Array.from(parts, ([, name, note, attributes, row]) => {
    if (name !== undefined) return `# ${text(name)}`;
    if (note !== undefined) return text(note);
    const cells = [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => text(cell));
    return `${/\bhot\b/.test(attributes) ? '*' : ' '} ${cells.slice(1).join(' | ')}`;
  }).filter((row) => !row.endsWith('Line | Flat | Cum | Source'));
}

const loop: CodeDrawing = {
  locations: {
    start: '0x1000 main@/src/main.go:50+45',
    first: '0x2000 hashLoop@/src/main.go:38+36',
    mix: '0x2004 mix@/src/main.go:29+28 < hashLoop@/src/main.go:39+36',
    mixEnd: '0x2008 mix@/src/main.go:31+28 < hashLoop@/src/main.go:39+36',
  },
  samples: `
    start;first  90
    start;mix   100
    start;mixEnd 60
  `,
};

const source = Array.from({ length: 60 }, (_, i) => `line ${i + 1}`).join('\n');
const files = { '/src/main.go': source };

describe('lines', () => {
  test('what was inlined counts for the line it was inlined into', () => {
    expect(readPage(weblist(loop, 'hashLoop', { files }).text).filter((row) => /[#*]|cum/.test(row))).toEqual([
      '# hashLoop',
      '250ns flat, 250ns cum, 100% of the total',
      '* 38 | 90ns | 90ns | line 38',
      '* 39 | 160ns | 160ns | line 39',
    ]);
  });

  test('an inlined function that matches has lines of its own', () => {
    expect(readPage(weblist(loop, 'mix', { files }).text).filter((row) => /[#*]/.test(row))).toEqual([
      '# mix',
      '* 29 | 100ns | 100ns | line 29',
      '* 31 | 60ns | 60ns | line 31',
    ]);
  });

  test('are shown with those around them', () => {
    const rows = readPage(weblist(loop, 'mix', { files }).text).filter((row) => row.includes('line '));
    expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(Array.from({ length: 13 }, (_, i) => 24 + i));
  });

  test('recursion counts once', () => {
    const drawing = {
      locations: { fib: '0x10 fib@/src/main.go:9+7', leaf: '0x20 fib@/src/main.go:8+7' },
      samples: 'fib;fib;fib;leaf 10',
    };
    expect(readPage(weblist(drawing, 'fib', { files }).text).filter((row) => /cum|[89] \|/.test(row))).toEqual([
      '10ns flat, 10ns cum, 100% of the total',
      '* 8 | 10ns | 10ns | line 8',
      '  9 | . | 10ns | line 9',
    ]);
  });

  test('of files in the order of their names, of functions in the order of the file', () => {
    const drawing = {
      locations: { a: '0x1 z@/src/a.go:9', b: '0x2 y@/src/a.go:7', c: '0x3 x@/src/B.go:1', d: '0x4 w@/src/a.go:20+1' },
      samples: 'a;b;c;d 10',
    };
    const names = readPage(weblist(drawing, 'src').text).filter((row) => row.startsWith('#'));
    expect(names).toEqual(['# x', '# w', '# y', '# z']);
  });
});

describe('what is shown', () => {
  const shown = (argument: string) => {
    const { text: page, error } = weblist(loop, argument, { files });
    return error?.message ?? readPage(page).filter((row) => row.startsWith('#'));
  };

  test.each<[string, string, string[]]>([
    ['a name of a file', 'main\\.go$', ['# mix', '# hashLoop', '# main']],
    ['a binary: what has code of its own', 'bin/app', ['# hashLoop', '# main']],
    ['an address that was sampled', '0x2004', ['# hashLoop']],
    ['the same in other digits', '8196', ['# hashLoop']],
  ])('%s', (_, argument, names) => {
    expect(shown(argument)).toEqual(names);
  });

  test.each(['nosuch', '0x2005', 'main\\.go:29'])('no match: %s', (argument) => {
    expect(shown(argument)).toBe(`no matches found for regexp: ${argument}`);
  });

  test('a match without values', () => {
    const { text: page } = weblist({ ...loop, samples: 'start;mix 0' }, 'mix', { files });
    expect(readPage(page)).toEqual(['What matches has no values in this profile.']);
  });
});

const instruction = (address: number, ...lines: readonly number[]): Instruction => ({
  address: BigInt(address),
  text: `op ${address.toString(16)}`,
  lines: lines.map((line) => ({ file: '/src/main.go', line })),
});

const binary: Binary = {
  path: '/bin/app',
  buildId: '',
  hasGoLines: true,
  symbols: [{ name: 'hashLoop', start: 0x2000n, end: 0x2010n }],
  fileAddress: (address) => address,
  instructions: () => [
    instruction(0x2000, 38),
    instruction(0x2004, 29, 39),
    instruction(0x2006, 30, 39),
    instruction(0x2008, 31, 39),
    instruction(0x200a),
    instruction(0x200c, 38),
  ],
};

describe('instructions', () => {
  const code = (argument: string, found: FoundBinary) =>
    readPage(weblist(loop, argument, { files, binary: found }).text).filter((row) => / op |⋮|in hash|^No /.test(row));

  test('stand below their line, those in between left out', () => {
    expect(code('hashLoop', { type: 'found', binary })).toEqual([
      '  2000 | 90ns | 90ns | op 2000',
      '  ⋮',
      '  200c |  |  | op 200c',
      '  2004 | 100ns | 100ns | op 2004 main.go:29',
      '  2006 |  |  | op 2006 main.go:30',
      '  2008 | 60ns | 60ns | op 2008 main.go:31',
      '  200a |  |  | op 200a',
    ]);
  });

  test('count a sample once, though it is in two of their bytes', () => {
    const drawing = {
      locations: { call: '0x2003 hashLoop@/src/main.go:38', leaf: '0x2000 hashLoop@/src/main.go:38' },
      samples: 'call;call;leaf 10',
    };
    const rows = readPage(weblist(drawing, 'hashLoop', { files, binary: { type: 'found', binary } }).text);
    expect(rows).toContain('  2000 | 10ns | 10ns | op 2000');
  });

  test('of an inlined function say where they are', () => {
    expect(code('mix', { type: 'found', binary })).toEqual([
      '  in hashLoop',
      '  2004 | 100ns | 100ns | op 2004',
      '  in hashLoop',
      '  2006 |  |  | op 2006',
      '  in hashLoop',
      '  2008 | 60ns | 60ns | op 2008',
    ]);
  });

  test('cannot be had from a stripped binary', () => {
    expect(code('hashLoop', { type: 'found', binary: { ...binary, symbols: [] } })).toEqual([
      'No assembly: /bin/app has no symbols, it was stripped.',
    ]);
  });

  test('of another build are doubtful', () => {
    const profile = drawCode(loop);
    const [main] = profile.mappings;
    const { text: page } = reportText(weblistReport, {
      profile: { ...profile, mappings: [{ ...main, buildId: 'abc' }] },
      argument: 'hashLoop',
      host: fakeHost({ files, binaries: { '/bin/app': { type: 'found', binary: { ...binary, buildId: 'def' } } } }),
    });
    expect(readPage(page)).toContain('/bin/app is another build (build ID def) than the one that was profiled (abc).');
  });

  test('cannot be had without a tool, which fails nothing else', () => {
    const failing = {
      ...binary,
      instructions: () => {
        throw new UserError('exec: "objdump": executable file not found in $PATH', 'install binutils');
      },
    };
    expect(code('hashLoop', { type: 'found', binary: failing })).toEqual([
      'No assembly: exec: "objdump": executable file not found in $PATH; install binutils.',
    ]);
  });

  test('of 25 symbols at most, those that cost the most', () => {
    const numbers = Array.from({ length: 30 }, (_, i) => i);
    const drawing = {
      locations: Object.fromEntries(
        numbers.map((i) => [`l${i}`, `0x${(16 * (i + 1)).toString(16)} f${i}@/f.c:${i + 1}`]),
      ),
      samples: numbers.map((i) => `l${i} ${i + 1}`).join('\n'),
    };
    const symbols = numbers.map((i) => ({ name: `f${i}`, start: BigInt(16 * (i + 1)), end: BigInt(16 * (i + 2)) }));
    const disassembled: bigint[] = [];
    const instructions: Binary['instructions'] = ({ start }) => {
      disassembled.push(start);
      return [{ address: start, text: 'nop', lines: [] }];
    };
    const found = { type: 'found', binary: { ...binary, symbols, instructions } } as const;
    const { text: page } = weblist(drawing, 'f.c', { binary: found });
    expect(disassembled.toSorted((a, b) => Number(a - b))).toEqual(symbols.slice(5).map(({ start }) => start));
    expect(readPage(page).filter((row) => row.startsWith('No assembly: only the 25 symbols'))).toHaveLength(1);
  });
});

describe('what is missing', () => {
  test('a source: the lines are there without their text', () => {
    expect(readPage(weblist(loop, 'mix').text)).toEqual([
      'Some sources are missing. Set source_path to the directory they are in, or trim_path to what their names have in front of that.',
      '# mix',
      '160ns flat, 160ns cum, 64.00% of the total',
      'No source: open /src/main.go: no such file or directory.',
      'No assembly: open /bin/app: no such file or directory; put the binary where the profile names it, or into a directory that PPROF_BINARY_PATH lists.',
      '* 29 | 100ns | 100ns | source not found',
      '  ⋮',
      '* 31 | 60ns | 60ns | source not found',
    ]);
  });

  test('the end of a source', () => {
    const { text: page } = weblist(loop, 'mix', { files: { '/src/main.go': 'package main\n' } });
    expect(readPage(page)).toContain('/src/main.go has 1 lines: it is not the file that was compiled.');
  });

  test('what several functions lack is said once', () => {
    const rows = readPage(weblist(loop, 'main.go', { files }).text);
    expect(rows.filter((row) => row.startsWith('No assembly'))).toHaveLength(1);
    expect(rows[0]).toMatch(/^No assembly/);
  });

  test('a binary that nobody can have is no lack', () => {
    const { text: page } = weblist({ ...loop, binary: '' }, 'mix', { files });
    expect(readPage(page).join()).not.toContain('No assembly');
  });
});

describe('the page', () => {
  const withoutScript = (page: string) => page.replace(/<(style|script)>.*?<\/\1>/gs, '');

  test('lets run only its own script', () => {
    expect(SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`);
    expect(weblist(loop, 'mix', { files }).text).toContain(`script-src '${SCRIPT_HASH}'`);
  });

  test('loads nothing', () => {
    const page = weblist(loop, 'main', { files }).text;
    expect(withoutScript(page)).not.toMatch(/\b(src|srcset|url|import)\b\s*[=(]|<link/);
    expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, target]) => !target.startsWith('#'))).toEqual([]);
  });

  test('nothing from outside becomes markup', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'<>&"\'`/=-!]a x{}\u0007\u202e'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, (name, file, line, op) => {
        const profile = drawCode({ locations: { one: '0x2004 NAME@/FILE:1' }, samples: 'one 10', binary: '/bin/app' });
        const { text: page } = reportText(weblistReport, {
          profile: renamed(profile, { NAME: name, '/FILE': `/${file}` }),
          argument: '[^z]',
          host: fakeHost({
            files: { [`/${file}`]: line },
            binaries: {
              '/bin/app': {
                type: 'found',
                binary: {
                  ...binary,
                  symbols: [{ name: op, start: 0x2000n, end: 0x2010n }],
                  instructions: () => [{ address: 0x2004n, text: op, lines: [] }],
                },
              },
            },
          }),
        });
        const tags = [...withoutScript(page).matchAll(/<\/?([a-z0-9]*)/g)].map(([, tag]) => tag);
        const known =
          /^(html|head|meta|title|noscript|body|a|header|h1|h2|p|strong|details|summary|ul|li|ol|div|button|kbd|output|nav|span|main|section|table|thead|tbody|tr|th|td|!?)$/;
        expect(tags.filter((tag) => !known.test(tag))).toEqual([]);
        expect(page.match(/<script/g)).toHaveLength(1);
        for (const control of ['\u0007', '\u202e']) expect(text(page)).not.toContain(control);
      }),
      { numRuns: 60 },
    );
  });

  test('text from outside is spelt so that it shows', () => {
    expect(html(`<b a="x" c='y'>&\u001b\udc80`)).toBe('&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;\\x1b\\x80');
  });
});

/** A profile with other texts in the place of some. */
function renamed(profile: ReturnType<typeof drawCode>, names: Readonly<Record<string, string>>) {
  const { bytes, start, length } = profile.strings;
  const texts = Array.from({ length }, (_, i) => {
    const known = Buffer.from(bytes.subarray(start[i], start[i + 1]));
    return Buffer.from(names[known.toString()] ?? known.toString());
  });
  const starts = Float64Array.from({ length: length + 1 }, (_, i) => Buffer.concat(texts.slice(0, i)).length);
  return { ...profile, strings: { length, bytes: Buffer.concat(texts), start: starts } };
}

test('a Go program', async () => {
  const data = join(import.meta.dirname, '../data/disasm/go');
  const profile = decodeProfile(gunzipSync(readFileSync(join(data, 'cpu.pb.gz'))));
  const { text: page } = reportText(weblistReport, {
    profile: { ...profile, timeNanos: 0n, durationNanos: 0n },
    argument: 'main\\.',
    host: fakeHost({
      files: { '/lab/main.go': readFileSync(join(data, 'main.go'), 'utf8') },
      currentDirectory: '/',
      binaries: { [profile.mappings[0].file]: { type: 'found', binary: recordedBinary('go', { hasGoLines: true }) } },
    }),
  });
  await expect(readPage(page).join('\n')).toMatchFileSnapshot('../golden/weblist/go-main.txt');
});
