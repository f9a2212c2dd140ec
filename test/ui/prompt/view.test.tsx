import { render } from 'ink-testing-library';
import { describe, expect, test, vi } from 'vitest';
import { makeTheme } from '../../../src/report/theme.ts';
import { NO_MEMORY } from '../../../src/ui/prompt/model.ts';
import { Prompt, type PromptProps } from '../../../src/ui/prompt/view.tsx';
import { openScreen, type ScreenOptions } from '../../support/screen.ts';

const NAMES = [
  'bufio.(*Reader).Read',
  'bytes.Join',
  'context.WithValue',
  'crypto/sha256.block',
  'encoding/json.Marshal',
];
const FUNCTIONS = Array.from({ length: 30 }, (_, i) => ({
  text: `${NAMES[i % NAMES.length]}${i}`,
  help: `function number ${i} of the profile that is open`,
}));

const props: PromptProps = {
  prompt: '(pprof) ',
  status: { profile: '/srv/profiles/heap.pb.gz', valueType: 'inuse_space', filters: ['focus=json'] },
  initialText: '',
  complete: (line, cursor) => {
    const start = line.lastIndexOf(' ', cursor - 1) + 1;
    return {
      start,
      end: cursor,
      candidates: FUNCTIONS.filter(({ text }) => text.startsWith(line.slice(start, cursor))),
    };
  },
  history: ['top 10', 'peek encoding/json.Marshal'],
  menu: 'tab',
  suggestions: false,
  theme: makeTheme('palette'),
  onDone: () => {},
};

const open = (changes: Partial<PromptProps> = {}, size: ScreenOptions = {}) =>
  openScreen(<Prompt {...props} {...changes} />, size);

const STATUS = '/srv/profiles/heap.pb.gz · inuse_space · focus=json';

