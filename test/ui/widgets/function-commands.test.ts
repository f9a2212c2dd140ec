import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/base/regex.ts';
import { FUNCTION_COMMANDS, functionCommand, whyNot } from '../../../src/ui/widgets/function-commands.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main.(*Index).Add  10
  operator()(int, char const*);a\tb\u001bc\u00a0d  5
`);
const entryOf = (name: string) => view.names.indexOf(name);

test.each([
  ['main.(*Index).Add', 'focus', 'focus=^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'ignore', 'ignore=^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'peek', 'peek ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'source', 'list ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'browse', 'browse ^main\\.\\(\\*Index\\)\\.Add$'],
  ['operator()(int, char const*)', 'peek', 'peek ^operator\\(\\)\\(int,.char.const\\*\\)$'],
] as const)('%s: %s', (name, command, line) => {
  expect(functionCommand(command).lineFor(view, entryOf(name))).toBe(line);
});

test('every pattern is one word and matches the name it was made from', () => {
  for (const [entry, name] of view.names.entries()) {
    for (const command of FUNCTION_COMMANDS) {
      const [, pattern = ''] = /^(?:\w+=|\w+ )(\S+)$/.exec(command.lineFor(view, entry) ?? '') ?? [];
      expect(compilePattern(pattern).test(name), `${command.name} ${name}`).toBe(true);
      expect(compilePattern(pattern).test(`x${name}`), `${command.name} x${name}`).toBe(false);
    }
  }
});

test('where entries are files, selections ask for the file and there is no function to list', () => {
  const files = drawView('main@/src/app/main.go:3;add@/src/app/add.go:9 5', { granularity: 'files' });
  const entry = files.names.indexOf('/src/app/add.go');
  expect(functionCommand('focus').lineFor(files, entry)).toBe('focus=(^|/)/src/app/add\\.go$');
  expect(functionCommand('source').lineFor(files, entry)).toBeUndefined();
  expect(whyNot(functionCommand('source'), files, entry)).toBe('source needs the name of a function');
  expect(whyNot(functionCommand('focus'), files, entry)).toBeUndefined();
});

test('where entries are lines, selections ask for the function and peek for the printed name', () => {
  const lines = drawView('main@/src/main.go:3;add@/src/add.go:9 5', { granularity: 'lines' });
  const entry = lines.names.findIndex((name) => name.startsWith('add'));
  expect(functionCommand('focus').lineFor(lines, entry)).toBe('focus=^add$');
  expect(functionCommand('peek').lineFor(lines, entry)).toBe('peek ^add./src/add\\.go:9$');
});
