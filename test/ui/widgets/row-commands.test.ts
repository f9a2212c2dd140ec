import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/base/regex.ts';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import { joinedTargets, rowCommand, targetOfEntry, whyNot } from '../../../src/ui/widgets/row-commands.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main.(*Index).Add  10
  operator()(int, char const*);a\tb\u001bc\u00a0d  5
`);
const targetOf = (name: string) => targetOfEntry(view, view.names.indexOf(name));

test.each([
  ['main.(*Index).Add', 'focus', 'focus=^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'ignore', 'ignore=^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'peek', 'peek ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'list', 'list ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'source', 'source ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'browse', 'browse ^main\\.\\(\\*Index\\)\\.Add$'],
  ['main.(*Index).Add', 'copy', 'main.(*Index).Add'],
] as const)('%s: %s', (name, command, line) => {
  expect(rowCommand(command).lineFor(targetOf(name), DEFAULT_OPTIONS)).toBe(line);
});

test('every pattern is one word and matches the name it was made from', () => {
  for (const name of view.names) {
    for (const command of ['focus', 'ignore', 'peek', 'list', 'source', 'browse', 'flame', 'sandwich'] as const) {
      const line = rowCommand(command).lineFor(targetOf(name), DEFAULT_OPTIONS) ?? '';
      const [, pattern = ''] = /^(?:\w+=|\w+ )(\S+)$/.exec(line) ?? [];
      expect(compilePattern(pattern).test(name), `${command} ${name}`).toBe(true);
      expect(compilePattern(pattern).test(`x${name}`), `${command} x${name}`).toBe(false);
    }
  }
});

test('what is ignored or hidden already stays so', () => {
  const options = { ...DEFAULT_OPTIONS, ignore: 'runtime', focus: 'main' };
  const target = targetOf('main.(*Index).Add');
  expect(rowCommand('ignore').lineFor(target, options)).toBe('ignore=runtime|^main\\.\\(\\*Index\\)\\.Add$');
  expect(rowCommand('focus').lineFor(target, options)).toBe('focus=^main\\.\\(\\*Index\\)\\.Add$');
});

test('where entries are files, selections ask for the file and there is no function to list', () => {
  const files = drawView('main@/src/app/main.go:3;add@/src/app/add.go:9 5', { granularity: 'files' });
  const target = targetOfEntry(files, files.names.indexOf('/src/app/add.go'));
  expect(rowCommand('focus').lineFor(target, DEFAULT_OPTIONS)).toBe('focus=(^|/)/src/app/add\\.go$');
  expect(whyNot(rowCommand('list'), target, DEFAULT_OPTIONS)).toBe('list needs the name of a function');
  expect(whyNot(rowCommand('focus'), target, DEFAULT_OPTIONS)).toBeUndefined();
});

test('where entries are lines, selections ask for the function and peek for the printed name', () => {
  const lines = drawView('main@/src/main.go:3;add@/src/add.go:9 5', { granularity: 'lines' });
  const target = targetOfEntry(
    lines,
    lines.names.findIndex((name) => name.startsWith('add')),
  );
  expect(rowCommand('focus').lineFor(target, DEFAULT_OPTIONS)).toBe('focus=^add$');
  expect(rowCommand('peek').lineFor(target, DEFAULT_OPTIONS)).toBe('peek ^add./src/add\\.go:9$');
});

test('several targets are any of them', () => {
  const both = joinedTargets(['main.(*Index).Add', 'operator()(int, char const*)'].map(targetOf));
  expect(rowCommand('focus').lineFor(both, DEFAULT_OPTIONS)).toBe(
    'focus=^main\\.\\(\\*Index\\)\\.Add$|^operator\\(\\)\\(int,.char.const\\*\\)$',
  );
  expect(whyNot(rowCommand('focus'), undefined, DEFAULT_OPTIONS)).toBe('nothing is selected');
});
