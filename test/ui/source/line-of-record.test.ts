/** What the view says to be typed goes through the shell, and opens the same place. */
import { expect, test } from 'vitest';
import type { ScreenRequest } from '../../../src/shell/outcome.ts';
import { drawnShell } from '../../support/drawn-shell.ts';

test.each([
  ['source /src/store/index.go:12', '/src/store/index.go:12'],
  ['source /src/store/index.go', '/src/store/index.go'],
  ['source index.go:12', 'index.go:12'],
  ['source index.go', 'index.go'],
  ["source '/src/a b.go:3'", '/src/a b.go:3'],
  ["source '/src/a b.go'", '/src/a b.go'],
  ['source /usr/include/c++/12/vector.h:7', '/usr/include/c++/12/vector.h:7'],
  ['source ^main\\.run$', '^main\\.run$'],
])('%s is a place, and no file of commands', async (line, pattern) => {
  const opened: ScreenRequest[] = [];
  const shell = drawnShell(
    'main.run@/src/a b.go:3;main.Add@/src/store/index.go:12;push@/usr/include/c++/12/vector.h:7  80',
    {
      showScreen: async (screen) => {
        opened.push(screen);
        return undefined;
      },
    },
  );
  await shell.type(line);
  expect(opened).toEqual([{ type: 'source', pattern }]);
});
