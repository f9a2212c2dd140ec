import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_CONTEXT,
  initialPrompt,
  memoryOf,
  type PromptContext,
  type PromptState,
} from '../../../src/ui/prompt/model.ts';
import { openPrompt, pressKeys } from '../../../src/ui/prompt/update.ts';
import { type KeyPress, typedKeys } from '../../../src/ui/terminal/key-press.ts';

const context: PromptContext = {
  ...DEFAULT_CONTEXT,
  keys: 'vi',
  menu: 'tab',
  history: ['top 10', 'peek json', 'top -cum'],
  complete: (_, cursor) => ({ start: 0, end: cursor, candidates: [{ text: 'top' }, { text: 'traces' }] }),
};

const NAMED: Readonly<Record<string, string>> = {
  '<esc>': 'escape',
  '<cr>': 'enter',
  '<c-r>': 'ctrl+r',
  '<c-w>': 'ctrl+w',
  '<up>': 'up',
  '<left>': 'left',
  '<end>': 'end',
  '<bs>': 'backspace',
  '<tab>': 'tab',
};

/** Keys as vi's manual writes them. */
function keys(text: string): KeyPress[] {
  return text
    .split(/(<[a-z-]+>)/)
    .flatMap((part) => (NAMED[part] === undefined ? typedKeys(part) : [{ name: NAMED[part], text: '' }]));
}

/** Begins in normal mode, at the character behind `|`. */
function stateOf(drawn: string): PromptState {
  const cursor = drawn.indexOf('|');
  const inserting = initialPrompt(drawn.replace('|', ''), cursor, { keys: 'vi' });
  // Escape goes one back.
  const normal = pressKeys(inserting, keys(cursor === 0 ? '<esc>' : '<esc>l'), context);
  return { ...normal, editor: { ...normal.editor, cursor } };
}

const press = (state: PromptState, text: string) => pressKeys(state, keys(text), context);

/** `|` before the character the cursor stands on; in insert mode `^` where it is. */
function draw({ editor: { text, cursor }, vi }: PromptState): string {
  return `${text.slice(0, cursor)}${vi?.mode === 'normal' ? '|' : '^'}${text.slice(cursor)}`;
}

describe('motions', () => {
  test.each([
    ['a|bc', 'h', '|abc'],
    ['|abc', 'h', '|abc'],
    ['ab|c', 'l', 'ab|c'],
    ['|abcd', '2l', 'ab|cd'],
    ['|peek json.Decode x', 'w', 'peek |json.Decode x'],
    ['peek |json.Decode x', 'w', 'peek json|.Decode x'],
    ['peek |json.Decode x', 'W', 'peek json.Decode |x'],
    ['|a b c d', '3w', 'a b c |d'],
    ['a b |c', 'w', 'a b |c'],
    ['peek json.Decode |x', 'b', 'peek json.|Decode x'],
    ['peek json.Decode |x', 'B', 'peek |json.Decode x'],
    ['peek json.De|code', 'b', 'peek json.|Decode'],
    ['|peek json.Decode', 'e', 'pee|k json.Decode'],
    ['pee|k json.Decode', 'e', 'peek jso|n.Decode'],
    ['pee|k json.Decode', 'E', 'peek json.Decod|e'],
    ['  a|b', '0', '|  ab'],
    ['  a|b', '^', '  |ab'],
    ['a|bc', '$', 'ab|c'],
    ['|focus=a=b', 'f=', 'focus|=a=b'],
    ['|focus=a=b', '2f=', 'focus=a|=b'],
    ['|focus=a=b', 't=', 'focu|s=a=b'],
    ['|focus=a=b', 'f=;', 'focus=a|=b'],
    ['|focus=a=b', 't=;', 'focus=|a=b'],
    ['focus=a=|b', 'F=', 'focus=a|=b'],
    ['focus=a=|b', 'F=;', 'focus|=a=b'],
    ['focus=a=|b', 'T=', 'focus=a=|b'],
    ['focus=a|=b', 'F=,', 'focus=a|=b'],
    ['|abc', 'fx', '|abc'],
    ['|日本語', 'l', '日|本語'],
    ['|e\u0301a', 'l', 'e\u0301|a'],
    ['|', 'wbe0$fxh', '|'],
  ])('%s %s', (drawn, typed, expected) => {
    expect(draw(press(stateOf(drawn), typed))).toBe(expected);
  });
});

