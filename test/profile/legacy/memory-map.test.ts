import { describe, expect, test } from 'vitest';
import { readOrFail, shownMappings, unmapped } from './shown-profile.ts';

/** The mappings of a profile with these addresses and a memory map of these lines. */
function mapped(lines: string, addresses: readonly number[] = []) {
  const samples = addresses.map((address) => `1 @ 0x${(address + 1).toString(16)}\n`).join('');
  return readOrFail(`a profile: total 1\n${samples}--- Memory map: ---\n${lines}\n`);
}
const mappingsOf = (...of: Parameters<typeof mapped>) => shownMappings(mapped(...of));

describe('a line of the map', () => {
  test.each([
    // As in /proc/PID/maps.
    ['00400000-00500000 r-xp 00001000 08:01 123 /bin/cat', '400000-500000 @1000 /bin/cat'],
    ['40-50 r-xp 0 00:00 0', '40-50'],
    ['40-50 r-xp 10 08:01 123 /bin/cat (deleted)', '40-50 @10 /bin/cat'],
    ['40-50 r-xp 10 fd:00 123 [vdso]', '40-50 @10 [vdso]'],
    ['40-50: x 10 8:1 5 /a', '40-50 @10 /a'],
    ['40  50  x  10  8:1  5  /a', '40-50 @10 /a'],
    ['40-50 10 8:1 5 /a', '40-50 @10 /a'],
    ['40-50 8:1 5 /a', '40-50 /a'],
    ['40-50 x 10 8:1 5x', '40-50 @10'],
    // Brief.
    ['40-50', '40-50'],
    ['40-50: /bin/a', '40-50 /bin/a'],
    ['40-50: r-xp /a (@100) abcdef', '40-50 @100 /a abcdef'],
    ['0x40-0x50: /a', '40-50 /a'],
    ['40- 50: /a', '40-50 /a'],
    ['40-50: /a abcxyz', '40-50 /a abc'],
    ['40-50: /a(@100) abcd', '40-50 /a(@100) abcd'],
    ['40-50: (@100) abcd', '40-50 (@100) abcd'],
    ['40-50:/a', '40-50'],
    ['40-50: xprog', '40-50'],
    ['40-50 r-xp 00001000 08:01', '40-50 00001000 08'],
    ['deadbeef', 'deadbee-f'],
    ['400x50: /a', '40-50 /a'],
    ['40x50 x 10 8:1 5 /a', '4-50 @10 /a'],
    ['40 8:1 5 /a', '4-0 /a'],
    ['0-ffffffffffffffff: /a', '0-ffffffffffffffff /a'],
    // Behind the prefix of a log.
    ['I0101 12:00:00 foo.cc:12] 40-50: /a', '40-50 /a'],
    ['40-50: /x foo.cc:12] 44-50: /a', '44-50 /a'],
  ])('%j is %j', (line, mapping) => {
    expect(mappingsOf(line)).toEqual([mapping]);
  });

  test.each([
    '40-50 rw-p 00001000 08:01 123 /bin/cat',
    '40-50: ---p /a',
    '40-50: prog',
    '0X40-50: /a',
    '40 - 50: /a',
    '10000000000000000-50: /a',
    '40-50: /a (@10000000000000000)',
    'foo 40-50: /a',
    'foo.cc:12]40-50: /a',
    '[foo.cc:12] 40-50: /a',
    'a:1] b:2] 40-50: /a',
    '\x0b40-50: /a',
    '\xa040-50: /a',
    '',
  ])('%j is none', (line) => {
    expect(mappingsOf(line)).toEqual([]);
  });

  test('keeps bytes that are not UTF-8', () => {
    expect(mappingsOf('40-50: /\xc3\xa9\xff')).toEqual(['40-50 /é\udcff']);
  });
});

describe('an attribute', () => {
  test.each([
    ['x=/u\n40-50: $x/a', '40-50 /u/a'],
    ['  x\t= /u \n40-50: $x$x/a', '40-50 /u/u/a'],
    ['foo.cc:1] x=/u\n40-50: $x', '40-50 /u'],
    ['x=1=2\n40-50: /$x', '40-50 /1=2'],
    ['x=\n40-50: /$x', '40-50 /'],
    ['x=40-50\n$x: /a', '40-50 /a'],
    ['40-50: $x', '40-50 $x'],
    ['40-50: /$x\nx=/u', '40-50 /$x'],
    ['40-50: /$xx/$', '40-50 /$xx/$'],
    ['y=/u\nx=$y/v\n40-50: $x', '40-50 /u/v'],
    ['x=$y\ny=/u\n40-50: $x', '40-50 $y'],
    ['x=/1\nx=/2\n40-50: $x', '40-50 /1'],
    ['x=/1\nxx=/2\n40-50: $xx', '40-50 /1x'],
    ['xx=/2\nx=/1\n40-50: $xx$x', '40-50 /2/1'],
    ['y=q\nx$y=/1\n40-50: $xq', '40-50 /1'],
    ['=/u\n40-50: $$', '40-50 /u/u'],
    ['x=$&\n40-50: /$x', '40-50 /$&'],
    ['\xff=1\n40-50: /$\xff', '40-50 /1'],
  ])('%j gives %j', (lines, mapping) => {
    expect(mappingsOf(lines)).toEqual([mapping]);
  });
});

