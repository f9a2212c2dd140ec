import { expect, test, vi } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import { type ProfileView, viewProfile } from '../../../src/report/profile-view.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { type ViewQuestion, viewAnswer } from '../../../src/report/views/index.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { FindScreen, type FindScreenProps } from '../../../src/ui/find/find-screen.tsx';
import type { SessionFacts } from '../../../src/ui/screen/spec.ts';
import { typedKeys } from '../../../src/ui/terminal/key-press.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { openScreen } from '../../support/screen.ts';

const SOURCE = ['package main', '', 'func (i *Index) Add() {', '\tgrow(i)', '}'].join('\n');

function profileInput(drawing: string) {
  const host = makeReportHost(fakeHost({ files: { '/src/index.go': SOURCE } }), { source: '', explains: false });
  return { profile: drawProfile(drawing), options: DEFAULT_OPTIONS, host, notify: () => {} };
}

const input = profileInput(`
  main.main;main.run;main.(*Index).Add@/src/index.go:4;runtime.mallocgc  60
  main.main;main.run;main.(*Index).Add@/src/index.go:4                   20
  main.main;main.run;github.com/acme/platform/codec.(*Reader).Parse  15
  main.main;time.Now                                     5
`);

const facts: SessionFacts = {
  options: DEFAULT_OPTIONS,
  sampleTypes: ['cpu'],
  sampleType: 'cpu',
  trail: [],
  shorten: (name) => name,
};

const askOf =
  (asked: typeof input): FindScreenProps['ask'] =>
  (question) =>
    viewAnswer(asked, question);

async function open(
  columns: number,
  rows: number,
  { query = '', shown = input, typedAhead = '', colors = true, ask = askOf(shown) } = {},
) {
  const onDone = vi.fn();
  const view: ProfileView = viewProfile(shown);
  const screen = await openScreen(
    <FindScreen
      view={view}
      query={query}
      facts={facts}
      theme={makeTheme(colors ? 'palette' : 'none')}
      typedAhead={typedKeys(typedAhead)}
      ask={ask}
      onDone={onDone}
    />,
    { columns, rows, alternateScreen: true },
  );
  await screen.waitFor('tags 0');
  return { screen, onDone };
}

test('keys are for the screen from before it is there up to the one that ends it; the others are handed on', async () => {
  const { screen, onDone } = await open(80, 24, { typedAhead: 'ad' });
  await screen.type('d\rptop 5\r');
  const line = 'peek ^main\\.\\(\\*Index\\)\\.Add$';
  expect(onDone.mock.calls.map(([result, later]) => [result, later])).toEqual([
    [{ type: 'run', line, effect: 'print' }, typedKeys('top 5\r')],
  ]);
  screen.close();
});

test('80 by 24', async () => {
  const { screen, onDone } = await open(80, 24);
  await screen.type('add');
  await screen.waitFor('callees of main.(*Index).Add');
  expect(screen.isAlternateScreen()).toBe(true);
  expect(screen.lines()).toEqual([
    'find: add                                                               1 of 11',
    '[all 11] functions 6  files 1  packages 4  tags 0',
    '        flat   flat%        cum    cum%  cpu, 100ns in total',
    '>       20ns  20.00%       80ns  80.00%  main.(*Index).Add',
    ...Array.from({ length: 11 }, () => ''),
    '',
    'callers of main.(*Index).Add',
    '      80ns  80.00%  main.run',
    'callees of main.(*Index).Add',
    '      60ns  60.00%  runtime.mallocgc',
    '',
    '',
    '',
    'Esc back  Enter commands  Tab scope  ^T fuzzy/exact/regex  ^O preview',
  ]);
  expect(screen.cursor()).toEqual({ x: 9, y: 0 });
  expect(screen.isCursorVisible()).toBe(true);
  expect(screen.styleAt(5, 3)).toMatchObject({ inverse: true });

  await screen.press('ctrl+o');
  await screen.waitFor('grow(i)');
  expect(screen.text()).toContain('      80ns  80.00%      4:     grow(i)');

  await screen.press('enter');
  expect(screen.isCursorVisible()).toBe(false);
  expect(screen.text()).toContain('> f  focus     keep only samples that go through it');
  await screen.press('p');
  expect(onDone.mock.calls[0][0]).toMatchObject({ line: 'peek ^main\\.\\(\\*Index\\)\\.Add$' });
  screen.close();
});