describe('operators', () => {
  test.each([
    ['|peek json x', 'dw', '|json x'],
    ['|peek json x', '2dw', '|x'],
    ['|peek json x', 'd2w', '|x'],
    ['|a b c d e f g', '2d2w', '|e f g'],
    ['peek |json', 'dw', 'peek| '],
    ['peek js|on', 'db', 'peek |on'],
    ['|peek json', 'de', '| json'],
    ['peek| json', 'd$', 'pee|k'],
    ['peek| json', 'D', 'pee|k'],
    ['pe|ek', 'd0', '|ek'],
    ['|focus=a', 'df=', '|a'],
    ['|focus=a', 'dt=', '|=a'],
    ['focus=|a', 'dF=', 'focus|a'],
    ['foc|us', 'dd', '|'],
    ['|peek json', 'cwtop', 'top^ json'],
    ['pee|k json', 'cwt', 'peet^ json'],
    ['peek| json', 'cwx', 'peekx^json'],
    ['peek js|on', 'ccx', 'x^'],
    ['peek| json', 'Cx', 'peekx^'],
    ['peek |json', 'Sx', 'x^'],
    ['p|eek', 'sxy', 'pxy^ek'],
    ['p|eek', '2sx', 'px^k'],
    ['p|eek', 'x', 'p|ek'],
    ['p|eek', '9x', '|p'],
    ['pe|ek', 'X', 'p|ek'],
    ['p|eek', 'dfz', 'p|eek'],
    ['|ab', 'dl', '|b'],
    ['ab|c', 'dh', 'a|c'],
    ['|日本', 'x', '|本'],
    // What is no command drops what was begun.
    ['|abc', 'dqx', '|bc'],
    ['|abc', 'd<esc>l', 'a|bc'],
    ['|', 'ccx', 'x^'],
    // A motion that leads nowhere changes nothing.
    ['a|bc', 'cfz', 'a|bc'],
    ['|abc', 'cb', '|abc'],
    ['|', 'dd', '|'],
  ])('%s %s', (drawn, typed, expected) => {
    expect(draw(press(stateOf(drawn), typed))).toBe(expected);
  });
});

describe('text objects', () => {
  test.each([
    ['peek json.De|code x', 'ciwa', 'peek json.a^ x'],
    ['peek json.De|code x', 'ciWa', 'peek a^ x'],
    ['peek js|on x', 'daw', 'peek |x'],
    ['peek js|on', 'daw', 'pee|k'],
    ['peek|  json', 'diw', 'peek|json'],
    ['focus="a |b" top', 'di"', 'focus="|" top'],
    ['foc|us="a b" top', 'ci"x', 'focus="x^" top'],
    ["f='a' 'b|'", "da'", "f='a'| "],
    ['x (*co|nn).write', 'di(', 'x (|).write'],
    ['x (*co|nn).write', 'da)', 'x |.write'],
    ['x (a(|b)c)', 'dib', 'x (a(|)c)'],
    ['x (a(b)|c)', 'dib', 'x (|)'],
    ['Map[K|,V].Get', 'di[', 'Map[|].Get'],
    ['x (|', 'di(', 'x |('],
    ['ab|c', 'di(', 'ab|c'],
    ['ab|c', 'diqx', 'a|b'],
    ['a b |c', 'diw0.', '| b '],
  ])('%s %s', (drawn, typed, expected) => {
    expect(draw(press(stateOf(drawn), typed))).toBe(expected);
  });
});

describe('other changes', () => {
  test.each([
    ['a|bc', 'ix', 'ax^bc'],
    ['a|bc', 'ax', 'abx^c'],
    ['a|bc', 'Ax', 'abcx^'],
    ['  a|bc', 'Ix', '  x^abc'],
    ['|', 'ax', 'x^'],
    ['a|bc', 'ix<esc>', 'a|xbc'],
    ['|abc', 'rx', '|xbc'],
    ['|abc', '2rx', 'x|xc'],
    ['a|bc', '3rx', 'a|bc'],
    ['|aBc', '~~~', 'Ab|C'],
    ['|aBc', '2~', 'Ab|c'],
    ['|ab cd', 'dwP', 'ab| cd'],
    ['|ab cd', 'dwp', 'cab| d'],
    ['|ab cd', 'yw$p', 'ab cdab| '],
    ['|ab', 'ylp', 'a|ab'],
    ['|ab', 'yl3p', 'aaa|ab'],
    ['a|b', 'yyP', 'aa|bb'],
    ['a|b', 'Yp', 'aba|b'],
    ['ab|c', 'yb', '|abc'],
    ['|ab', 'p', '|ab'],
  ])('%s %s', (drawn, typed, expected) => {
    expect(draw(press(stateOf(drawn), typed))).toBe(expected);
  });
});

test('a count cannot make a line longer than lines may be', () => {
  const state = press(stateOf('|abc'), 'yy9999p');
  expect(draw(state)).toBe('|abc');
});

describe('again and back', () => {
  test.each([
    ['|abcdef', 'x.', '|cdef'],
    ['|abcdef', 'x3.', '|ef'],
    ['|abcdef', '2x.', '|ef'],
    ['|a b c', 'cwx<esc>w.', 'x |x c'],
    ['|a b c', 'dw..', '|'],
    ['|ab', 'ix<esc>.', '|xxab'],
    ['|ab', 'Ax<esc>0.', 'abx|x'],
    ['|a=b=c', 'dt=x.', '|=c'],
    ['|abc', 'rx.', '|xbc'],
    ['|abc', '.', '|abc'],
    ['|abc', 'xu', '|abc'],
    ['|abc', 'xxu', '|bc'],
    ['|abc', 'xx2u', '|abc'],
    ['|abc', 'ione two three<esc>u', '|abc'],
    ['|abc def', 'cwx y<esc>u', '|abc def'],
    ['|abc', 'xu<c-r>', '|bc'],
    ['|abc', 'xxuu<c-r><c-r>', '|c'],
    ['|abc', 'xuxu<c-r>', '|bc'],
  ])('%s %s', (drawn, typed, expected) => {
    expect(draw(press(stateOf(drawn), typed))).toBe(expected);
  });
});

