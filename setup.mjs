// Makes a fresh clone ready: installs the packages of the lock file and builds dist/, each only when it is not current.
// Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const OLDEST_NODE = [20, 12];

export async function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(`found Node ${process.versions.node}, expected ${OLDEST_NODE.join('.')} or newer; see https://nodejs.org`);
  }
  if (!installIsCurrent()) install();
  if (!buildIsCurrent()) {
    say('building');
    const { buildDist } = await import('./build.mjs');
    await buildDist();
  }
}

const installMark = join(root, 'node_modules/.pprof-shell-installed');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

function installIsCurrent() {
  return existsSync(installMark) && readFileSync(installMark, 'utf8') === lockHash();
}

function install() {
  say('installing packages (once)');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed; check the network and try again');
  writeFileSync(installMark, lockHash());
}

/** Whether dist/ is newer than all it is made from. */
function buildIsCurrent() {
  const built = join(root, 'dist/pprof-shell.js');
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return (
    newestIn(join(root, 'src')) < builtAt &&
    ['build.mjs', 'package.json'].every((file) => statSync(join(root, file)).mtimeMs < builtAt)
  );
}

function newestIn(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function say(text) {
  process.stderr.write(`pprof-shell: ${text} ...\n`);
}

function fail(text) {
  process.stderr.write(`pprof-shell: ${text}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp();
