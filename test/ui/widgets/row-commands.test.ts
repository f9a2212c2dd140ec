import { expect, test } from 'vitest';
import { compilePattern } from '../../../src/base/regex.ts';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import type { ScreenRequest } from '../../../src/shell/outcome.ts';
import { currentSession } from '../../../src/shell/workspace.ts';
import { joinedTargets, quoted, rowCommand, targetOfEntry, whyNot } from '../../../src/ui/widgets/row-commands.ts';
import { drawView } from '../../support/draw-view.ts';
import { drawnShell } from '../../support/drawn-shell.ts';

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

/** Names that a line could be taken apart at, or that are no text. */
const AWKWARD = 'a; top; b\t"c" \'d\' | e > f >> g //: h\udcff\u00a0i;ignore=j -k {x}*(?)[]^$|\\';

test('a name goes through the shell as one word, to filters and to views', async () => {
  // Its parts too, so that each begins a word, and a command.
  for (const name of [AWKWARD, ...AWKWARD.split(' ')]) {
    const pattern = `^${quoted(name)}$`;
    const target = { name, frame: pattern, printed: pattern };
    const opened: ScreenRequest[] = [];
    const shell = drawnShell('main  1', {
      showScreen: async (screen) => {
        opened.push(screen);
        return undefined;
      },
    });
    await shell.type(rowCommand('browse').lineFor(target, DEFAULT_OPTIONS) ?? '');
    await shell.type(rowCommand('focus').lineFor(target, DEFAULT_OPTIONS) ?? '');
    const { focus } = currentSession(shell.workspace).options;
    expect(opened).toEqual([{ type: 'browse', pattern: focus }]);
    expect(compilePattern(focus).test(name), focus).toBe(true);
    expect(compilePattern(focus).test(`${name}x`), focus).toBe(false);
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

test('several tags are no one filter: behind commas both would be asked for', () => {
  const tags = joinedTargets([
    { name: 'route=cart', tag: 'route=^cart$' },
    { name: 'user=ann', tag: 'user=^ann$' },
  ]);
  expect(whyNot(rowCommand('tagfocus'), tags, DEFAULT_OPTIONS)).toBe('tagfocus needs the name of a tag');
});
