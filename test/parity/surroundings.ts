/** The environment both programs run in: nothing of the user's, as they would otherwise print what is nobody else's. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Surroundings {
  /** The profiles and sources that command lines name. */
  readonly corpus: string;
  /** A place for folders to run in. */
  readonly work: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function makeSurroundings(corpus: string, work: string): Surroundings {
  const home = join(work, 'home');
  mkdirSync(home, { recursive: true });
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, PPROF_TMPDIR: home, TZ: 'UTC', TERM: 'dumb' };
  return { corpus, work, environment };
}

/** Makes the environment that of this process, for what runs in it. */
export function enter({ environment }: Surroundings): void {
  for (const name of Object.keys(process.env)) {
    if (/^(PPROF|XDG|BROWSER$|DISPLAY$|NO_COLOR$|COLORTERM$)/.test(name)) delete process.env[name];
  }
  Object.assign(process.env, environment);
}
