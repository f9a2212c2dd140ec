import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyHandling } from '../../../src/ui/pager/keys.ts';
import { initialPager, isWorking, type PagerState, pagerLayout } from '../../../src/ui/pager/model.ts';
import { rowsInView } from '../../../src/ui/pager/rows-in-view.ts';
import { statusItems } from '../../../src/ui/pager/status.ts';
import { update } from '../../../src/ui/pager/update.ts';
import type { KeyPress } from '../../../src/ui/terminal/key-press.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';

const LOOK = { gap: '  ' };

/** A pager of so many cells for lines, and hands and eyes for it. */
function open(lines: readonly string[], { width = 40, height = 5, title = 'top' } = {}) {
  let layout = pagerLayout({ columns: width + 1, rows: height + 1 });
  let state = initialPager({ lines, title });
  const pager = {
    state: () => state,
    /** Keys by their names; the work they start is not done before `settle`. */
    pressOnly(...names: string[]) {
      for (const name of names) {
        const action = actionOfKey(keyOf(name), state, keyHandling);
        if (action !== undefined) state = update(state, action, layout);
      }
      return pager;
    },
    press(...names: string[]) {
      for (const name of names) pager.pressOnly(name).settle();
      return pager;
    },
    type(text: string) {
      return pager.press(...text);
    },
    settle() {
      while (isWorking(state)) state = update(state, { type: 'work' }, layout);
      return pager;
    },
    resize(columns: number, rows: number) {
      layout = pagerLayout({ columns: columns + 1, rows: rows + 1 });
      return pager;
    },
    /** The rows, matches in brackets, twice around those of the line a search has led to. */
    rows: () =>
      rowsInView(state, layout).map(({ pieces, isFound }) =>
        pieces.map(({ text, isMatched }) => (isMatched ? (isFound ? `[[${text}]]` : `[${text}]`) : text)).join(''),
      ),
    /** The line at the bottom. */
    status: () =>
      statusItems(state, layout, LOOK)
        .map(({ text }) => text)
        .join('  '),
    part: (wanted: string) => statusItems(state, layout, LOOK).find(({ part }) => part === wanted)?.text ?? '',
  };
  return pager;
}

function keyOf(name: string): KeyPress {
  return { name: name === ' ' ? 'space' : name, text: [...name].length === 1 ? name : '' };
}

const numbered = (count: number, text = (i: number) => `line ${i}`) =>
  Array.from({ length: count }, (_, i) => text(i + 1));

describe('moving', () => {
  test.each([
    ['nothing', [], 1],
    ['j down Enter', ['j', 'down', 'enter'], 4],
    ['k at the top', ['k'], 1],
    ['j k', ['j', 'j', 'k'], 2],
    ['a page', ['space'], 6],
    ['pages', ['f', 'pagedown', 'b'], 6],
    ['half pages', ['d', 'd', 'u'], 3],
    ['to the end', ['G'], 96],
    ['not beyond the end', ['G', 'j', 'space'], 96],
    ['back from the end', ['G', 'k'], 95],
    ['to the first line', ['G', 'g'], 1],
    ['to a line', ['4', '2', 'g'], 42],
    ['to a line with G', ['4', '2', 'G'], 42],
    ['to a line that does not exist', ['9', '9', '9', '9', 'g'], 96],
    ['to line 0', ['0', 'g'], 1],
    ['a number of lines', ['1', '0', 'j', '3', 'k'], 8],
    ['a number of lines with Space', ['7', 'space'], 8],
    ['digits count for one key', ['1', '0', 'j', 'j'], 12],
    ['Escape forgets digits', ['1', '0', 'escape', 'j'], 2],
  ])('%s', (_, keys, top) => {
    const pager = open(numbered(100)).press(...keys);
    expect(pager.rows()[0]).toBe(`line ${top}`);
    expect(pager.state().result).toBeUndefined();
  });

  test.each(['q', 'escape', 'ctrl+c'])('%s leaves', (key) => {
    expect(open(numbered(9)).press(key).state().result).toEqual({ type: 'back' });
  });

  test('nothing is pressed any more after leaving', () => {
    expect(open(numbered(9)).press('q', 'j').rows()[0]).toBe('line 1');
  });

  test('fewer lines than rows', () => {
    const pager = open(['a', 'b']).press('j', 'G', 'space');
    expect(pager.rows()).toEqual(['a', 'b']);
    expect(pager.status()).toBe('top  lines 1-2 of 2  100%');
  });

  test('pages of a single row', () => {
    const pager = open(numbered(9), { height: 1 });
    expect(pager.press('space', 'd').rows()).toEqual(['line 3']);
    expect(pager.press('b', 'u').rows()).toEqual(['line 1']);
  });

  test('no lines at all', () => {
    const pager = open([]);
    for (const key of [
      'j',
      'G',
      'g',
      'b',
      'right',
      '$',
      'w',
      'j',
      'G',
      'n',
      '/',
      'x',
      'enter',
      'n',
      '&',
      'x',
      'enter',
      'h',
      'h',
    ])
      expect(pager.press(key).rows(), key).toEqual([]);
    expect(pager.part('position')).toBe('no lines');
  });

  test('digits are shown while they are typed', () => {
    const pager = open(numbered(9)).press('1', '2');
    expect(pager.part('note')).toBe(':12');
    expect(pager.press('j').part('note')).toBe('');
  });
});

