import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../src/shell/language/complete.ts';
import { lineKeys, menuKeys, pasteKeys, searchKeys, viNormalKeys } from '../../../src/ui/prompt/keys.ts';
import { LINE_LIMIT } from '../../../src/ui/prompt/line-editor.ts';
import {
  DEFAULT_CONTEXT,
  initialPrompt,
  memoryOf,
  type PromptContext,
  type PromptState,
} from '../../../src/ui/prompt/model.ts';
import { TOO_LONG } from '../../../src/ui/prompt/paste.ts';
import { openPrompt, pasteText, pressKeys } from '../../../src/ui/prompt/update.ts';
import { type KeyPress, typedKeys } from '../../../src/ui/terminal/key-press.ts';

const COMMANDS: readonly Candidate[] = [
  { text: 'peek', help: 'callers and callees' },
  { text: 'top', help: 'largest entries' },
  { text: 'topproto' },
  { text: 'traces' },
  { text: 'focus=' },
  { text: 'README' },
];

/** Completes the word before the cursor from a list, when Tab asks for it. */
const context: PromptContext = {
  ...DEFAULT_CONTEXT,
  menu: 'tab',
  history: ['top 10', 'peek json', 'top -cum', 'list Parse', 'list Parse'],
  complete: (line, cursor) => {
    const start = line.lastIndexOf(' ', cursor - 1) + 1;
    const word = line.slice(start, cursor).toLowerCase();
    return { start, end: cursor, candidates: COMMANDS.filter(({ text }) => text.toLowerCase().startsWith(word)) };
  },
};

const NAMES = new Set(['alt+enter', ...[...lineKeys, ...menuKeys, ...searchKeys].flatMap(({ keys }) => keys)]);

/** Keys by name; a word that is none is typed. */
function keys(names: string): KeyPress[] {
  if (names === '') return [];
  return names.split(' ').flatMap((name) => {
    if (name === 'space') return [{ name, text: ' ' }];
    return NAMES.has(name) ? [{ name, text: '' }] : [...name].map((char) => ({ name: char, text: char }));
  });
}

function press(names: string, state: PromptState = initialPrompt('')): PromptState {
  return pressKeys(state, keys(names), context);
}

/** The line with `|` at the cursor; behind it the menu with the selected candidate in brackets. */
function draw({ editor: { text, cursor }, mode, hint }: PromptState): string {
  const line = `${text.slice(0, cursor)}|${text.slice(cursor)}`;
  if (mode.type === 'menu') {
    const names = mode.completion.candidates.map(({ text: name }, i) => (i === mode.selected ? `[${name}]` : name));
    return `${line}  ${names.join(' ')}`;
  }
  if (mode.type === 'search') {
    const lines = mode.matches.map(({ line: found }, i) => (i === mode.selected ? `[${found}]` : found));
    return `search '${mode.query}': ${lines.join(', ')}`;
  }
  if (mode.type === 'paste') return `${line}  paste ${mode.lines.join(' / ')}${hint === '' ? '' : ` (${hint})`}`;
  return hint === '' ? line : `${line}  (${hint})`;
}

