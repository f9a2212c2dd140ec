// Bundles src/ into dist/: one entry, and the drawing code (Ink, React, Yoga) as chunks that are loaded when needed.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { mergeChunks } from './merge-chunks.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export async function buildDist() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  // Plain ASCII is read faster than other text, which matters for what every start reads.
  const program = await bundle({ 'pprof-shell': 'src/main.ts' }, 'ascii');
  const roots = ['src/run-main.ts', 'src/run-shell.ts', 'src/ui/app.tsx'];
  await mergeChunks(program.metafile.outputs, join(root, 'dist'), roots);
  const bundles = [
    program,
    await build({ ...COMMON, entryPoints: { re2js: 're2js' }, format: 'cjs', outExtension: { '.js': '.cjs' } }),
    // On its own, though it is mostly the same: code that two programs share would be cut into many small files.
    await bundle({ 'engine-thread': 'src/host/engine-thread.ts' }, 'ascii'),
    // Graphviz comes as bytes in a string, which would be three times as long with its characters escaped.
    await bundle({ 'drawing-thread': 'src/host/documents/drawing-thread.ts' }, 'utf8'),
  ];
  const entry = join(root, 'dist/pprof-shell.js');
  writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`, { mode: 0o755 });
  writePictureAssets();
  const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(join(root, 'dist/LICENSES.txt'), licensesOf(inputs));
}

const COMMON = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  metafile: true,
};

function bundle(entryPoints, charset) {
  return build({
    ...COMMON,
    entryPoints,
    charset,
    splitting: true,
    format: 'esm',
    chunkNames: 'chunk-[hash]',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      PPROF_SHELL_VERSION: JSON.stringify(version),
    },
    // Ink imports its debugger only in development.
    alias: { 'react-devtools-core': './src/host/nothing.ts' },
    plugins: [patternsWhenNeeded],
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  });
}

/** Puts re2js into a file of its own, read with the first pattern: it is a third of all code, and most starts need none. */
const patternsWhenNeeded = {
  name: 'patterns-when-needed',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^re2js$/ }, () => ({ path: 're2js', namespace: 'when-needed' }));
    onLoad({ filter: /^re2js$/, namespace: 'when-needed' }, () => ({
      contents: `
        let loaded;
        const re2js = () => (loaded ??= __createRequire(import.meta.url)('./re2js.cjs'));
        export const RE2JS = { compile: (source) => re2js().RE2JS.compile(source) };
        export const RE2JSSyntaxException = {
          [Symbol.hasInstance]: (error) => loaded !== undefined && error instanceof loaded.RE2JSSyntaxException,
        };`,
    }));
  },
};

/** What src/host/documents/rasterize.ts reads: the rasteriser, a third of its size when compressed, and fonts. */
function writePictureAssets() {
  const wasm = readFileSync(join(root, 'node_modules/@resvg/resvg-wasm/index_bg.wasm'));
  // A little larger than at the highest quality, in a twentieth of the time.
  const compressed = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  writeFileSync(join(root, 'dist/resvg.wasm.br'), compressed);
  for (const script of ['latin', 'greek', 'cyrillic']) {
    const font = join(root, fontFolder, `files/tinos-${script}-400-normal.woff`);
    copyFileSync(font, join(root, `dist/tinos-${script}.woff`));
  }
}

const fontFolder = 'node_modules/@fontsource/tinos';

/** The licences of every package that went into the bundle or lies beside it. */
function licensesOf(inputs) {
  const folders = new Set([fontFolder]);
  for (const input of inputs) {
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

/** What to say of packages that carry no licence text of their own, or other people's work besides. */
const LICENSES_ELSEWHERE = {
  'node_modules/@viz-js/viz': `Copyright (c) Michael Daines

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

It contains, compiled to WebAssembly:
- Graphviz, under the Eclipse Public License: https://graphviz.org/license/
  Its source is available at https://gitlab.com/graphviz/graphviz
- Expat, under the MIT license: https://github.com/libexpat/libexpat/blob/master/expat/COPYING
How it is built from them: https://github.com/mdaines/viz-js
`,
  'node_modules/@resvg/resvg-wasm': `The terms of the Mozilla Public License 2.0: https://www.mozilla.org/MPL/2.0/
Its source is available at https://github.com/yisibl/resvg-js and https://github.com/linebender/resvg
`,
};

function licenseText(folder) {
  for (const name of ['LICENSE', 'license', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license.md']) {
    try {
      return readFileSync(join(root, folder, name), 'utf8');
    } catch {
      // The next spelling.
    }
  }
  return LICENSES_ELSEWHERE[folder] ?? '(the package carries no licence text)\n';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDist();
