import { describe, expect, test } from 'vitest';
import { drawProfile } from '../../support/draw-profile.ts';
import { csvRows } from './csv-rows.ts';
import { reportNamed } from './examples.ts';
import { type FormattedRun, formattedText, shop } from './formatted-text.ts';

const csv = (name: string, run: FormattedRun) => csvRows(formattedText(reportNamed(name), 'csv', run));

/** Texts as they come out of a column of text. */
function written(...comments: readonly string[]): string[] {
  return csv('comments', { profile: { ...shop, comments } })
    .slice(1)
    .map(([comment]) => comment);
}

describe('text', () => {
  test('that a spreadsheet would run is made harmless', () => {
    expect(written('=cmd()', '@sum', '-[Shop total]', '+[Shop total]', '\u3000＝x', 'a=b')).toEqual([
      "'=cmd()",
      "'@sum",
      "'-[Shop total]",
      "'+[Shop total]",
      "'\u3000＝x",
      'a=b',
    ]);
  });

  test('is quoted where it has to be', () => {
    const profile = drawProfile('say "hi", twice 1');
    expect(formattedText(reportNamed('top'), 'csv', { profile })).toContain(',"say ""hi"", twice",');
    expect(written('say "hi", twice', ' x')).toEqual(['say "hi", twice', ' x']);
  });

  test('has no control characters, so that a record is a line', () => {
    const [, row] = csv('traces', { profile: drawProfile('a\u0007b\u001b[2J\u202ec 1') });
    expect(row[3]).toBe('a\\x07b\\x1b[2J\\u202ec');
  });

  test('that is empty is not nothing', () => {
    expect(formattedText(reportNamed('comments'), 'csv', { profile: { ...shop, comments: ['', 'x'] } })).toBe(
      'comment\n""\nx\n',
    );
  });

  test('keeps bytes that are no UTF-8 readable', () => {
    expect(written('a\udcffb')).toEqual(['a\\xffb']);
  });
});

test('negative numbers stay numbers', () => {
  const [, row] = csv('top', { profile: drawProfile('main -5') });
  expect(row.slice(0, 3)).toEqual(['-5', '-1', '-1']);
});

test('lists are one field', () => {
  const [heading, row] = csv('traces', { profile: shop, options: { focus: 'price' } });
  expect(Object.fromEntries(heading.map((name, i) => [name, row[i]]))).toEqual({
    value: '30000000',
    value_share: '0.0516139',
    labels: 'route=cart;tenant=acme;bytes=4096 bytes;latency=1500 milliseconds',
    stack: 'shop.price;shop.(*Cart).Total;shop.main',
    inlined: '0',
  });
  expect(csv('traces', { profile: shop, options: { focus: 'push_back' } })[1][3]).toBe(
    '[libc.so.6];std::vector<int>::push_back;shop.main',
  );
});

test('several tables are one, with a column that tells them apart', () => {
  const [heading, ...rows] = csv('dot', { profile: shop });
  expect(heading[0]).toBe('table');
  expect(new Set(heading).size).toBe(heading.length);
  expect([...new Set(rows.map((row) => row.length))]).toEqual([heading.length]);
  expect([...new Set(rows.map(([table]) => table))]).toEqual(['nodes', 'calls']);
  const call = rows.find(([table]) => table === 'calls') ?? [];
  expect([call[heading.indexOf('caller_name')], call[heading.indexOf('name')]]).toEqual(['shop.main', '']);
});

test('a report without rows is its heading', () => {
  const profile = drawProfile('main 1');
  expect(formattedText(reportNamed('comments'), 'csv', { profile })).toBe('comment\n');
});
