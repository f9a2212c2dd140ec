// Bundles src/ into dist/: one entry, and the drawing code (Ink, React, Yoga) as chunks that are loaded when needed.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export async function buildDist() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { 'pprof-shell': 'src/main.ts', 'engine-thread': 'src/host/engine-thread.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    metafile: true,
    chunkNames: 'chunk-[hash]',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      PPROF_SHELL_VERSION: JSON.stringify(version),
    },
    // Ink imports its debugger only in development.
    alias: { 'react-devtools-core': './src/host/nothing.ts' },
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  });
  const entry = join(root, 'dist/pprof-shell.js');
  writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`, { mode: 0o755 });
  writeFileSync(join(root, 'dist/LICENSES.txt'), licensesOf(metafile));
}

/** The licences of every package that went into the bundle. */
function licensesOf(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return `${name} ${version} (${license})\n\n${licenseText(folder)}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseText(folder) {
  for (const name of ['LICENSE', 'license', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license.md']) {
    try {
      return readFileSync(join(root, folder, name), 'utf8');
    } catch {
      // The next spelling.
    }
  }
  return '(the package carries no licence text)\n';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDist();