describe('at 80 by 24', () => {
  test('the line with the status below it, the cursor of the terminal where editing goes on', async () => {
    const screen = await open();
    expect(screen.lines()).toEqual(['(pprof)', STATUS]);
    expect(screen.cursor()).toEqual({ x: 8, y: 0 });
    await screen.type('top 10');
    await screen.press('left', 'left');
    expect(screen.lines()).toEqual(['(pprof) top 10', STATUS]);
    expect(screen.cursor()).toEqual({ x: 12, y: 0 });
    expect(screen.isCursorVisible()).toBe(true);
    expect(screen.styleAt(0, 0)).toMatchObject({ bold: true });
    expect(screen.styleAt(9, 0)).toMatchObject({ bold: false, faint: false });
    screen.close();
  });

  test('wide and combining characters', async () => {
    const screen = await open();
    await screen.type('日本e\u0301');
    expect(screen.lines()[0]).toBe('(pprof) 日本e\u0301');
    expect(screen.cursor().x).toBe(13);
    await screen.press('left', 'left');
    expect(screen.cursor().x).toBe(10);
    await screen.press('backspace');
    expect(screen.lines()[0]).toBe('(pprof) 本e\u0301');
    expect(screen.cursor().x).toBe(8);
    screen.close();
  });

  test('a menu of completions, a page at a time', async () => {
    const screen = await open();
    await screen.type('peek ');
    await screen.press('tab');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) peek",
        "/srv/profiles/heap.pb.gz · inuse_space · focus=json",
        "  bufio.(*Reader).Read0   function number 0 of the profile that is open",
        "  bytes.Join1             function number 1 of the profile that is open",
        "  context.WithValue2      function number 2 of the profile that is open",
        "  crypto/sha256.block3    function number 3 of the profile that is open",
        "  encoding/json.Marshal4  function number 4 of the profile that is open",
        "  bufio.(*Reader).Read5   function number 5 of the profile that is open",
        "  bytes.Join6             function number 6 of the profile that is open",
        "  context.WithValue7      function number 7 of the profile that is open",
        "… 22 more",
      ]
    `);
    await screen.press('tab', 'tab');
    expect(screen.lines()[0]).toBe('(pprof) peek bytes.Join1');
    expect(screen.lines()[3]).toMatch(/^> bytes.Join1 /);
    expect(screen.styleAt(2, 3)).toMatchObject({ inverse: true });
    await screen.press('shift+tab', 'shift+tab');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) peek encoding/json.Marshal29",
        "/srv/profiles/heap.pb.gz · inuse_space · focus=json",
        "  context.WithValue22      function number 22 of the profile that is open",
        "  crypto/sha256.block23    function number 23 of the profile that is open",
        "  encoding/json.Marshal24  function number 24 of the profile that is open",
        "  bufio.(*Reader).Read25   function number 25 of the profile that is open",
        "  bytes.Join26             function number 26 of the profile that is open",
        "  context.WithValue27      function number 27 of the profile that is open",
        "  crypto/sha256.block28    function number 28 of the profile that is open",
        "> encoding/json.Marshal29  function number 29 of the profile that is open",
        "… 22 more",
      ]
    `);
    await screen.press('enter');
    expect(screen.lines()).toEqual(['(pprof) peek encoding/json.Marshal29', STATUS]);
    screen.close();
  });

  test('the search lists the lines it finds, the best next to what is looked for, and shows the selected one', async () => {
    const screen = await open({ history: ['top 10', 'list Marshal', 'peek encoding/json.Marshal'] });
    await screen.type('to');
    await screen.press('ctrl+r');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) to",
        "  top 10",
        "  list Marshal",
        "  peek encoding/json.Marshal",
        "search:",
      ]
    `);
    expect(screen.cursor()).toEqual({ x: 8, y: 4 });
    await screen.type('marsh');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) peek encoding/json.Marshal",
        "",
        "  list Marshal",
        "> peek encoding/json.Marshal",
        "search: marsh",
      ]
    `);
    expect(screen.cursor()).toEqual({ x: 13, y: 4 });
    const underlined = (y: number) =>
      Array.from({ length: 40 }, (_, x) => x).filter((x) => screen.styleAt(x, y).underline);
    expect(underlined(0)).toEqual([27, 28, 29, 30, 31]);
    expect(underlined(3)).toEqual([21, 22, 23, 24, 25]);
    await screen.press('up');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) list Marshal",
        "",
        "> list Marshal",
        "  peek encoding/json.Marshal",
        "search: marsh",
      ]
    `);
    await screen.type('x');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) to",
        "",
        "",
        "",
        "nothing found: marshx",
      ]
    `);
    await screen.press('escape');
    expect(screen.lines()).toEqual(['(pprof) to', STATUS]);
    expect(screen.cursor()).toEqual({ x: 10, y: 0 });
    screen.close();
  });

  test('a hint stands below the status until the next key', async () => {
    const screen = await open();
    await screen.press('ctrl+c');
    expect(screen.lines()).toEqual(['(pprof)', STATUS, 'Ctrl-D or quit leaves the shell']);
    await screen.press('t');
    expect(screen.lines()).toEqual(['(pprof) t', STATUS]);
    screen.close();
  });

  test('a finished line is all that stays', async () => {
    const onDone = vi.fn();
    const screen = await open({ onDone });
    await screen.type('peek ');
    await screen.press('tab', 'tab');
    await screen.type(' \r');
    expect(onDone.mock.calls).toEqual([[{ type: 'line', line: 'peek bufio.(*Reader).Read0 ' }, [], NO_MEMORY]]);
    expect(screen.lines()).toEqual(['(pprof) peek bufio.(*Reader).Read0']);
    screen.close();
    await screen.settled();
    expect(screen.lines()).toEqual(['(pprof) peek bufio.(*Reader).Read0']);
    expect(screen.cursor()).toEqual({ x: 0, y: 1 });
    expect(screen.isCursorVisible()).toBe(true);
  });

  test('a long line moves under the cursor, and stays in full when it is finished', async () => {
    const screen = await open();
    const line = `peek ${'0123456789'.repeat(9)}`;
    await screen.type(line);
    expect(screen.lines()[0]).toBe(`(pprof) …${line.slice(36)}`);
    await screen.press('home');
    expect(screen.lines()[0]).toBe(`(pprof) ${line.slice(0, 70)}…`);
    await screen.press('enter');
    expect(screen.lines()).toEqual([`(pprof) ${line.slice(0, 72)}`, line.slice(72)]);
    screen.close();
  });

  test('what comes in after Enter is handed over, however it was cut into pieces', async () => {
    const onDone = vi.fn();
    const screen = await open({ onDone });
    await screen.type('top 10\rpeekx\u007f y\r\u001b[A');
    expect(onDone).toHaveBeenCalledOnce();
    const [result, typedAhead] = onDone.mock.calls[0];
    expect(result).toEqual({ type: 'line', line: 'top 10' });
    screen.close();

    const next = await open({ typedAhead, onDone });
    expect(onDone.mock.calls[1][0]).toEqual({ type: 'line', line: 'peek y' });
    expect(onDone.mock.calls[1][1]).toEqual([{ name: 'up', text: '' }]);
    expect(next.lines()).toEqual(['(pprof) peek y']);
    next.close();
  });

  test('an earlier line can be shown again as it was', async () => {
    const screen = await open({ initialText: 'peek json', initialCursor: 4 });
    expect(screen.lines()[0]).toBe('(pprof) peek json');
    expect(screen.cursor().x).toBe(12);
    screen.close();
  });

  test('names that would change the terminal are spelt out', async () => {
    const screen = await open({
      complete: () => ({ start: 0, end: 0, candidates: [{ text: 'a\u001b[2Jb', help: 'x\ny' }, { text: 'c' }] }),
    });
    await screen.press('tab');
    expect(screen.lines().slice(2)).toEqual(['  a\\x1b[2Jb  x\\x0ay', '  c']);
    await screen.press('tab');
    expect(screen.lines()[0]).toBe('(pprof) a\\x1b[2Jb');
    expect(screen.cursor().x).toBe(17);
    screen.close();
  });
});