test('Tab goes from scope to scope', async () => {
  const { screen } = await open(80, 24);
  await screen.press('tab', 'tab', 'tab');
  expect(screen.lines()[1]).toBe(' all 11  functions 6  files 1 [packages 4] tags 0');
  expect(screen.lines()[3]).toMatch(/^> .* 100ns {4}100% {2}main$/);
  await screen.waitFor('functions of main');
  screen.close();
});

test('200 by 50: callers and callees side by side', async () => {
  const { screen } = await open(200, 50, { query: 'main.run' });
  await screen.waitFor('callees of main.run');
  expect(screen.lines()).toHaveLength(50);
  expect(screen.text()).toMatch(/callers of main\.run +│ callees of main\.run$/m);
  expect(screen.text()).toMatch(/^ {6}95ns {2}95\.00% {2}main\.main +│ {7}80ns {2}80\.00% {2}main\.\(\*Index\)\.Add$/m);
  screen.close();
});

test('a terminal that is too small says so, and is drawn again when it grows', async () => {
  const onDone = vi.fn();
  const screen = await openScreen(
    <FindScreen
      view={viewProfile(input)}
      query=""
      facts={facts}
      theme={makeTheme('none')}
      ask={askOf(input)}
      onDone={onDone}
    />,
    { columns: 29, rows: 6, alternateScreen: true },
  );
  expect(screen.lines()).toEqual(['needs 30x6 cells; Esc leaves']);
  await screen.resize(60, 12);
  await screen.waitFor('main.main');
  await screen.resize(20, 3);
  await screen.press('escape');
  expect(onDone.mock.calls[0][0]).toEqual({ type: 'back' });
  screen.close();
});

test('nothing that a profile or a user says can move the cursor', async () => {
  const shown = profileInput('main;a\u001b[2Jb\u0007\u202ec 5');
  const { screen } = await open(100, 20, { query: 'a', shown });
  await screen.paste('\u001b[2J');
  expect(screen.text()).toContain('\\x1b[2Jb\\x07\\u202ec');
  expect(screen.output()).not.toContain('\u001b[2J');
  expect(screen.output()).not.toContain('\u0007');
  expect(screen.output()).not.toContain('\u202e');
  screen.close();
});

test('without colours the selected row and the chosen scope are still marked', async () => {
  const { screen } = await open(80, 24, { colors: false });
  await screen.press('tab', 'down');
  expect(screen.lines().filter((line) => line.startsWith('>'))).toEqual([
    '>          0      0%       95ns  95.00%  main.run',
  ]);
  expect(screen.lines()[1]).toContain('[functions 6]');
  for (let x = 0; x < 40; x++) expect(screen.styleAt(x, 4), `cell ${x}`).toMatchObject({ inverse: false, color: -1 });
  screen.close();
});

test('while one preview is worked on, only the last selection waits to be the next', async () => {
  const asked: number[] = [];
  let answerNow = () => {};
  const isAnswered = async (question: ViewQuestion): Promise<void> => {
    if (question.type !== 'neighbors') return;
    asked.push(question.argument);
    await new Promise<void>((resolve) => {
      answerNow = resolve;
    });
  };
  const ask: FindScreenProps['ask'] = (question) => isAnswered(question).then(() => viewAnswer(input, question));
  const { screen } = await open(80, 24, { ask });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  for (let i = 0; i < 3; i++) {
    await screen.press('down');
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(asked).toHaveLength(1);
  answerNow();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  answerNow();
  const selected = screen.lines().find((line) => line.startsWith('>'));
  const name = selected?.trim().split(/ {2,}/).at(-1) ?? '';
  await screen.waitFor(`callers of ${name}`);
  expect(asked).toHaveLength(2);
  screen.close();
});