describe('around the line', () => {
  test('typing begins in insert mode, and Escape leads to normal mode', () => {
    const state = press(initialPrompt('', 0, { keys: 'vi' }), 'top 10');
    expect(draw(state)).toBe('top 10^');
    expect(draw(press(state, '<esc>'))).toBe('top 1|0');
    expect(draw(press(state, '<esc><left>'))).toBe('top |10');
  });

  test.each([
    ['k', 'top -cu|m'],
    ['kk', 'peek jso|n'],
    ['kkj', 'top -cu|m'],
    ['kj', '|'],
    ['<up>', 'top -cu|m'],
    ['/top<tab>', 'top -cu|m'],
    ['/json<tab>ccx', 'x^'],
    ['/top<tab>n', 'top 1|0'],
    ['/top<tab>nN', 'top -cu|m'],
    ['n', '|'],
  ])('history: %s', (typed, expected) => {
    expect(draw(press(stateOf('|'), typed))).toBe(expected);
  });

  test('Enter runs the line in either mode', () => {
    expect(press(stateOf('to|p'), '<cr>').result).toEqual({ type: 'line', line: 'top' });
    expect(press(stateOf('to|p'), 'Ax<cr>').result).toEqual({ type: 'line', line: 'topx' });
  });

  test('a letter that comes together with Escape is taken for what it is in either case', () => {
    const alt = (name: string, char: string): KeyPress => ({ name: `alt+${name}`, text: '', char });
    const typed = press(initialPrompt('', 0, { keys: 'vi' }), 'top');
    expect(draw(pressKeys(typed, [alt('h', 'h')], context))).toBe('t|op');
    expect(draw(pressKeys(typed, [alt('i', 'I')], context))).toBe('^top');
    const enter: KeyPress = { name: 'alt+enter', text: '' };
    expect(pressKeys(typed, [enter], context).result).toEqual({ type: 'line', line: 'top' });
  });

  test('Escape leaves a menu that came by itself, too', () => {
    const state = pressKeys(initialPrompt('', 0, { keys: 'vi' }), keys('t'), { ...context, menu: 'typing' });
    expect(state.mode.type).toBe('menu');
    const left = pressKeys(state, keys('<esc>'), { ...context, menu: 'typing' });
    expect(left.mode.type).toBe('edit');
    expect(draw(left)).toBe('|t');
  });

  test('what . and ; do again is kept for the next line', () => {
    const memory = memoryOf(press(stateOf('|a=b'), 'cwxy<esc>f=<cr>'));
    const next = openPrompt({ text: 'cd e=f', cursor: 0, typedAhead: keys('<esc>.;'), memory }, context);
    expect(draw(next)).toBe('xy e|=f');
  });
});

const COMMANDS = [
  ...['h', 'l', 'w', 'b', 'e', 'W', 'B', 'E', '0', '^', '$', 'fa', 'F ', 'ta', 'T ', ';', ','],
  ...[
    'x',
    'X',
    'dw',
    'db',
    'dd',
    'd$',
    'cwa<esc>',
    'cc<esc>',
    'diw',
    'da(',
    'ci"x<esc>',
    'sx y<esc>',
    'D',
    'rx',
    '~',
    'p',
    'P',
    'yy',
    'yw',
    '.',
  ],
  ...['i', 'a', 'A', 'I', '<esc>', 'u', '<c-r>', '<c-w>', '<bs>', 'k', 'j', '2', '3', '日', '\u0301', '👩‍👩‍👧'],
];

test('whatever is pressed, the cursor stands between characters, in normal mode on one, and u leads back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '日', 'e\u0301', '👩‍👩‍👧'), maxLength: 12 });
  fc.assert(
    fc.property(text, fc.array(fc.constantFrom(...COMMANDS), { maxLength: 30 }), (line, commands) => {
      const start = press(initialPrompt(line, 0, { keys: 'vi' }), '<esc>');
      let state = start;
      for (const command of commands) {
        state = press(state, command);
        const { text: now, cursor } = state.editor;
        expect(boundaries(now)).toContain(cursor);
        if (state.vi?.mode === 'normal' && now !== '') expect(cursor).toBeLessThan(now.length);
      }
      const undone = press(state, `<esc><esc>${'u'.repeat(100)}`);
      expect(undone.editor.text).toBe(line);
    }),
    { numRuns: 300 },
  );
});

function boundaries(text: string): number[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return [...Array.from(segments, ({ index }) => index), text.length];
}
