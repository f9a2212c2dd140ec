import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../src/shell/language/complete.ts';
import { lineKeys, menuKeys, searchKeys } from '../../../src/ui/prompt/keys.ts';
import { initialPrompt, type PromptContext, type PromptState } from '../../../src/ui/prompt/model.ts';
import { openPrompt, pasteText, pressKeys } from '../../../src/ui/prompt/update.ts';
import type { KeyPress } from '../../../src/ui/terminal/key-press.ts';

const COMMANDS: readonly Candidate[] = [
  { text: 'peek', help: 'callers and callees' },
  { text: 'top', help: 'largest entries' },
  { text: 'topproto' },
  { text: 'traces' },
  { text: 'focus=' },
  { text: 'README' },
];

/** Completes the word before the cursor from a list. */
const context: PromptContext = {
  history: ['top 10', 'peek json', 'top -cum', 'list Parse', 'list Parse'],
  complete: (line, cursor) => {
    const start = line.lastIndexOf(' ', cursor - 1) + 1;
    const word = line.slice(start, cursor).toLowerCase();
    return { start, end: cursor, candidates: COMMANDS.filter(({ text }) => text.toLowerCase().startsWith(word)) };
  },
};

const NAMES = new Set([...lineKeys, ...menuKeys, ...searchKeys].flatMap(({ keys }) => keys));

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
  if (mode.type === 'search') return `${mode.isFailed ? 'failed ' : ''}search '${mode.query}': ${line}`;
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
    ['ctrl+r', "search '': |"],
    ['ctrl+r top', "search 'top': |top -cum"],
    ['ctrl+r cum', "search 'cum': top -|cum"],
    ['ctrl+r top ctrl+r', "search 'top': |top 10"],
    ['ctrl+r top ctrl+r ctrl+r', "failed search 'top': |top 10"],
    ['ctrl+r top ctrl+r ctrl+s', "search 'top': |top -cum"],
    ['ctrl+r top ctrl+r ctrl+r ctrl+s', "search 'top': |top -cum"],
    ['ctrl+r topx', "failed search 'topx': |top -cum"],
    ['ctrl+r topx backspace', "search 'top': |top -cum"],
    ['ctrl+r p backspace', "search '': |"],
    // Small letters find capitals, capitals only themselves.
    ['ctrl+r parse', "search 'parse': list |Parse"],
    ['ctrl+r PARSE', "failed search 'PARSE': list |Parse"],
    ['ctrl+r cum escape', 'top -|cum'],
    ['ctrl+r cum ctrl+e', 'top -cum|'],
    ['ctrl+r cum right ctrl+k', 'top -c|'],
    ['abc ctrl+r cum ctrl+g', 'abc|'],
    ['abc ctrl+r cum ctrl+c', 'abc|'],
    ['abc ctrl+r zzz escape', 'abc|'],
    ['abc ctrl+r cum escape ctrl+_', 'abc|'],
    ['up ctrl+r ctrl+g', '|'],
  ])('%s', (names, expected) => {
    expect(draw(press(names))).toBe(expected);
  });

  test('Enter runs the line found', () => {
    expect(press('ctrl+r cum enter').result).toEqual({ type: 'line', line: 'top -cum' });
  });
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
    ['top ctrl+l', { type: 'clear', text: 'top', cursor: 3 }],
    ['top ctrl+c', undefined],
    ['ctrl+c ctrl+c', undefined],
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
    ['\r\ntop\r\n\r\npeek x\r\n', 'top\npeek x|'],
    ['top\t10\u001b[31m\u0007', 'top 10[31m|'],
    ['\n', '|'],
  ])('%j', (text, expected) => {
    expect(draw(pasteText(initialPrompt(''), text, context))).toBe(expected);
  });

  test('Enter runs the first of several lines and hands the others on', () => {
    const pasted = pasteText(initialPrompt(''), 'top\npeek x', context);
    const first = press('enter', pasted);
    expect(first.result).toEqual({ type: 'line', line: 'top' });
    expect(draw(first)).toBe('top|');
    const second = openPrompt({ text: '', cursor: 0, typedAhead: first.typedAhead }, context);
    expect(second.result).toEqual({ type: 'line', line: 'peek x' });
    expect(second.typedAhead).toEqual([]);
  });

  test('more than a line can hold is refused, and says so', () => {
    const state = pasteText(press('top'), 'x'.repeat(5000), context);
    expect(draw(state)).toBe('top|  (a line ends at 5000 characters)');
    expect(draw(press('y', state))).toBe('topy|');
  });

  test('into a search it is looked for', () => {
    expect(draw(pasteText(press('ctrl+r'), 'cum\n', context))).toBe("search 'cum': top -|cum");
  });

  test('behind the end of a line it waits as one line', () => {
    const { typedAhead } = pasteText(press('top enter'), 'peek\nquit\n', context);
    const next = openPrompt({ text: '', cursor: 0, typedAhead }, context);
    expect(draw(next)).toBe('peek quit|');
  });
});

test('whatever is pressed, the prompt stays in order', () => {
  const names = fc.constantFrom(
    ...[...NAMES].filter((name) => !['enter', 'ctrl+t', 'ctrl+l', 'ctrl+d'].includes(name)),
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
  for (const keymap of [lineKeys, menuKeys, searchKeys]) {
    const all = keymap.flatMap((binding) => binding.keys);
    expect(new Set(all).size).toBe(all.length);
  }
});
