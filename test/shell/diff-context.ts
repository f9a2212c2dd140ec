import type { Profile } from '../../src/profile/tables.ts';
import type { Options } from '../../src/report/options.ts';
import type { CommandContext } from '../../src/shell/language/command.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession, SHELL_OPTIONS } from '../../src/shell/session.ts';
import { openWorkspace, withOpened } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';

/** Two states of a program. */
export const BEFORE = drawProfile(`
  main;load            100
  main;work;json.parse 300
  main;work;gc          40
`);
export const AFTER = drawProfile(`
  main;load            100
  main;work;json.parse 450
  main;work;simd.parse  25
  main;work              5
`);

export interface OpenProfiles {
  /** By the names of their files; the first is number 1. */
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** The number of the one in use. */
  readonly inUse?: number;
  readonly options?: Partial<Options>;
  readonly files?: Readonly<Record<string, string>>;
}

/** What a command is run in, with some profiles open; keeps what it is told. */
export function openContext({
  profiles = { 'before.pb': BEFORE, 'after.pb': AFTER },
  inUse = 1,
  options = {},
  files = {},
}: OpenProfiles = {}): CommandContext & { readonly notices: readonly string[] } {
  const [first, ...others] = Object.entries(profiles).map(([name, profile]) =>
    openSession(profile, `/data/${name}`, { ...SHELL_OPTIONS, ...options }),
  );
  const workspace = { ...others.reduce(withOpened, openWorkspace(first)), current: inUse - 1 };
  const machine = fakeHost({ files });
  const notices: string[] = [];
  return {
    workspace,
    session: workspace.sessions[inUse - 1],
    dialect: 'shell',
    rest: '',
    host: makeReportHost(machine, { source: '', explains: true }),
    machine,
    notify: (notice) => void notices.push(notice),
    hasTerminal: true,
    hasFootnotes: true,
    notices,
  };
}
