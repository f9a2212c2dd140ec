/** Whose code a frame is, told from its name and its file alone, as logs of crashes have no more than that. */
import { goPackage } from '../analysis/my-go-code.ts';

/** `standard` is the runtime and the standard library. */
export type CodeOwner = 'user' | 'library' | 'standard';

/** The owner of a function. Both may be empty; a file may be any platform's path. */
export function codeOwner(name: string, file: string): CodeOwner {
  const path = goPackage(name);
  if (path !== '' && (file === '' || file.endsWith('.go') || file.endsWith('.s'))) return goOwner(path, file);
  return isLibraryFile(file) || file === '' ? 'library' : 'user';
}

function goOwner(path: string, file: string): CodeOwner {
  const [first] = path.split('/', 1);
  if (STANDARD.has(first) && !isOutsideGoroot(file, path)) return 'standard';
  return isLibraryFile(file) ? 'library' : 'user';
}

/** A package of the user's may be called like one of Go's; then its file is elsewhere. */
function isOutsideGoroot(file: string, path: string): boolean {
  const normal = file.replaceAll('\\', '/');
  if (!normal.includes('/') || LINKED_BODIES.test(normal)) return false;
  return !normal.startsWith(`${path}/`) && !normal.includes(`/src/${path}/`);
}

/** Functions of other packages whose bodies the runtime has, as `time.newTimer` in `runtime/time.go`. */
const LINKED_BODIES = /(?:^|\/src\/)(?:runtime|internal)\/(?:\w+\/)*\w+\.(?:go|s)$/;

const isLibraryFile = (file: string) =>
  /@v\d|[/\\](?:pkg[/\\]mod|vendor|node_modules|site-packages|\.cargo|\.rustup|rustc)[/\\]|^\/(?:usr|lib|lib64)\//.test(
    file,
  );

/** The first elements of the import paths of Go's standard library, and what the toolchain adds. */
const STANDARD: ReadonlySet<string> = new Set(
  (
    'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go ' +
    'hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort ' +
    'strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak cmd'
  ).split(' '),
);