describe('history', () => {
  test.each([
    ['up', 'list Parse|'],
    // The same line twice is one step.
    ['up up', 'top -cum|'],
    ['up up up up up up', 'top 10|'],
    ['up up down', 'list Parse|'],
    ['up down', '|'],
    ['down', '|'],
    // Only lines that begin like the one typed, which comes back behind them.
    ['to up', 'top -cum|'],
    ['to up up', 'top 10|'],
    ['to up up up', 'top 10|'],
    ['to up up down down', 'to|'],
    ['to left up down', 't|o'],
    ['x up', 'x|'],
    ['ctrl+p ctrl+p ctrl+n', 'list Parse|'],
    // Moves keep to the walk, a change begins a new one.
    ['up up left up', 'peek json|'],
    ['up up up backspace backspace up', 'peek json|'],
    ['up up up ctrl+u to up', 'top -cum|'],
    ['up ctrl+_', '|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });
});

describe('search', () => {
  test.each([
    // Without anything to look for nothing is selected.
    ['ctrl+r', "search '': list Parse, top -cum, peek json, top 10"],
    ['ctrl+r ctrl+r', "search '': [list Parse], top -cum, peek json, top 10"],
    ['ctrl+r top', "search 'top': [top -cum], top 10"],
    ['ctrl+r top ctrl+r', "search 'top': top -cum, [top 10]"],
    ['ctrl+r top up up', "search 'top': top -cum, [top 10]"],
    ['ctrl+r top ctrl+r ctrl+s', "search 'top': [top -cum], top 10"],
    ['ctrl+r top down', "search 'top': [top -cum], top 10"],
    ['ctrl+r PARSE', "search 'PARSE': [list Parse]"],
    // Words in any order, and letters in order.
    ['ctrl+r json space peek', "search 'json peek': [peek json]"],
    ['ctrl+r tcm', "search 'tcm': [top -cum]"],
    ['ctrl+r pj', "search 'pj': [peek json]"],
    ['ctrl+r topx', "search 'topx': "],
    ['ctrl+r topx backspace', "search 'top': [top -cum], top 10"],
    ['ctrl+r p backspace', "search '': list Parse, top -cum, peek json, top 10"],
    ['ctrl+r backspace', "search '': list Parse, top -cum, peek json, top 10"],
    ['ctrl+r cum tab', 'top -cum|'],
    ['ctrl+r cum right ctrl+w', 'top |'],
    ['ctrl+r cum ctrl+k', 'top -cum|'],
    ['abc ctrl+r cum escape', 'abc|'],
    ['abc ctrl+r cum ctrl+g', 'abc|'],
    ['abc ctrl+r cum ctrl+c', 'abc|'],
    ['abc ctrl+r zzz tab', 'abc|'],
    ['abc ctrl+r cum tab ctrl+_', 'abc|'],
    ['up ctrl+r ctrl+g', '|'],
    // Nothing is run that was not selected.
    ['abc ctrl+r enter', 'abc|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });

  test('the selected line is previewed, and Enter runs it', () => {
    expect(press('ctrl+r cum').editor.text).toBe('top -cum');
    expect(press('ctrl+r cum enter').result).toEqual({ type: 'line', line: 'top -cum' });
  });

  test('what contains the text as it is comes before what contains its words or letters, newest first', () => {
    const history = ['peek top', 'top 2', 'tap op', 'stop', 'top 1'];
    const state = pressKeys(initialPrompt(''), keys('ctrl+r top'), { ...context, history });
    expect(draw(state)).toBe("search 'top': [top 1], stop, top 2, peek top, tap op");
  });
});

test('a search in ten thousand lines keeps up with typing', () => {
  const history = Array.from({ length: 10_000 }, (_, i) => `peek encoding/json.Method${i} focus=foo${i % 100}`);
  const start = performance.now();
  const state = pressKeys(initialPrompt(''), keys('ctrl+r'), { ...context, history });
  const searches = ['p', 'pejm9', 'Method77', 'foo9 json peek', 'xyz', 'mfoo1'].flatMap((query) =>
    Array.from(query, (_, i) => query.slice(0, i + 1)),
  );
  for (const query of searches) pressKeys(state, typedKeys(query), { ...context, history });
  // About 2 ms each; a bound that also holds on a busy machine.
  expect(performance.now() - start).toBeLessThan(50 * searches.length);
});

describe('completion', () => {
  test.each([
    ['pe tab', 'peek |'],
    // What is already there is not doubled, and an option waits for its value.
    ['fo tab', 'focus=|'],
    ['pe space x left left tab', 'peek |x'],
    ['zz tab', 'zz|  (nothing to complete here)'],
    ['zz tab z', 'zzz|'],
    ['t tab', 't|  top topproto traces'],
    ['to tab', 'top|  top topproto'],
    ['r tab', 'README |'],
    ['to tab tab', 'top|  [top] topproto'],
    ['to tab tab tab', 'topproto|  top [topproto]'],
    ['to tab tab tab tab', 'top|  [top] topproto'],
    ['to tab down', 'top|  [top] topproto'],
    ['to tab shift+tab', 'topproto|  top [topproto]'],
    ['to tab up up', 'top|  [top] topproto'],
    ['to tab tab tab enter', 'topproto |'],
    ['to tab tab tab escape', 'top|'],
    ['to tab tab tab ctrl+_', 'top|'],
    // Typing goes on behind the selected one.
    ['to tab tab tab space x', 'topproto x|'],
    ['to tab tab tab ctrl+a', '|topproto'],
    // Without a selection the menu follows what is typed.
    ['t tab r', 'tr|  traces'],
    ['t tab r tab', 'traces |'],
    ['t tab o', 'to|  top topproto'],
    ['t tab o tab', 'top|  top topproto'],
    ['t tab o backspace', 't|  top topproto traces'],
    ['t tab x', 'tx|'],
    ['t tab o space', 'to |'],
    ['t tab ctrl+c', '|'],
    ['tab', '|  peek top topproto traces focus= README'],
    ['tab escape', '|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });

  test('Enter without a selection runs the line', () => {
    expect(press('to tab enter').result).toEqual({ type: 'line', line: 'top' });
  });

  test('candidates that do not begin with what was typed leave it alone', () => {
    const fuzzy: PromptContext = {
      ...context,
      history: [],
      complete: () => ({
        start: 0,
        end: 3,
        candidates: [{ text: 'encoding/json.conv' }, { text: 'encoding/xml.conv' }],
      }),
    };
    const state = pressKeys(initialPrompt('cnv'), keys('tab'), fuzzy);
    expect(draw(state)).toBe('cnv|  encoding/json.conv encoding/xml.conv');
    expect(draw(pressKeys(state, keys('tab'), fuzzy))).toBe(
      'encoding/json.conv|  [encoding/json.conv] encoding/xml.conv',
    );
  });
});

describe('the end of a line', () => {
  test.each([
    ['top enter', { type: 'line', line: 'top' }],
    ['enter', { type: 'line', line: '' }],
    ['ctrl+d', { type: 'end' }],
    ['top ctrl+d', undefined],
    ['top left ctrl+t', { type: 'find', text: 'top', cursor: 2 }],
    ['top left ctrl+o', { type: 'open', text: 'top', cursor: 2 }],
    ['top ctrl+l', { type: 'clear', text: 'top', cursor: 3 }],
    ['top ctrl+c', undefined],
    ['ctrl+c ctrl+c', undefined],
    ['top left ctrl+z', { type: 'suspend', text: 'top', cursor: 2 }],
  ])('%s', (names, result) => {
    expect(press(names).result).toEqual(result);
  });

  test('Ctrl-C clears the line, and says on an empty one how to leave', () => {
    expect(draw(press('top ctrl+c'))).toBe('|');
    expect(draw(press('ctrl+c'))).toBe('|  (Ctrl-D or quit leaves the shell)');
    expect(draw(press('ctrl+c x'))).toBe('x|');
    expect(draw(press('top ctrl+c ctrl+_'))).toBe('top|');
  });

  test('Ctrl-D deletes where there is something', () => {
    expect(draw(press('top ctrl+a ctrl+d'))).toBe('|op');
  });

  test('keys after the end belong to the next prompt', () => {
    const first = press('top enter peek enter tr tab');
    expect(first.editor.text).toBe('top');
    const second = openPrompt({ text: '', cursor: 0, typedAhead: first.typedAhead }, context);
    expect(second.result).toEqual({ type: 'line', line: 'peek' });
    const third = openPrompt({ text: '', cursor: 0, typedAhead: second.typedAhead }, context);
    expect(draw(third)).toBe('traces |');
  });
});

describe('paste', () => {
  test.each([
    ['top 10', 'top 10|'],
    // One line is not run before it was looked at.
    ['top 10\r', 'top 10|'],
    ['\r\ntop\r\n\r\npeek x\r\n', '|  paste top / peek x'],
    ['top\t10\u001b[31m\u0007', 'top 10[31m|'],
    ['\n', '|'],
  ])('%j', (text, expected) => {
    expect(draw(pasteText(initialPrompt(''), text, context))).toBe(expected);
  });

  const asked = () => pasteText(press('top left'), 'x\npeek y\nq', context);

  test('several lines are asked about, with what stands around them', () => {
    expect(draw(asked())).toBe('to|p  paste tox / peek y / qp');
  });

  test('Enter runs them', () => {
    expect(press('enter', asked()).result).toEqual({ type: 'script', lines: ['tox', 'peek y', 'qp'] });
  });

  test('e makes one line of them, as one step', () => {
    const joined = press('e', asked());
    expect(draw(joined)).toBe('tox peek y q|p');
    expect(draw(press('ctrl+_', joined))).toBe('to|p');
  });

  test.each(['escape', 'ctrl+c', 'ctrl+g'])('%s drops them', (key) => {
    expect(draw(press(key, asked()))).toBe('to|p');
  });

  test('other keys do nothing', () => {
    expect(draw(press('x space up tab ctrl+d', asked()))).toBe('to|p  paste tox / peek y / qp');
  });

  test('more than a line can hold is refused, and says so', () => {
    const state = pasteText(press('top'), 'x'.repeat(5000), context);
    expect(draw(state)).toBe('top|  (a line ends at 5000 characters)');
    expect(draw(press('y', state))).toBe('topy|');
    const script = pasteText(press('top'), `peek\n${'x'.repeat(5001)}\n`, context);
    expect(draw(script)).toBe('top|  (line 2 of the paste is too long: a line ends at 5000 characters)');
    const joined = press('e', pasteText(press('top'), 'peek json\n'.repeat(600), context));
    expect(joined.mode.type).toBe('paste');
    expect(joined.hint).toBe('a line ends at 5000 characters');
  });

  test.each([
    ['one line', 'x'.repeat(1_000_000), { hint: 'a line ends at 5000 characters' }],
    ['one line of wide characters', '日'.repeat(1_000_000), { hint: 'a line ends at 5000 characters' }],
    ['20,000 lines', 'peek encoding/json.(*Decoder).Decode at the end\r'.repeat(20_000), { hint: '' }],
  ])('a megabyte, %s, takes no longer than a moment', (_, text, expected) => {
    const start = performance.now();
    const state = pasteText(press('top'), text, context);
    expect(state).toMatchObject(expected);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('into a search it is looked for', () => {
    expect(draw(pasteText(press('ctrl+r'), 'cum\n', context))).toBe("search 'cum': [top -cum]");
    expect(draw(pasteText(press('ctrl+r cum'), 'x'.repeat(1_000_000), context))).toBe("search 'cum': [top -cum]");
  });

  test('behind the end of a line it waits as one line', () => {
    const { typedAhead } = pasteText(press('top enter'), 'peek\nquit\n', context);
    const next = openPrompt({ text: '', cursor: 0, typedAhead }, context);
    expect(draw(next)).toBe('peek quit|');
  });
});

describe('the menu that comes by itself', () => {
  const typing: PromptContext = { ...context, menu: 'typing' };
  const pressTyping = (names: string, state = initialPrompt('')) => draw(pressKeys(state, keys(names), typing));

  test.each([
    ['t', 't|  top topproto traces'],
    ['tr', 'tr|  traces'],
    // Nothing to add to what is typed.
    ['traces', 'traces|'],
    ['', '|'],
    ['peek space', 'peek |'],
    ['x 1', 'x1|'],
    ['x space 1', 'x 1|'],
    ['t o backspace', 't|  top topproto traces'],
    ['t backspace', '|'],
    ['t left', '|t'],
    // In a word it would put something in front of the rest.
    ['peek space op left left t', 'peek t|op'],
    ['peek space ( left t', 'peek t|(  top topproto traces'],
    // Only Tab puts in what is certain; Down selects right away.
    ['to tab', 'top|  top topproto'],
    ['to tab tab', 'top|  [top] topproto'],
    ['to down', 'top|  [top] topproto'],
    ['to down down enter', 'topproto |'],
    ['to shift+tab', 'topproto|  top [topproto]'],
    ['to down escape', 'to|'],
    // Typing goes on behind the selected one.
    ['to down space tr', 'top tr|  traces'],
    // Up is for earlier lines here.
    ['to up', 'top -cum|'],
    ['t escape', 't|'],
    ['t escape o', 'to|'],
    ['t escape o space t', 'to t|  top topproto traces'],
    ['t escape ctrl+u t', 't|  top topproto traces'],
    ['t escape tab', 't|  top topproto traces'],
    ['fo tab', 'focus=|'],
    ['t ctrl+c', '|'],
  ])('%s', (names, expected) => {
    expect(pressTyping(names)).toBe(expected);
  });

  test('Enter runs the line as typed', () => {
    expect(pressKeys(initialPrompt(''), keys('to enter'), typing).result).toEqual({ type: 'line', line: 'to' });
  });

  test('however keys come together, the line and the menu are the same', () => {
    const key = fc.constantFrom('t', 'o', 'p', 'space', 'f', 'tab', 'down', 'shift+tab', 'escape', 'backspace', 'left');
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), (pressed) => {
        const together = pressKeys(initialPrompt(''), keys(pressed.join(' ')), typing);
        const apart = pressed.reduce((state, name) => pressKeys(state, keys(name), typing), initialPrompt(''));
        expect(draw(together)).toBe(draw(apart));
      }),
    );
  });

  test('it is asked for once for letters that come together', () => {
    let asked = 0;
    const counting: PromptContext = {
      ...typing,
      complete: (line, cursor) => {
        asked++;
        return typing.complete(line, cursor);
      },
    };
    pressKeys(initialPrompt(''), keys('traces'), counting);
    expect(asked).toBe(1);
  });

  test('a candidate that makes the line too long is not put in, which is said', () => {
    const one: Candidate = { text: 'x'.repeat(LINE_LIMIT + 1) };
    const long: PromptContext = { ...context, complete: () => ({ start: 0, end: 1, candidates: [one] }) };
    const both: PromptContext = { ...context, complete: () => ({ start: 0, end: 1, candidates: [one, one] }) };
    expect(draw(pressKeys(initialPrompt('x'), keys('tab'), long))).toBe(`x|  (${TOO_LONG})`);
    const { editor, hint } = pressKeys(initialPrompt('x'), keys('tab tab'), both);
    expect([editor.text, hint]).toEqual(['x', TOO_LONG]);
  });

  test('of candidates that are not all there the shared beginning is not certain', () => {
    const some: PromptContext = {
      ...context,
      complete: () => ({ start: 0, end: 1, candidates: [{ text: 'abc1' }, { text: 'abc2' }], total: 500 }),
    };
    expect(draw(pressKeys(initialPrompt('a'), keys('tab'), some))).toBe('a|  abc1 abc2');
  });
});

describe('suggestions', () => {
  test.each([
    ['to right', 'top -cum|'],
    ['to end', 'top -cum|'],
    ['to ctrl+f', 'top -cum|'],
    ['to ctrl+e', 'top -cum|'],
    ['to alt+f', 'top|'],
    ['to alt+right alt+right', 'top -cum|'],
    ['to right ctrl+_', 'to|'],
    // Only at the end, and only of what is typed.
    ['to left right', 'to|'],
    ['right', '|'],
    ['zz right', 'zz|'],
    ['to up right', 'top -cum|'],
    ['top space 1 right', 'top 10|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });

  test('none where they are switched off', () => {
    expect(draw(pressKeys(initialPrompt(''), keys('to right'), { ...context, suggestions: false }))).toBe('to|');
  });
});

describe('editing', () => {
  test.each([
    ['alt+.', 'Parse|'],
    // The same word twice is one step.
    ['peek space alt+.', 'peek Parse|'],
    ['peek space alt+. alt+.', 'peek -cum|'],
    ['peek space alt+. alt+. alt+. alt+.', 'peek 10|'],
    ['peek space alt+. alt+. alt+. alt+. alt+.', 'peek 10|'],
    ['x alt+. y alt+.', 'xParseyParse|'],
    ['alt+<', 'top 10|'],
    ['ab alt+< alt+>', 'ab|'],
    ['ab alt+< down', 'ab|'],
    ['ab space cd alt+t', 'cd ab|'],
    ['ab alt+b alt+u', 'AB|'],
    ['ab ctrl+w ctrl+_ alt+/', '|'],
    ['ab ctrl+w ctrl+_ alt+_ ctrl+y', 'ab|'],
    ['ab alt+enter', 'ab|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });

  test('what was cut out is there for the next line', () => {
    const memory = memoryOf(press('peek space json ctrl+w enter'));
    const next = openPrompt({ text: '', cursor: 0, typedAhead: keys('ctrl+y'), memory }, context);
    expect(draw(next)).toBe('json|');
  });
});

describe('keys bound by the user', () => {
  const bound: PromptContext = {
    ...context,
    bindings: { 'ctrl+g': 'top 5', 'alt+z': ':undo', 'ctrl+o': ':nonsense', 'ctrl+x': ': transpose-chars' },
  };
  const pressBound = (names: string) =>
    pressKeys(
      initialPrompt(''),
      names.split(' ').flatMap((name) => (name.includes('+') ? [{ name, text: '' }] : keys(name))),
      bound,
    );

  test('run a line, and keep what was typed for the next prompt', () => {
    expect(pressBound('peek left ctrl+g').result).toEqual({
      type: 'line',
      line: 'top 5',
      kept: { text: 'peek', cursor: 3 },
    });
  });

  test('do what an action does', () => {
    expect(draw(pressBound('peek alt+z'))).toBe('|');
    expect(draw(pressBound('ab ctrl+x'))).toBe('ba|');
  });

  test('say so where there is no such action', () => {
    expect(draw(pressBound('peek ctrl+o'))).toBe('peek|  (no action of the line is called nonsense)');
  });

  test('a search keeps its keys', () => {
    expect(draw(pressBound('ab ctrl+r ctrl+g'))).toBe('ab|');
  });
});

test('whatever is pressed, the prompt stays in order', () => {
  const names = fc.constantFrom(
    ...[...NAMES].filter((name) => !['enter', 'ctrl+t', 'ctrl+o', 'ctrl+l', 'ctrl+d', 'ctrl+z'].includes(name)),
  );
  const key = fc.oneof(names, fc.constantFrom('t', 'o', 'p', 'f', 'space', '日', '\u0301', 'x'));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (pressed) => {
      let state = initialPrompt('');
      for (const name of pressed) {
        state = press(name, state);
        const { editor, mode, result } = state;
        expect(result).toBeUndefined();
        expect(editor.cursor).toBeGreaterThanOrEqual(0);
        expect(editor.cursor).toBeLessThanOrEqual(editor.text.length);
        if (mode.type === 'menu') expect(mode.selected ?? 0).toBeLessThan(mode.completion.candidates.length);
        if (mode.type === 'history') expect(editor.text).toBe(context.history[mode.index]);
      }
    }),
  );
});

test('every key has one meaning at a time', () => {
  for (const keymap of [lineKeys, menuKeys, searchKeys, pasteKeys, viNormalKeys]) {
    const all = keymap.flatMap((binding) => binding.keys);
    expect(new Set(all).size).toBe(all.length);
  }
});
