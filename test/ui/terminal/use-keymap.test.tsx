import { Text } from 'ink';
import { expect, test } from 'vitest';
import type { Keymap } from '../../../src/ui/terminal/keymap.ts';
import { useKeymap } from '../../../src/ui/terminal/use-keymap.ts';
import { useStore } from '../../../src/ui/terminal/use-store.ts';
import { useTerminalSize } from '../../../src/ui/terminal/use-terminal-size.ts';
import { openScreen } from '../../support/screen.ts';

type Action = { readonly type: 'say'; readonly word: string };

const keymap: Keymap<string, Action> = [
  { keys: ['up', 'k'], help: 'say up', action: { type: 'say', word: '<up>' } },
  { keys: ['enter'], help: 'say enter', action: { type: 'say', word: '<enter>' } },
  { keys: ['escape'], help: 'say escape', action: { type: 'say', word: '<escape>' } },
  {
    keys: ['ctrl+g'],
    help: 'say go, when something was said before',
    action: { type: 'say', word: '<go>' },
    unavailable: (state) => (state === '' ? 'nothing said' : undefined),
  },
];

function Listener({ typing = true }: { readonly typing?: boolean }) {
  const store = useStore(
    (state: string, { word }: Action) => state + word,
    () => '',
  );
  const { columns, rows } = useTerminalSize();
  useKeymap(store, {
    keymap,
    ...(typing ? { onText: (word) => ({ type: 'say', word }) } : {}),
    onUnavailable: (word) => ({ type: 'say', word }),
  });
  return (
    <Text>
      {columns}x{rows} {store.state}
    </Text>
  );
}

test.each([
  ['keys in one piece are handled one by one', 'ab\rc\u001b[Ad', 'ab<enter>c<up>d'],
  ['a binding comes before its character', 'jkl', 'j<up>l'],
  ['wide and combining characters stay whole', '日e\u0301', '日e\u0301'],
  ['an Escape alone', '\u001b', '<escape>'],
  ['two of them', '\u001b\u001b', '<escape><escape>'],
  ['an unavailable key says why', '\u0007\u0007', 'nothing said<go>'],
  ['keys nobody knows are dropped', 'a\u001b[15~\u001b[2~\u001b[1;5Pb', 'ab'],
])('%s', async (_, bytes, expected) => {
  const screen = await openScreen(<Listener />);
  await screen.type(bytes);
  expect(screen.text()).toBe(`80x24 ${expected}`);
  screen.close();
});

test('a paste becomes one line of text, or nothing where no text is wanted', async () => {
  const screen = await openScreen(<Listener />);
  await screen.paste('k one\n\ttwo\u0007\n');
  expect(screen.text()).toBe('80x24 k one two');
  await screen.rerender(<Listener typing={false} />);
  await screen.paste('k\n');
  expect(screen.text()).toBe('80x24 k one two');
  screen.close();
});

test('a megabyte pasted by mistake does nothing', async () => {
  const screen = await openScreen(<Listener />);
  await screen.paste('日本'.repeat(500_000));
  await screen.type('a');
  expect(screen.text()).toBe('80x24 a');
  screen.close();
});

test('the size follows the terminal', async () => {
  const screen = await openScreen(<Listener />, { columns: 60, rows: 12, alternateScreen: true });
  expect(screen.isAlternateScreen()).toBe(true);
  expect(screen.text()).toBe('60x12');
  await screen.resize(40, 10);
  expect(screen.text()).toBe('40x10');
  screen.close();
});