describe('sideways', () => {
  const lines = ['0123456789'.repeat(3), 'short', `\t${'x'.repeat(4)}`];

  test('half screens, as far as there is something', () => {
    const pager = open(lines, { width: 10 });
    expect(pager.rows()).toEqual(['0123456789', 'short', '        xx']);
    expect(pager.press('right').rows()).toEqual(['5678901234', '', '   xxxx']);
    expect(pager.press('right', 'right', 'right', 'right', 'right').rows()[0]).toBe('0123456789');
    expect(pager.state().left).toBe(20);
    expect(pager.press('left').rows()[0]).toBe('5678901234');
    expect(pager.press('^').rows()[0]).toBe('0123456789');
    expect(pager.press('$').state().left).toBe(20);
  });

  test('digits say how many columns', () => {
    expect(open(lines, { width: 10 }).press('3', 'right').rows()[0]).toBe('3456789012');
  });

  test('the columns are told where they are not all', () => {
    const pager = open(['x'.repeat(70)], { width: 50 });
    expect(pager.part('columns')).toBe('columns 1-50 of 70');
    expect(pager.press('$').part('columns')).toBe('columns 21-70');
    expect(pager.press('^').resize(70, 5).part('columns')).toBe('');
  });

  test('wide characters are not cut in two', () => {
    const pager = open(['a世界b', 'abcdef'], { width: 3 });
    expect(pager.rows()).toEqual(['a世', 'abc']);
    expect(pager.press('1', 'right').rows()).toEqual(['世 ', 'bcd']);
    expect(pager.press('1', 'right').rows()).toEqual([' 界', 'cde']);
  });
});

describe('wrapping', () => {
  const lines = ['one', '0123456789abcdefghij', 'two', 'a世界b世', ''];

  test('long lines go on in the next row', () => {
    const pager = open(lines, { width: 4, height: 12 }).press('w');
    expect(pager.rows()).toEqual(['one', '0123', '4567', '89ab', 'cdef', 'ghij', 'two', 'a世', '界b', '世', '']);
    expect(pager.part('columns')).toBe('');
    expect(pager.press('w').rows()).toEqual(['one', '0123', 'two', 'a世 ', '']);
  });

  test('moving is by rows', () => {
    const pager = open(lines, { width: 4, height: 3 }).press('w', 'j', 'j', 'j');
    expect(pager.rows()).toEqual(['89ab', 'cdef', 'ghij']);
    expect(pager.press('space').rows()).toEqual(['two', 'a世', '界b']);
    expect(pager.press('b', 'k').rows()).toEqual(['4567', '89ab', 'cdef']);
    expect(pager.press('G').rows()).toEqual(['界b', '世', '']);
    expect(pager.part('position')).toBe('');
    expect(pager.press('g').rows()).toEqual(['one', '0123', '4567']);
  });

  test('a wider screen has fewer rows for the line on top', () => {
    const pager = open(lines, { width: 4, height: 2 }).press('w', '5', 'j');
    expect(pager.rows()).toEqual(['ghij', 'two']);
    expect(pager.resize(10, 2).rows()).toEqual(['abcdefghij', 'two']);
  });

  test('a match far inside a long line is gone to', () => {
    const pager = open([...numbered(20), `${'x'.repeat(40)}needle`], { width: 10, height: 4 })
      .press('w', '/')
      .type('needle');
    expect(pager.rows()).toContain('[[needle]]');
  });
});

