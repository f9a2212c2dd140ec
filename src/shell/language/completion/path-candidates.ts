/** Files for a typed path. */
import { compareText } from '../../../base/byte-text.ts';
import { joinPath } from '../../../base/path-text.ts';
import type { Candidate, CompletionContext } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';
import type { Offer } from './offer.ts';
import { isTypeable } from './pattern-text.ts';

type FileHost = CompletionContext['host'];

/** How files are called that are mostly profiles. */
const PROFILE_NAME =
  /\.(?:pb|prof|pprof|profile|heap|cpu|mutex|block|allocs)(?:\.gz)?$|^(?:heap|profile|allocs|goroutine)\b/;

/** What no directory is called by: looking into each to find out would take too long. */
const FILE_NAME = /\.(?:gz|pb|prof|pprof|go|json|txt|md|csv|svg|png|pdf|html|log|ts|js|mod|sum|yaml|yml|toml|zip)$/;

/** More names than anyone reads; the user types on. */
const MOST_FILES = 200;

/**
 * The files of the directory that a path ends in, whose names begin with what follows: profiles first where they are what
 * is asked for, then directories with a `/` behind them. `~` is the user's home. Hidden files have to be asked for.
 */
export function pathOffer(typed: string, host: FileHost, prefersProfiles: boolean): Offer {
  if (typed === '~') return { offset: 0, candidates: [{ text: '~/', kind: 'directory' }] };
  const offset = typed.lastIndexOf('/') + 1;
  const directory = absolute(typed.slice(0, offset), host);
  const beginning = typed.slice(offset);
  const isHidden = (name: string) => name.startsWith('.');
  const names = host
    .listDirectory(directory)
    .filter((name) => isHidden(name) === isHidden(beginning) && isTypeable(name));
  const sorted = [...names].sort(compareText).map((name): Candidate => ({ text: name }));
  const found = fittingWords(sorted, beginning).slice(0, MOST_FILES);
  const candidates = found.map((candidate): Candidate => {
    const isDirectory = !FILE_NAME.test(candidate.text) && isListed(joinPath(directory, candidate.text), host);
    return isDirectory
      ? { ...candidate, text: `${candidate.text}/`, kind: 'directory' }
      : { ...candidate, kind: 'file' };
  });
  const rank = ({ text, kind }: Candidate) => (kind === 'directory' ? 1 : PROFILE_NAME.test(text) ? 0 : 2);
  return { offset, candidates: prefersProfiles ? candidates.sort((a, b) => rank(a) - rank(b)) : candidates };
}

function absolute(directory: string, host: FileHost): string {
  const home = host.env('HOME');
  if (home !== undefined && directory.startsWith('~/')) return joinPath(home, directory.slice(2));
  return directory.startsWith('/') ? joinPath(directory) : joinPath(host.currentDirectory(), directory);
}

/** An empty directory looks like a file; nobody wants to go into it. */
function isListed(path: string, host: FileHost): boolean {
  return host.listDirectory(path).length > 0;
}
