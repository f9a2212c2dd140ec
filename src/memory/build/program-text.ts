import type { BuildInfo } from './build-info.ts';
import { type GoBuild, mainModuleOf } from './go-build.ts';

/** A program in one line: `go1.26.8 linux/amd64, example.com/shop (devel) at 15f1213f9763, cgo, stripped`. */
export function programText({ go, architecture, format, wordBits, isStripped, isPacked }: BuildInfo): string {
  const system = [go?.settings['GOOS'] ?? format, architecture || `${wordBits ?? '?'} bits`].join('/');
  const module = go && mainModuleOf(go);
  const parts = [
    `${go?.version ?? 'unknown version of Go'} ${system}`,
    go === undefined || module === undefined ? '' : `${module} ${versionText(go)}`.trimEnd(),
    go?.settings['CGO_ENABLED'] === '1' ? 'cgo' : '',
    go?.settings['-race'] === 'true' ? 'race detector' : '',
    isStripped ? 'stripped' : '',
    isPacked ? 'packed' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The version of the main module, with the revision where it does not say that itself. */
function versionText({ main, settings }: GoBuild): string {
  const version = main?.version ?? '';
  const revision = settings['vcs.revision']?.slice(0, 12) ?? '';
  if (revision === '' || version.includes(revision)) return version;
  return `${version} at ${revision}${settings['vcs.modified'] === 'true' ? ' with changes' : ''}`.trimStart();
}
