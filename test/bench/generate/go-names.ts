/**
 * Names as Go programs have them, about 55 letters long: `acme.io/billing/store/ledger.(*Journal).appendEntry`. The
 * digits of a package's number choose the words of its path, the place of a function in its package the rest, so that
 * no two functions have the same name.
 */

const words = (text: string) => text.trim().split(/\s+/);

const ORGS = words('acme globex initech umbrella hooli northwind contoso soylent stark wayne tyrell cyberdyne');
const REPOS = words(`billing checkout catalog gateway identity shipping warehouse payments search ranking
  messaging telemetry scheduler frontend storefront analytics inventory compliance marketing platform`);
const FOLDERS = words(
  'store server worker client codec cache router index queue policy audit quota metrics crypto batch sync',
);
const PACKAGES = words(`ledger orders invoice account session token cart price stock order parcel route
  event stream topic shard replica tenant config template render parser lexer schema query plan page blob delta trie`);
const TYPES = words(
  'Server Index Journal Registry Buffer Decoder Scanner Pool Cursor Manager Reader Writer Tree Batch Conn Loop',
);
const VERBS = words(
  'get put append merge scan decode encode flush apply load store find handle parse render build close resolve',
);
const NOUNS =
  words(`Entry Order Page Token Header Record Batch Block Chunk Event Field Frame Group Handle Index Item Key
  Label Line List Lock Map Message Metric Node Offset Option Packet Path Peer Query Queue Range Request Response Route
  Row Rule Schema Segment Session Shard Slice State Stream Table Value`);

/** Functions of one package, and of one file. */
const IN_PACKAGE = 40;
const IN_FILE = 8;
const PACKAGE_PATHS = ORGS.length * REPOS.length * FOLDERS.length * PACKAGES.length;
/** Has no factor in common with the number of paths: neighbouring packages get different words, and none the same. */
const SCATTER = 48_271;

export const functionName = (index: number): string => {
  const { path, at } = packageOf(index);
  const place = index % IN_PACKAGE;
  const type = TYPES[(at + Math.floor(place / IN_FILE)) % TYPES.length];
  const method = `${VERBS[(at + place) % VERBS.length]}${NOUNS[(at + place) % NOUNS.length]}`;
  if (place % 10 === 9) return `${path}.${method}`;
  return `${path}.(*${type}${place % 16 === 5 ? '[...]' : ''}).${method}${place % 12 === 7 ? '.func1' : ''}`;
};

/** How many files the functions are spread over. */
export const fileCount = (functions: number): number => Math.ceil(functions / IN_FILE);

export const fileOf = (functionIndex: number): number => Math.floor(functionIndex / IN_FILE);

export function fileName(file: number): string {
  const first = file * IN_FILE;
  const { path, at } = packageOf(first);
  return `/home/build/go/src/${path}/${NOUNS[(at + (file % (IN_PACKAGE / IN_FILE))) % NOUNS.length].toLowerCase()}.go`;
}

export const startLine = (functionIndex: number): number => 12 + (functionIndex % IN_FILE) * 64;

function packageOf(index: number): { readonly path: string; readonly at: number } {
  const at = (Math.floor(index / IN_PACKAGE) * SCATTER) % PACKAGE_PATHS;
  const org = ORGS[at % ORGS.length];
  const repo = REPOS[Math.floor(at / ORGS.length) % REPOS.length];
  const folder = FOLDERS[Math.floor(at / ORGS.length / REPOS.length) % FOLDERS.length];
  const name = PACKAGES[Math.floor(at / ORGS.length / REPOS.length / FOLDERS.length)];
  return { path: `${org}.io/${repo}/${folder}/${name}`, at };
}
