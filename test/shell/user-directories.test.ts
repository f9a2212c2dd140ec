import { expect, test } from 'vitest';
import { configDirectory, homeDirectory, stateDirectory } from '../../src/shell/user-directories.ts';

const directories = (env: Readonly<Record<string, string>>) => {
  const host = { env: (name: string) => env[name] };
  return [configDirectory(host), stateDirectory(host), homeDirectory(host)];
};

test.each([
  [{ HOME: '/home/me' }, ['/home/me/.config/pprof-shell', '/home/me/.local/state/pprof-shell', '/home/me']],
  [
    { HOME: '/home/me/', XDG_CONFIG_HOME: '/c/', XDG_STATE_HOME: '/s' },
    ['/c/pprof-shell', '/s/pprof-shell', '/home/me'],
  ],
  // Relative paths and empty ones do not count.
  [{ HOME: 'me', XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' }, [undefined, undefined, undefined]],
  [
    {
      USERPROFILE: String.raw`C:\Users\me`,
      APPDATA: String.raw`C:\Users\me\AppData\Roaming`,
      LOCALAPPDATA: String.raw`C:\Users\me\AppData\Local`,
    },
    [
      String.raw`C:\Users\me\AppData\Roaming/pprof-shell`,
      String.raw`C:\Users\me\AppData\Local/pprof-shell`,
      String.raw`C:\Users\me`,
    ],
  ],
  [{}, [undefined, undefined, undefined]],
])('%j', (env, expected) => {
  expect(directories(env)).toEqual(expected);
});
