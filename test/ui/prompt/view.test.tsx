import { render } from 'ink-testing-library';
import { describe, expect, test, vi } from 'vitest';
import { makeTheme } from '../../../src/report/theme.ts';
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

  test('the search says what it looks for and marks it', async () => {
    const screen = await open();
    await screen.press('ctrl+r');
    await screen.type('json');
    expect(screen.lines()).toEqual(["(reverse-i-search)`json': peek encoding/json.Marshal", STATUS]);
    expect(screen.cursor()).toEqual({ x: 40, y: 0 });
    expect([39, 40, 43, 44].map((x) => screen.styleAt(x, 0).underline)).toEqual([false, true, true, false]);
    await screen.type('x');
    expect(screen.lines()[0]).toBe("(failed reverse-i-search)`jsonx': peek encoding/json.Marshal");
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
    expect(onDone.mock.calls).toEqual([[{ type: 'line', line: 'peek bufio.(*Reader).Read0 ' }, []]]);
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

test('it runs where there is no terminal', async () => {
  const onDone = vi.fn();
  const { stdin, lastFrame, unmount } = render(<Prompt {...props} theme={makeTheme('none')} onDone={onDone} />);
  await vi.waitFor(() => expect(lastFrame()).toContain(STATUS));
  stdin.write('top\r');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith({ type: 'line', line: 'top' }, []));
  unmount();
});
