import { describe, expect, test } from 'vitest';
import { editorCommand } from '../../src/host/editor.ts';

const opened = (variables: Readonly<Record<string, string>>, file = '/src/app.go', line = 12) => {
  const command = editorCommand((name) => variables[name], file, line);
  return command && [command.program, ...command.args];
};

describe('editors are told the line in their own way', () => {
  test.each([
    ['vi', ['vi', '+12', '/src/app.go']],
    ['/usr/bin/vim.basic', ['/usr/bin/vim.basic', '+12', '/src/app.go']],
    ['nvim', ['nvim', '+12', '/src/app.go']],
    ['nano', ['nano', '+12', '/src/app.go']],
    ['emacs', ['emacs', '+12', '/src/app.go']],
    ['emacs-29.1', ['emacs-29.1', '+12', '/src/app.go']],
    ['emacsclient -nw', ['emacsclient', '-nw', '+12', '/src/app.go']],
    ['code --wait', ['code', '--wait', '--goto', '/src/app.go:12']],
    ['C:\\Tools\\code.cmd', ['C:Toolscode.cmd', '/src/app.go']],
    ["'C:\\Tools\\code.cmd'", ['C:\\Tools\\code.cmd', '--goto', '/src/app.go:12']],
    ['hx', ['hx', '/src/app.go:12']],
    ['subl -w', ['subl', '-w', '/src/app.go:12']],
    ['zed', ['zed', '/src/app.go:12']],
    ['idea', ['idea', '--line', '12', '/src/app.go']],
    ['goland', ['goland', '--line', '12', '/src/app.go']],
  ])('%s', (editor, words) => {
    expect(opened({ EDITOR: editor })).toEqual(words);
  });
});

test('an editor that is not known gets the file alone', () => {
  expect(opened({ EDITOR: 'my-editor' })).toEqual(['my-editor', '/src/app.go']);
});

test('VISUAL comes before EDITOR, unless it is empty', () => {
  expect(opened({ VISUAL: 'hx', EDITOR: 'vi' })?.[0]).toBe('hx');
  expect(opened({ VISUAL: ' ', EDITOR: 'vi' })?.[0]).toBe('vi');
});

test('there is no command where neither is set', () => {
  expect(opened({})).toBeUndefined();
  expect(opened({ VISUAL: '', EDITOR: '  ' })).toBeUndefined();
});

describe('the variable is a list of words as a shell reads them', () => {
  test.each([
    [`'/Applications/My Editor/vim' -c "set nu"`, ['/Applications/My Editor/vim', '-c', 'set nu']],
    ['my\\ vim', ['my vim']],
    ['vim  -c\tx', ['vim', '-c', 'x']],
    [`vim -c 'a "b"'"c \\" d"`, ['vim', '-c', 'a "b"c " d']],
    [`vim "" ''`, ['vim', '', '']],
    [`vim 'open`, ['vim', "'open"]],
  ])('%s', (editor, words) => {
    expect(opened({ EDITOR: editor })?.slice(0, words.length)).toEqual(words);
  });
});

test('nothing in a file name is an option, and nothing runs in a shell', () => {
  expect(opened({ EDITOR: 'vi' }, '-x.go')).toEqual(['vi', '+12', './-x.go']);
  expect(opened({ EDITOR: 'vi' }, '/a b;$(c)/d.go')).toEqual(['vi', '+12', '/a b;$(c)/d.go']);
});

test('a line that is not known is the first', () => {
  expect(opened({ EDITOR: 'vi' }, '/src/app.go', 0)).toEqual(['vi', '+1', '/src/app.go']);
});