test('wherever one goes, the screen is a part of all rows', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '世', '\t'), maxLength: 30 }), {
    maxLength: 12,
  });
  const key = fc.constantFrom('j', 'k', 'space', 'b', 'd', 'u', 'g', 'G', 'w');
  fc.assert(
    fc.property(texts, fc.array(key), fc.integer({ min: 2, max: 12 }), (lines, keys, width) => {
      const height = 4;
      const pager = open(lines, { width, height });
      const all = (isWrapped: boolean) =>
        open(lines, { width, height: 1000 })
          .press(...(isWrapped ? ['w'] : []))
          .rows();
      for (const pressed of keys) {
        const before = pager.rows();
        const rows = pager.press(pressed).rows();
        const whole = all(pager.state().isWrapped);
        expect(rows).toHaveLength(Math.min(height, whole.length));
        expect(whole.join('\n')).toContain(rows.join('\n'));
        if (pressed === 'g') expect(rows).toEqual(whole.slice(0, height));
        if (pressed === 'G') expect(rows).toEqual(whole.slice(-height));
        // A page is as many rows as the screen has: the row behind the last one is on top then.
        if (pressed === 'space' && rows.join() !== whole.slice(-height).join())
          expect(whole.join('\n')).toContain([...before, ...rows].join('\n'));
      }
    }),
  );
});

