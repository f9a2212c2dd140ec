import { memoizeRecent } from '../base/memoize.ts';
import type { Profile } from '../profile/tables.ts';
import { type Palette, paletteOf } from '../report/palettes.ts';
import { shortNamesOf } from '../report/short-names.ts';
import { type ColorDepth, makeTheme, type Theme } from '../report/theme.ts';
import type { Host } from '../shell/host.ts';
import { currentSession, type Workspace } from '../shell/workspace.ts';

/** The theme that the settings of a workspace ask for, on a terminal with some colours. */
export function themeFor(workspace: Workspace, depth: ColorDepth, machine: Pick<Host, 'env'>): Theme {
  const { theme, names } = workspace.settings;
  const palette = theme === 'auto' ? paletteOf(machine) : theme;
  return themeOf(depth, palette, names === 'short' ? currentSession(workspace).profile : undefined);
}

/** `profile`: the one whose names are shortened. */
const themeOf = memoizeRecent(3, (depth: ColorDepth, palette: Palette, profile: Profile | undefined) =>
  makeTheme({ depth, palette, ...(profile === undefined ? {} : { shorten: shortNamesOf(profile) }) }),
);
