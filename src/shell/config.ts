/** The files a user sets the shell up with. */
import { UserError } from '../base/errors.ts';
import { definitionLine } from './aliases.ts';
import type { Host } from './host.ts';
import { DEFAULT_SETTINGS, type SettingName } from './settings.ts';
import { configDirectory } from './user-directories.ts';
import type { Workspace } from './workspace.ts';

export interface ConfigFiles {
  /** Written by `save settings`. */
  readonly settings: string;
  /** Written by the user: the lines a shell begins with. */
  readonly startup: string;
}

/** Where they are; undefined where the environment does not tell. */
export function configFiles(host: Pick<Host, 'env'>): ConfigFiles | undefined {
  const config = configDirectory(host);
  return config === undefined ? undefined : { settings: `${config}/settings`, startup: `${config}/startup` };
}

/** As `configFiles`. Throws UserError where the environment does not tell. */
export function neededConfigFiles(host: Pick<Host, 'env'>): ConfigFiles {
  const files = configFiles(host);
  if (files !== undefined) return files;
  throw new UserError('there is no place for settings: neither XDG_CONFIG_HOME nor HOME is set', 'set one of them');
}

/** The lines that set up what a workspace has set up: settings that are not the default, aliases, keys. */
export function settingsText({ settings, aliases, bindings }: Workspace): string {
  const changed = (Object.keys(settings) as SettingName[]).filter((name) => settings[name] !== DEFAULT_SETTINGS[name]);
  const lines = [
    '# Written by save settings. Lines of your own belong into the file startup beside it.',
    ...changed.map((name) => `set ${name}=${settings[name]}`),
    ...Object.entries(aliases).map(([name, line]) => definitionLine('alias', name, line)),
    ...Object.entries(bindings).map(([key, line]) => definitionLine('bind', key, line)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