describe('searching', () => {
  const lines = numbered(60, (i) =>
    i % 20 === 0 ? `${i} main.(*conn).serve` : i % 7 === 0 ? `${i} main.run` : `${i} other`,
  );

  test('goes along as the pattern is typed, and back as it is deleted', () => {
    const pager = open(lines).press('/').type('run');
    expect(pager.rows()).toContain('7 main.[[run]]');
    pager.type('x');
    expect(pager.part('note')).toBe('no match for runx');
    expect(pager.rows()[0]).toBe('1 other');
    pager.press('backspace', 'enter');
    expect(pager.rows()).toContain('7 main.[[run]]');
    expect(pager.part('search')).toBe('/run');
  });

  test('n and N go on, around the ends', () => {
    const pager = open(lines, { height: 3 }).press('/').type('serve').press('enter');
    const found = () => pager.rows().find((row) => row.includes('[['));
    expect(found()).toBe('20 main.(*conn).[[serve]]');
    expect(pager.press('n') && found()).toBe('40 main.(*conn).[[serve]]');
    expect(pager.press('n') && found()).toBe('60 main.(*conn).[[serve]]');
    expect(pager.part('note')).toBe('');
    expect(pager.press('n') && found()).toBe('20 main.(*conn).[[serve]]');
    expect(pager.part('note')).toBe('went on from the top');
    expect(pager.press('N') && found()).toBe('60 main.(*conn).[[serve]]');
    expect(pager.part('note')).toBe('went on from the end');
    expect(pager.press('N') && found()).toBe('40 main.(*conn).[[serve]]');
  });

  test('? searches backward, and n goes on backward', () => {
    const pager = open(lines, { height: 3 }).press('G', '?').type('serve').press('enter');
    expect(pager.rows()).not.toContain('60 main.(*conn).[[serve]]');
    expect(pager.part('search')).toBe('?serve');
    pager.press('n');
    expect(pager.rows()).toContain('20 main.(*conn).[[serve]]');
    pager.press('N');
    expect(pager.rows()).toContain('40 main.(*conn).[[serve]]');
  });

  test('all matches in view are marked', () => {
    const pager = open(['aXbX', 'X', 'none'], {}).press('/', 'X', 'enter');
    expect(pager.rows()).toEqual(['a[[X]]b[[X]]', '[X]', 'none']);
  });

  test('after moving on, a search begins at the top of the screen', () => {
    const pager = open(lines, { height: 3 }).press('/').type('serve').press('enter', '4', '1', 'g', 'n');
    expect(pager.rows()).toContain('60 main.(*conn).[[serve]]');
  });

  test("a pattern, pprof's dialect", () => {
    const pager = open(lines, { height: 3 }).press('/').type('^2.*serve$').press('enter');
    expect(pager.rows()).toContain('[[20 main.(*conn).serve]]');
    expect(pager.part('note')).toBe('');
  });

  test.each(['(*conn).serve', '(*conn).s', '*conn'])(
    '%s, which is no pattern or matches nothing as one, is the text',
    (text) => {
      const pager = open(lines, { height: 3 }).press('/').type(text).press('enter');
      expect(pager.rows().find((row) => row.includes('[['))).toContain(`[[${text}]]`);
      expect(pager.part('note')).toBe('taken as text');
    },
  );

  test('Escape goes back to where it began, with the search before', () => {
    const pager = open(lines, { height: 3 }).press('/').type('run').press('enter');
    const before = pager.rows();
    pager.press('/').type('serve');
    expect(pager.rows()).not.toEqual(before);
    expect(pager.press('escape').rows()).toEqual(before);
    expect(pager.part('search')).toBe('/run');
  });

  test('Enter alone searches for the same again', () => {
    const pager = open(lines, { height: 3 }).press('/').type('serve').press('enter', '/', 'enter');
    expect(pager.rows()).toContain('40 main.(*conn).[[serve]]');
    pager.press('?', 'enter');
    expect(pager.rows()).toContain('20 main.(*conn).[[serve]]');
  });

  test('n without a search says what to do', () => {
    expect(open(lines).press('n').part('note')).toBe('/ searches first');
  });

  test('the columns of a match come into view', () => {
    const pager = open([`${'x'.repeat(50)}needle${'y'.repeat(50)}`, 'begin'], { width: 20 })
      .press('/')
      .type('needle');
    expect(pager.rows()[0]).toBe('xxxxxx[[needle]]yyyyyyyy');
    pager.press('enter', '/').type('begin');
    expect(pager.rows()[1]).toBe('[[begin]]');
  });

  test('coloured lines are searched as they read', () => {
    const pager = open(['\u001b[1mmain\u001b[22m.\u001b[38;5;80mrun\u001b[39m'], {}).press('/').type('n.r');
    expect(pager.rows()).toEqual(['mai[[n]][[.]][[r]]un']);
  });

  test('the letters of keys are letters while a pattern is typed', () => {
    const pager = open(['q/&?n']).press('/').type('q/&?n');
    expect(pager.state().entry?.query.text).toBe('q/&?n');
    expect(pager.state().result).toBeUndefined();
  });

  test('Backspace with nothing typed takes the key back', () => {
    expect(open(lines).press('/', 'a', 'backspace', 'backspace').state().entry).toBeUndefined();
  });
});

describe('choosing lines', () => {
  const lines = numbered(100, (i) => (i % 10 === 0 ? `${i} ten` : `${i}`));

  test('only those that match are on show, from where the screen was', () => {
    const pager = open(lines, { height: 3 }).press('4', '5', 'g', '&').type('ten').press('enter');
    expect(pager.rows()).toEqual(['50 ten', '60 ten', '70 ten']);
    expect(pager.status()).toBe('top  lines 5-7 of 10  70%  &ten');
    expect(pager.press('G').rows()).toEqual(['80 ten', '90 ten', '100 ten']);
    expect(pager.press('2', 'g').rows()[0]).toBe('20 ten');
  });

  test('Enter alone shows all again, at the same line', () => {
    const pager = open(lines, { height: 3 }).press('&').type('ten').press('enter', '5', 'g', '&', 'enter');
    expect(pager.rows()[0]).toBe('50 ten');
    expect(pager.part('filter')).toBe('');
  });

  test('searching goes through the lines on show', () => {
    const pager = open(lines, { height: 3 }).press('&').type('ten').press('enter', '/', '5', 'enter');
    expect(pager.rows().find((row) => row.includes('[['))).toBe('[[5]]0 ten');
  });

  test('what matches nothing changes nothing', () => {
    const pager = open(lines, { height: 3 }).press('&').type('eleven').press('enter');
    expect(pager.rows()[0]).toBe('1');
    expect(pager.part('note')).toBe('no line matches eleven');
  });

  test('what matches nothing as a pattern is text', () => {
    const pager = open(['a.(*T).f', 'b', 'c.(*T).g']).press('&').type('(*T)').press('enter');
    expect(pager.rows()).toEqual(['a.(*T).f', 'c.(*T).g']);
    expect(pager.part('note')).toBe('taken as text');
  });
});

