/** Where a user's files are, by the base directory specification, or on Windows where programs there keep theirs. */
import type { Host } from './host.ts';

type Environment = Pick<Host, 'env'>;

/** For what is set up; undefined where the environment does not tell. */
export function configDirectory(host: Environment): string | undefined {
  return ours(host, 'XDG_CONFIG_HOME', '.config', 'APPDATA');
}

/** For what is remembered; undefined where the environment does not tell. */
export function stateDirectory(host: Environment): string | undefined {
  return ours(host, 'XDG_STATE_HOME', '.local/state', 'LOCALAPPDATA');
}

export function homeDirectory({ env }: Environment): string | undefined {
  return absolute(env('HOME')) ?? absolute(env('USERPROFILE'));
}

function ours(host: Environment, name: string, belowHome: string, onWindows: string): string | undefined {
  const home = absolute(host.env('HOME'));
  const directory =
    absolute(host.env(name)) ?? (home === undefined ? absolute(host.env(onWindows)) : `${home}/${belowHome}`);
  return directory === undefined ? undefined : `${directory}/pprof-shell`;
}

/** The specification wants relative paths ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path.replace(/[\\/]+$/, '') : undefined;
}
