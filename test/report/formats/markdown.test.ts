import { describe, expect, test } from 'vitest';
import { safeLines } from '../../../src/base/safe-text.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { drawing, drawProfile } from '../../support/draw-profile.ts';
import { reportNamed } from './examples.ts';
import { type FormattedRun, formattedText, shop, shopHost, textOf } from './formatted-text.ts';
import { markdownTables } from './markdown-tables.ts';

const markdown = (name: string, run: FormattedRun) => formattedText(reportNamed(name), 'markdown', run);

test('the rows of top are those of its text, word for word', () => {
  const run = { profile: shop, options: { unit: 'ms', sort: 'cum' } };
  const [[, ...rows]] = markdownTables(markdown('top', run));
  const lines = textOf(reportNamed('top'), run).trimEnd().split('\n');
  const text = lines
    .slice(lines.findIndex((line) => line.includes('flat%')) + 1)
    .map((line) => line.replace(/ +/g, ' ').trim());
  expect(
    rows.map(([flat, flatShare, sumShare, cum, cumShare, name, mark]) =>
      [flat, flatShare, sumShare, cum, cumShare, name, mark && `(${mark})`].filter((cell) => cell !== '').join(' '),
    ),
  ).toEqual(text);
});

test('begins with the lines that the text begins with', () => {
  const lines = textOf(reportNamed('top'), { profile: shop }).split('\n');
  const header = lines.slice(
    0,
    lines.findIndex((line) => line.includes('flat%')),
  );
  const [paragraph] = markdown('top', { profile: shop }).split('\n\n');
  expect(paragraph.split('\\\n')).toEqual(header);
});

test('numbers are aligned to the right', () => {
  const [, alignment] = markdown('tags', { profile: shop }).split('\n');
  expect(alignment).toBe('| --- | --- | --- | ---: | ---: |');
});

describe('names are shown as they are', () => {
  test.each(['a|b', 'a`b', 'a\\|b', '`', 'f<T>(x)', '<b>&amp;</b>', '*x*_y_', ' x', 'a\u00a0'])('%j', (name) => {
    const profile = drawProfile('main 1');
    const named = { ...profile, comments: [name] };
    const [[, [cell]]] = markdownTables(markdown('comments', { profile: named }));
    expect(cell).toBe(name);
  });

  test('without control characters', () => {
    const text = markdown('top', { profile: drawProfile('a\u001b[31m\u0085\u202eb 1') });
    expect(text).toContain('a\\x1b[31m\\x85\\u202eb'.replaceAll('\\', '&#92;').replaceAll('[', '&#91;'));
    expect(safeLines(text)).toBe(text);
  });
});

test('comments cannot break out of the paragraph', () => {
  const pprof = drawing('main 1');
  const text = (value: string) => pprof.stringTable.dedup(value);
  pprof.comment = ['- a', '1. b', '**c**', '=====', '<script>', '', '[x](y)', '> q'].map(text);
  const [paragraph] = markdown('top', { profile: decodeProfile(pprof.encode()) }).split('\n\n');
  expect(paragraph.split('\\\n').slice(0, 7)).toEqual([
    '\\- a',
    '1\\. b',
    '\\*\\*c\\*\\*',
    '\\=====',
    '\\<script>',
    '\\[x\\](y)',
    '\\> q',
  ]);
});

describe('listings are blocks of code', () => {
  test.each(['list', 'traces', 'raw'])('%s has what its text has', (name) => {
    const run = { profile: shop, host: shopHost, ...(name === 'list' && { argument: 'Total' }) };
    expect(markdown(name, run)).toBe(`\`\`\`\n${textOf(reportNamed(name), run)}\`\`\`\n`);
  });

  test('weblist shows lines with their values', () => {
    const text = markdown('weblist', { profile: shop, argument: 'Total', host: shopHost });
    expect(text).toContain('shop.(*Cart).Total in /src/shop/cart.go\n');
    expect(text).toContain('      30ms       30ms     25: \ttotal += price(item) // a < b | c\n');
  });

  test('nothing in them ends the block', () => {
    const pprof = drawing('main 1');
    pprof.comment = ['```', ' ````  '].map((value) => pprof.stringTable.dedup(value));
    const text = markdown('traces', { profile: decodeProfile(pprof.encode()) });
    expect(text.match(/^ {0,3}`{3,}/gm)).toEqual(['```', '```']);
  });
});

test('two tables have their names above them', () => {
  const text = markdown('dot', { profile: shop });
  expect(text.match(/^\*\*.*\*\*$/gm)).toEqual(['**nodes**', '**calls**']);
  expect(markdownTables(text).map(([heading]) => heading[0])).toEqual(['node', 'caller']);
});
