/** Keys that come faster than the shell: all reach whom they are meant for. */
import { expect, test } from 'vitest';
import { KEY, openShell } from './open-shell.ts';

test.each([
  ['the prompt behind a screen', `browse${KEY.enter}qtop 1${KEY.enter}`],
  [
    'a screen that is being opened, and the prompt behind it',
    `find${KEY.enter}literalStore${KEY.enter}ptop 1${KEY.enter}`,
  ],
])('in one piece: %s', async (_, keys) => {
  const shell = await openShell();
  shell.write(keys);
  await shell.until(/^Showing top 1 nodes (?:.*\n)*\(pprof\) *$/m);
  expect(shell.scrollback()).toMatch(/^\(pprof\) top 1$/m);
});