describe('ranges that follow each other', () => {
  test.each([
    ['the same file', '40-50: /a\n50-60: /a', ['40-60 /a']],
    ['different files', '40-50: /a\n50-60: /b', ['40-50 /a', '50-60 /b']],
    ['a gap', '40-50: /a\n51-60: /a', ['40-50 /a', '51-60 /a']],
    ['the wrong order', '50-60: /a\n40-50: /a', ['50-60 /a', '40-50 /a']],
    ['offsets that follow each other', '40-50: /a (@100)\n50-60: /a (@110)', ['40-60 @100 /a']],
    ['offsets that do not', '40-50: /a (@100)\n50-60: /a (@111)', ['40-50 @100 /a', '50-60 @111 /a']],
    ['an offset that is not told', '40-50: /a (@100)\n50-60: /a\n60-70: /a (@120)', ['40-70 @100 /a']],
    ['no offset at first', '40-50: /a\n50-60: /a (@99)\n60-70: /a (@77)', ['40-70 /a']],
    ['a file told later', '40-50: x\n50-60: x\n60-70: /b abcd\n70-80: x', ['40-80 /b abcd']],
    ['different builds', '40-50: /a abcd\n50-60: /a abce', ['40-50 /a abcd', '50-60 /a abce']],
    ['a build told later', '40-50: /a\n50-60: /a abcd', ['40-60 /a abcd']],
  ])('of %s', (_, lines, mappings) => {
    expect(mappingsOf(lines)).toEqual(mappings);
  });
});

describe('the program, which comes first', () => {
  test.each(['a.so', 'a.so.1.2', 'a.so_3', 'a.so.1/b', '[vdso]', '(deleted)', 'a.so(deleted)', 'a.s(deleted)o'])(
    'is not %s',
    (file) => {
      expect(mappingsOf(`40-50: ${file}\n70-80: /b`)).toEqual(['70-80 /b', `40-50 ${file}`]);
    },
  );

  test.each(['a.so-1', 'a.so1', 'a.sox', 'a.so/b', 'A.SO', 'y(deleted)', '//anon', 'a.dll'])('may be %s', (file) => {
    expect(mappingsOf(`40-50: ${file}\n70-80: /b`)).toEqual([`40-50 ${file}`, '70-80 /b']);
  });

  test('changes places with what was first', () => {
    expect(mappingsOf('40-50: a.so\n50-60: b.so\n60-70: /c')).toEqual(['60-70 /c', '50-60 b.so', '40-50 a.so']);
  });

  test('is not the copy of its start in huge pages', () => {
    expect(mappingsOf('40-50: /anon_hugepage\n50-60: /b')).toEqual(['50-60 /b']);
    expect(mappingsOf('40-50: /anon_hugepage\n60-70: /b')).toEqual(['40-50 /anon_hugepage', '60-70 /b']);
    expect(mappingsOf('30-40: /x\n40-50: /anon_hugepage\n50-60: /b')).toHaveLength(3);
    expect(mappingsOf('40-50: /anon_hugepage')).toEqual(['40-50 /anon_hugepage']);
  });

  test('begins where its file begins, if that is where Linux loads programs', () => {
    expect(mappingsOf('401000-402000: /a (@1000)')).toEqual(['400000-402000 /a']);
    expect(mappingsOf('401000-402000: /a (@800)')).toEqual(['401000-402000 @800 /a']);
    expect(mappingsOf('500000-502000: /a\n401000-402000: /b (@1000)')).toEqual([
      '500000-502000 /a',
      '401000-402000 @1000 /b',
    ]);
  });
});

describe('an address', () => {
  test.each([
    ['in a range', '40-50: /a', [0x40, 0x4f], ['40-50 /a: 40 4f']],
    ['in two', '40-60: /a\n50-70: /b', [0x65, 0x55], ['40-60 /a: 55', '50-70 /b: 65']],
    ['between the start of a file and its range', '50-60: /a (@10)', [0x55, 0x45, 0x44], ['40-60 /a: 55 45 44']],
    ['before the start of a file', '50-60: /a (@10)', [0x3f], ['50-60 @10 /a', '0-ffffffffffffffff: 3f']],
    ['nowhere', '40-50: /a', [0x45, 0x50, 0x200], ['40-50 /a: 45', '0-ffffffffffffffff: 50 200']],
    [
      'after one that is nowhere',
      '50-60: /a (@10)',
      [0x200, 0x45, 0x55],
      ['50-60 @10 /a: 55', '0-ffffffffffffffff: 200 45'],
    ],
    [
      'in a range that is moved for another',
      '50-60: /a (@10)\n100-110: /b (@f0)',
      [0x45, 0x12],
      ['40-60 /a: 45', '10-110 /b: 12'],
    ],
    ['with an inverted range', '10-4: /a (@10)', [5], ['0-4 /a: 5']],
  ])('%s', (_, lines, addresses, mappings) => {
    expect(mappingsOf(lines, addresses)).toEqual(mappings);
  });

  test('0 is in no range', () => {
    const profile = mapped('0-10: /a', [0, 5]);
    expect(shownMappings(profile)).toEqual(['0-10 /a: 5']);
    expect(unmapped(profile)).toEqual(['0']);
  });
});

test('a line of digits without end is looked at but once', () => {
  const digits = 'a'.repeat(30_000);
  const start = performance.now();
  expect(
    mappingsOf(`${digits}\n${digits} ${digits}\n${digits} 8:1\n${' '.repeat(60_000)}\n${':1'.repeat(30_000)}`),
  ).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2000);
});
