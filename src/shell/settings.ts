/**
 * What users set up about the shell itself, as opposed to the options of reports, which are pprof's. Declared once:
 * assignments, `set`, completion, help and the saved settings all read this table.
 */
import { UserError } from '../base/errors.ts';
import { closestWord } from './language/closest-word.ts';

export interface SettingDeclaration {
  /** What it can be set to, with help; the first one is the default. */
  readonly choices: Readonly<Record<string, string>>;
  readonly help: string;
}

export const SETTINGS = {
  names: {
    help: 'How names are shown on a terminal.',
    choices: {
      full: 'As the profile has them.',
      short: 'Without directories of packages and arguments of types: json.Decode, Map[…].Get.',
    },
  },
  theme: {
    help: 'The colours.',
    choices: {
      auto: 'Dark or light, as the terminal says.',
      dark: 'For dark backgrounds.',
      light: 'For light backgrounds.',
      contrast: 'Few and strong ones.',
      plain: 'None: only bold, underlined and inverse text.',
    },
  },
  ascii: {
    help: 'Whether the shell draws with plain ASCII characters only.',
    choices: { auto: 'Where the locale is not UTF-8.', on: 'Always.', off: 'Never.' },
  },
  keys: {
    help: 'The keys of the line.',
    choices: { emacs: 'Those of readline and most shells.', vi: 'Those of vi, with an insert and a normal mode.' },
  },
  menu: {
    help: 'When completions are shown.',
    choices: { typing: 'While you type, where they help.', tab: 'When you press Tab.' },
  },
  suggestions: {
    help: 'Whether the earlier line you may be typing again is shown behind the cursor; Right takes it.',
    choices: { on: 'It is.', off: 'It is not.' },
  },
  pager: {
    help: 'What happens to output that is longer than the screen.',
    choices: {
      off: 'It scrolls by.',
      on: 'It opens in a view to search and scroll in, and is in the scrollback afterwards.',
    },
  },
  mouse: {
    help: 'Whether views take clicks and the wheel; terminals select text with Shift then.',
    choices: { on: 'They do.', off: 'They do not: the mouse selects text as ever.' },
  },
  shared_filters: {
    help: 'Whether a filter holds for all profiles of the workspace.',
    choices: { off: 'For the one in use.', on: 'For all.' },
  },
} as const satisfies Readonly<Record<string, SettingDeclaration>>;

export type SettingName = keyof typeof SETTINGS;

export type Settings = { readonly [Name in SettingName]: keyof (typeof SETTINGS)[Name]['choices'] };

export const DEFAULT_SETTINGS = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, { choices }]) => [name, Object.keys(choices)[0]]),
) as Settings;

/** The declarations by name, without their exact types. */
export const settingDeclarations: ReadonlyMap<string, SettingDeclaration> = new Map(Object.entries(SETTINGS));

/** The settings with one of them set from text. Throws UserError for a name or a value that does not exist. */
export function withSetting(settings: Settings, name: string, text: string): Settings {
  const declaration = settingDeclarations.get(name);
  if (declaration === undefined) {
    const closest = closestWord(name, [...settingDeclarations.keys()]);
    const hint = closest === undefined ? 'set lists the settings' : `did you mean ${closest}? set lists the settings`;
    throw new UserError(`no setting is called ${JSON.stringify(name)}`, hint);
  }
  if (!Object.hasOwn(declaration.choices, text)) {
    const choices = Object.keys(declaration.choices).join(', ');
    throw new UserError(`invalid value ${JSON.stringify(text)} for ${name}`, `choose one of ${choices}`);
  }
  return { ...settings, [name]: text };
}
