import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceColors } from '../../../src/report/views/source-colors.ts';
import { TOKEN_KINDS } from '../../../src/report/views/source-tokens.ts';

/** The pieces of a file that are not plain, each with its kind. */
function pieces(path: string, text: string): string[] {
  const lines = text.split('\n');
  const colors = sourceColors(path, lines);
  if (colors === undefined) throw new Error(`${path} has no colours`);
  return lines.flatMap((line, row) => {
    const shown: string[] = [];
    let from = 0;
    for (let piece = colors.lineStart[row]; piece < colors.lineStart[row + 1]; piece++) {
      const kind = TOKEN_KINDS[colors.kind[piece]];
      if (kind !== 'plain') shown.push(`${kind}:${line.slice(from, colors.end[piece])}`);
      from = colors.end[piece];
    }
    expect(from).toBe(line.length);
    return shown;
  });
}

describe('pieces of the languages that profiles come from', () => {
  test.each([
    ['a.go', 'func Add(a int) string { return "x<y&" }', ['keyword:func', 'name:Add', 'type:int', 'type:string']],
    ['a.rs', 'fn main() { let x = 1; }', ['keyword:fn', 'name:main', 'keyword:let', 'number:1']],
    ['a.cc', 'int main() { return 0; } // done', ['type:int', 'name:main', 'keyword:return', 'number:0']],
    ['A.java', 'class A { int x = 1; }', ['keyword:class', 'type:A', 'type:int', 'number:1']],
    ['a.ts', 'const x: number = 1;', ['keyword:const', 'type:number', 'number:1']],
    ['a.py', 'def f(): return "x"', ['keyword:def', 'name:f', 'keyword:return', 'string:"x"']],
  ])('%s', (path, text, wanted) => {
    expect(pieces(path, text)).toEqual(expect.arrayContaining(wanted));
  });
});

test('what spans lines is in each of them, and empty lines have nothing', () => {
  expect(pieces('a.go', '/* one\n\ntwo */\nvar s = `a\n\tb`')).toEqual([
    'comment:/* one',
    'comment:two */',
    'keyword:var',
    'string:`a',
    'string:\tb`',
  ]);
});

test('a language that is not known has no colours', () => {
  expect(sourceColors('README', ['text'])).toBeUndefined();
  expect(sourceColors('a.unknown', ['text'])).toBeUndefined();
  expect(sourceColors('asm_amd64.s', ["// it's Go's own assembler"])).toBeUndefined();
});

test('headers of the C++ library have no ending', () => {
  expect(pieces('/usr/include/c++/13/vector', 'return 1;')).toContain('keyword:return');
});

test('a file that is very long has no colours', () => {
  expect(
    sourceColors(
      'a.go',
      Array.from({ length: 50_000 }, () => 'x = 1 // y'),
    ),
  ).toBeUndefined();
});

test('pieces cover every line, whatever is in it', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '<', '&', '"', "'", '`', '/', '*', ' ', '\t', 'é', '𝑓', '世', '\udc80', 'func ', '{'),
  });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('a.go', 'a.cc', 'a.py', 'a.js'),
      (lines, path) => {
        pieces(path, lines.join('\n'));
      },
    ),
  );
});