describe('at 40 by 10', () => {
  const small = { columns: 40, rows: 10 };

  test('status, menu and help are cut to what there is', async () => {
    const screen = await open({}, small);
    await screen.type('peek ');
    await screen.press('tab');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof) peek",
        "…eap.pb.gz · inuse_space · focus=json",
        "  bufio.(*Reader).Read0   function num…",
        "  bytes.Join1             function num…",
        "  context.WithValue2      function num…",
        "  crypto/sha256.block3    function num…",
        "  encoding/json.Marshal4  function num…",
        "  bufio.(*Reader).Read5   function num…",
        "… 24 more",
      ]
    `);
    screen.close();
  });

  test('output above stays where it is, whatever is opened below it', async () => {
    const output = Array.from({ length: 30 }, (_, i) => `output ${i}`);
    const screen = await open({}, { ...small, written: `${output.join('\n')}\n` });
    await screen.press('tab', 'tab', 'escape', 'ctrl+c', 'ctrl+c');
    await screen.type('top');
    expect(screen.scrollback()).toEqual([...output, '(pprof) top', expect.stringContaining('focus=json')]);
    await screen.press('enter');
    expect(screen.scrollback()).toEqual([...output, '(pprof) top']);
    screen.close();
  });
});

describe('while the size changes', () => {
  const sizes = [
    [60, 10],
    [100, 30],
    [45, 5],
    [80, 24],
  ] as const;

  test('the line is drawn once, the cursor on it', async () => {
    const status = { ...props.status, profile: 'heap.pb.gz' };
    const screen = await open({ status });
    await screen.type('peek encoding/json.Marshal');
    for (const [columns, rows] of sizes) {
      await screen.resize(columns, rows);
      await screen.type('x');
      expect(screen.lines()).toEqual([
        expect.stringMatching(/^\(pprof\) peek encoding\/json.Marshalx+$/),
        expect.stringContaining('focus=json'),
      ]);
      expect(screen.cursor()).toEqual({ x: screen.lines()[0].length, y: 0 });
    }
    screen.close();
  });

  // Terminals wrap what is on the screen before we hear of the new size, and disagree on how: a row of the old frame
  // can stay above the new one. It is only ever a row of ours.
  test('of a line that the terminal wraps the new frame is whole, and output above it untouched', async () => {
    const screen = await open({}, { written: 'output\n' });
    await screen.type('peek encoding/json.Marshal');
    await screen.resize(30, 10);
    await screen.type('x');
    expect(screen.scrollback()[0]).toBe('output');
    expect(screen.lines().slice(-2)).toEqual(['(pprof) …ng/json.Marshalx', 'inuse_space · focus=json']);
    await screen.resize(80, 24);
    expect(screen.lines().slice(-2)).toEqual(['(pprof) peek encoding/json.Marshalx', STATUS]);
    screen.close();
  });

  test.each([1, 2, 3, 4, 5, 6])('%i rows are enough to type', async (rows) => {
    const screen = await open({}, { columns: 30, rows });
    await screen.press('tab');
    await screen.type('c');
    expect(screen.lines().length).toBeLessThanOrEqual(Math.max(1, rows - 1));
    expect(screen.lines()[0]).toBe('(pprof) c');
    screen.close();
  });
});

describe('the menu that comes by itself', () => {
  const typing = { menu: 'typing', suggestions: true } as const;

  test('shows with the first letter, marks what matches, and goes with the word', async () => {
    const complete: PromptProps['complete'] = (line, cursor) => ({
      start: line.lastIndexOf(' ', cursor - 1) + 1,
      end: cursor,
      candidates: [
        { text: 'encoding/json.Marshal', matched: [9, 14], help: '12.5%' },
        { text: 'main.jam', matched: [5, 7] },
      ],
      total: 40,
    });
    const screen = await open({ ...typing, complete });
    expect(screen.lines()).toHaveLength(2);
    await screen.type('peek jm');
    expect(screen.lines()).toEqual([
      '(pprof) peek jm',
      STATUS,
      '  encoding/json.Marshal  12.5%',
      '  main.jam',
      '… 38 more',
    ]);
    expect([10, 11, 12, 16].map((x) => screen.styleAt(x, 2).underline)).toEqual([false, true, false, true]);
    await screen.press('down');
    expect(screen.lines()[0]).toBe('(pprof) peek encoding/json.Marshal');
    expect(screen.lines()[2]).toBe('> encoding/json.Marshal  12.5%');
    await screen.press('escape', 'space');
    expect(screen.lines()).toEqual(['(pprof) peek jm', STATUS]);
    screen.close();
  });

  test('at the bottom of the screen it scrolls once for a line, however long it gets', async () => {
    const output = Array.from({ length: 30 }, (_, i) => `output ${i}`);
    const screen = await open(typing, { columns: 60, rows: 20, written: `${output.join('\n')}\n` });
    const lineAt = () => screen.lines().findIndex((line) => line.startsWith('(pprof)'));
    await screen.type('c');
    const first = lineAt();
    expect(first).toBeGreaterThan(0);
    const seen = new Set<number>();
    for (const key of [
      'o',
      'n',
      'backspace',
      'backspace',
      'backspace',
      'b',
      'y',
      'escape',
      'space',
      'e',
      'tab',
      'tab',
    ]) {
      await screen.press(key);
      seen.add(lineAt());
    }
    expect([...seen]).toEqual([first]);
    expect(screen.scrollback().slice(0, 30)).toEqual(output);
    screen.close();
  });

  test.each([
    [20, 5],
    [200, 50],
    [500, 200],
  ])('at %i by %i it fits', async (columns, rows) => {
    const screen = await open(typing, { columns, rows });
    await screen.type('c');
    expect(screen.lines()[0]).toBe('(pprof) c');
    expect(screen.lines().length).toBeLessThan(rows);
    expect(screen.lines().slice(2, 4)).toEqual([
      expect.stringContaining('WithValue'),
      expect.stringMatching(/cr|more/),
    ]);
    await screen.press('ctrl+c', 'ctrl+r');
    expect(screen.lines().at(-1)).toBe('search:');
    await screen.press('escape');
    await screen.paste('top\npeek x\nlist y\ntraces\n');
    expect(screen.lines().length).toBeLessThan(rows);
    expect(screen.lines()[1]).toMatch(/^4 lines/);
    screen.close();
  });
});

describe('what is suggested', () => {
  test('stands faint behind the cursor, and Right takes it', async () => {
    const screen = await open({ suggestions: true });
    await screen.type('to');
    expect(screen.lines()[0]).toBe('(pprof) top 10');
    expect(screen.cursor().x).toBe(10);
    expect(screen.styleAt(10, 0).color).toBe(244);
    expect(screen.styleAt(9, 0).color).toBe(-1);
    await screen.press('right');
    expect(screen.cursor().x).toBe(14);
    expect(screen.styleAt(13, 0).color).toBe(-1);
    screen.close();
  });

  test('is cut where the row ends', async () => {
    const screen = await open({ suggestions: true, history: ['peek encoding/json.Marshal'] }, { columns: 24 });
    await screen.type('pe');
    expect(screen.lines()[0]).toBe('(pprof) peek encoding/…');
    screen.close();
  });

  test('is left out without colours, where it could not be told from what is typed', async () => {
    const screen = await open({ suggestions: true, theme: makeTheme('none') });
    await screen.type('to');
    expect(screen.lines()[0]).toBe('(pprof) to');
    await screen.press('right');
    await screen.type('x');
    expect(screen.lines()[0]).toBe('(pprof) tox');
    screen.close();
  });
});

describe('the line in colours', () => {
  /** The first word is a command unless it is `tpo`, what looks like a pattern may not begin with `(`. */
  const marksOf: PromptProps['marksOf'] = (line) =>
    Array.from(line.matchAll(/\S+/g), ({ index: start, 0: word }) => {
      const end = start + word.length;
      if (start > 0)
        return word[0] === '(' ? { start, end, role: 'error', problem: 'missing )' } : { start, end, role: 'pattern' };
      return word === 'tpo'
        ? { start, end, role: 'error', problem: 'no command tpo' }
        : { start, end, role: 'command' };
    });

  test('as it is typed and when it is done', async () => {
    const screen = await open({ marksOf });
    await screen.type('peek json');
    expect(screen.styleAt(8, 0)).toMatchObject({ bold: true });
    expect(screen.styleAt(12, 0)).toMatchObject({ bold: false, color: -1 });
    expect(screen.styleAt(13, 0)).toMatchObject({ color: 176 });
    await screen.press('enter');
    expect(screen.styleAt(8, 0)).toMatchObject({ bold: true });
    expect(screen.styleAt(13, 0)).toMatchObject({ color: 176 });
    screen.close();
  });

  test('a mistake shows once the cursor has left the word, a pattern that is none right away', async () => {
    const screen = await open({ marksOf });
    await screen.type('tpo');
    expect(screen.lines()).toEqual(['(pprof) tpo', STATUS]);
    expect(screen.styleAt(8, 0).underline).toBe(false);
    await screen.press('space');
    expect(screen.lines()).toEqual(['(pprof) tpo', STATUS, 'no command tpo']);
    expect(screen.styleAt(8, 0).underline).toBe(true);
    await screen.press('ctrl+c');
    await screen.type('peek (a');
    expect(screen.lines()).toEqual(['(pprof) peek (a', STATUS, 'missing )']);
    screen.close();
  });
});

describe('vi', () => {
  test('the status says what the keys do', async () => {
    const screen = await open({ keys: 'vi' });
    expect(screen.lines()[1]).toBe(`insert · ${STATUS}`);
    await screen.type('top');
    await screen.press('escape');
    expect(screen.lines()).toEqual(['(pprof) top', `normal · ${STATUS}`]);
    expect(screen.cursor().x).toBe(10);
    await screen.type('2d');
    expect(screen.lines()[1]).toBe(`normal 2d · ${STATUS}`);
    await screen.type('h');
    expect(screen.lines()).toEqual(['(pprof) p', `normal · ${STATUS}`]);
    screen.close();
  });

  test('Escape and a letter can come at once', async () => {
    const screen = await open({ keys: 'vi' });
    await screen.type('top\u001bIx');
    expect(screen.lines()[0]).toBe('(pprof) xtop');
    screen.close();
  });
});

describe('a paste of several lines', () => {
  test('is shown, and run when Enter says so', async () => {
    const onDone = vi.fn();
    const screen = await open({ onDone });
    await screen.paste('top 10\npeek json\nlist a\nlist b\nlist c\ntraces\n');
    expect(screen.lines()).toMatchInlineSnapshot(`
      [
        "(pprof)",
        "6 lines pasted: Enter runs them, e makes one line, Escape drops them",
        "  top 10",
        "  peek json",
        "  list a",
        "  list b",
        "  list c",
        "  … 1 more",
      ]
    `);
    await screen.press('enter');
    expect(onDone.mock.calls[0][0]).toEqual({
      type: 'script',
      lines: ['top 10', 'peek json', 'list a', 'list b', 'list c', 'traces'],
    });
    screen.close();
  });

  test('a megabyte of it takes no longer than a moment', async () => {
    const screen = await open();
    const start = performance.now();
    await screen.paste('peek encoding/json.(*Decoder).Decode at the end..\n'.repeat(20_000));
    expect(screen.lines()[1]).toMatch(/^20000 lines pasted/);
    await screen.press('escape');
    await screen.paste('x'.repeat(1_000_000));
    expect(screen.lines()).toEqual(['(pprof)', STATUS, 'a line ends at 5000 characters']);
    expect(performance.now() - start).toBeLessThan(4000);
    screen.close();
  });
});

test('with ASCII characters only', async () => {
  const status = { ...props.status, left: '12.5% of 80MB', profiles: { current: 2, count: 3 } };
  const screen = await open({ status, menu: 'typing' }, { columns: 60, isAscii: true });
  await screen.type('peek ');
  await screen.press('tab');
  await screen.paste('top 10\npeek json\n'.repeat(5));
  await screen.press('escape');
  await screen.type(`${'long '.repeat(20)}`);
  await screen.press('ctrl+r', 'escape', 'c');
  expect(screen.output()).toMatch(/^[\0-~]*$/);
  screen.close();
});

test('it runs where there is no terminal', async () => {
  const onDone = vi.fn();
  const { stdin, lastFrame, unmount } = render(<Prompt {...props} theme={makeTheme('none')} onDone={onDone} />);
  await vi.waitFor(() => expect(lastFrame()).toContain(STATUS));
  stdin.write('top\r');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith({ type: 'line', line: 'top' }, [], NO_MEMORY));
  unmount();
});
