import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../base/errors.ts';
import type { DocumentKind, Viewer } from '../../report/document.ts';
import { type Environment, endOf, startProgram } from '../programs.ts';
import { keepTemporaryFile, removeTemporaryFile, removeTemporaryFiles, writeTemporaryFile } from './temporary-files.ts';

export interface Showing extends Required<Pick<DocumentKind, 'extension' | 'viewer'>> {
  /** Whether to wait until the viewer is closed. */
  readonly waits: boolean;
}

/** How long a viewer that cannot do its work may take to say so. */
const START_MS = 1000;

/** How long a browser that is already running may take to open what another process hands over to it. */
const HANDOVER_MS = 3000;

/**
 * Shows a document with the first of its viewers that starts, from a temporary file. Rejects with UserError when none
 * does, or when the viewer ends badly: at any time if it is waited for, else in its first second.
 */
export async function showDocument(content: Uint8Array, showing: Showing, machine: Environment): Promise<void> {
  const path = writeTemporaryFile(content, showing.extension);
  try {
    const viewer = await startViewer(path, showing, machine);
    keepTemporaryFile(path, HANDOVER_MS);
    const problem = await (showing.waits ? closingOf(viewer) : Promise.race([endOf(viewer), delay(START_MS)]));
    if (problem !== undefined) throw new UserError(problem);
    viewer.unref();
  } catch (error) {
    removeTemporaryFile(path);
    if (error instanceof UserError) throw new UserError(error.message, advice(showing, machine));
    throw error;
  }
}

async function startViewer(path: string, { viewer, waits }: Showing, machine: Environment): Promise<ChildProcess> {
  // Without a prompt to disturb, what the viewer complains about is the user's to see. From the shell it lives on its own.
  const complaints = waits ? 'inherit' : 'ignore';
  let problem: unknown;
  for (const [name, ...args] of viewerCommands(viewer, machine, process.platform)) {
    try {
      return await startProgram(
        name,
        [...args, path],
        { stdio: ['ignore', 'ignore', complaints], detached: !waits },
        machine,
      );
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

/** The programs for a viewer and their first arguments, best first. $BROWSER is split at blanks and has no quotes. */
export function viewerCommands(
  viewer: Viewer,
  machine: Environment,
  platform: NodeJS.Platform,
): readonly (readonly string[])[] {
  switch (viewer) {
    case 'gv':
      return [['gv', '--noantialias']];
    case 'eog':
    case 'evince':
    case 'kcachegrind':
      return [[viewer]];
    case 'browser': {
      const chosen = (machine.env('BROWSER') ?? '').split(' ').filter((word) => word !== '');
      return [...(chosen.length > 0 ? [chosen] : []), ...platformBrowsers(machine, platform)];
    }
  }
}

function platformBrowsers(machine: Environment, platform: NodeJS.Platform): readonly (readonly string[])[] {
  if (platform === 'darwin') return [['/usr/bin/open']];
  // `start` takes a first argument in quotes, as Node makes of an empty one, for the title of a window.
  if (platform === 'win32') return [['cmd', '/c', 'start', '']];
  const browsers = [['chrome'], ['google-chrome'], ['chromium'], ['firefox'], ['sensible-browser']];
  return hasDisplay(machine) ? [...browsers, ['xdg-open']] : browsers;
}

const hasDisplay = ({ env }: Environment) => Boolean(env('DISPLAY') || env('WAYLAND_DISPLAY'));

/** What to do where a viewer does not start, or ends at once. */
function advice({ viewer, extension, waits }: Showing, machine: Environment): string {
  const file = `graph.${extension}`;
  const elsewhere = `write a file instead with ${waits ? `-output=${file}` : `> ${file}`}`;
  if (process.platform === 'linux' && !hasDisplay(machine)) {
    return `there is no display here: ${elsewhere}, and open it where there is one`;
  }
  return `${viewer === 'browser' ? 'set $BROWSER to a web browser' : `install ${viewer}`}, or ${elsewhere}`;
}

const FATAL_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits until a viewer is closed, for as long as that takes: many end that with Ctrl-C. */
async function closingOf(viewer: ChildProcess): Promise<string | undefined> {
  const end = (signal: NodeJS.Signals) => {
    removeTemporaryFiles();
    process.kill(process.pid, signal);
  };
  for (const signal of FATAL_SIGNALS) process.once(signal, end);
  try {
    return await endOf(viewer);
  } finally {
    for (const signal of FATAL_SIGNALS) process.off(signal, end);
  }
}