describe('many lines', () => {
  const lines = numbered(200_000, (i) => `function ${i} of many with a name that is not short`);

  test('a search is done in slices, and a key in between ends it', () => {
    const pager = open(lines).pressOnly('/', ...'199999', 'enter');
    expect(isWorking(pager.state())).toBe(true);
    expect(pager.part('note')).toMatch(/^searching \d+%$/);
    pager.pressOnly('j');
    expect(isWorking(pager.state())).toBe(false);
    expect(pager.rows()[0]).toMatch(/^function 2 /);
    pager.press('n');
    expect(pager.rows().find((row) => row.includes('[['))).toMatch(/^function \[\[199999]] /);
  });

  test('Escape stops a search, and does not leave', () => {
    const pager = open(lines).pressOnly('/', ...'199999', 'enter', 'escape');
    expect(isWorking(pager.state())).toBe(false);
    expect(pager.part('note')).toBe('stopped');
    expect(pager.state().result).toBeUndefined();
  });

  test('lines are chosen in slices, and those found are on show meanwhile', () => {
    const pager = open(lines).pressOnly('&', ...'99 of', 'enter');
    expect(pager.part('note')).toMatch(/^choosing lines \d+%$/);
    expect(pager.rows()[0]).toMatch(/^function 99 of/);
    expect(pager.pressOnly('j').rows()[0]).toMatch(/^function 199 of/);
    expect(pager.pressOnly('n').part('note')).toMatch(/^choosing/);
    pager.settle();
    expect(pager.part('position')).toBe('lines 2-6 of 2000  0%');
  });

  test('Escape gives the choice up', () => {
    const pager = open(lines).pressOnly('&', ...'99 of', 'enter', 'escape');
    expect(pager.part('position')).toMatch(/ of 200000 /);
    expect(pager.state().result).toBeUndefined();
  });
});

describe('the line at the bottom', () => {
  test('leaves out the less important where there is no room', () => {
    const lines = numbered(1000, (i) => `${i} ${'x'.repeat(300)}`);
    const pager = open(lines, { width: 79, title: 'top -cum' }).press('/', 'x', 'enter');
    expect(pager.status()).toBe('top -cum  lines 1-5 of 1000  0%  /x  columns 1-79 of 302');
    expect(pager.resize(45, 4).status()).toBe('lines 1-4 of 1000  0%  columns 1-45 of 302');
    expect(pager.resize(19, 4).status()).toBe('1-4 of 1000 0%  /x');
    expect(pager.resize(1, 1).status()).toBe('');
  });

  test('nothing a user or a command says reaches the terminal as it is', () => {
    const pager = open(['a'], { title: 'top \u001b[2J' }).press('/', '\u001b', 'enter');
    expect(pager.status()).not.toContain('\u001b');
    expect(open(['a\u001b[2Jb\u0007']).rows()).toEqual(['a\\x1b[2Jb\\x07']);
  });

  test('100% is when the last row is in view', () => {
    const pager = open(numbered(1000));
    expect(pager.press('9', '9', '5', 'g').part('position')).toBe('lines 995-999 of 1000  99%');
    expect(pager.press('j').part('position')).toBe('lines 996-1000 of 1000  100%');
  });
});

test('the help scrolls, and its keys are the keymap', () => {
  const pager = open(numbered(100), { height: 5 }).press('h', 'j', 'pagedown');
  expect(pager.state().help).toBe(11);
  pager.press('pagedown', 'pagedown', 'pagedown');
  expect(pager.state().help).toBeLessThan(20);
  expect(pager.press('q').state()).toMatchObject({ help: undefined, result: undefined } satisfies Partial<PagerState>);
});
