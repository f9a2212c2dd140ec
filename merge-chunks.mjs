// Puts chunks that are always loaded together into one file. esbuild cuts a chunk for every combination of entry points
// that reach a module, which makes dozens of small ones, and each costs half a millisecond at every start.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** `import{a as b}from"./chunk.js"`, `export{a}from"./chunk.js"` and `import"./chunk.js"`, as esbuild writes them. */
const STATIC = /\b(import|export)(?:\{([^}]*)\}from)?"\.\/([^"]+)"/g;

/**
 * Merges in `outdir`, for each of the source files in `roots`, all chunks that its own imports statically and those of an
 * earlier root do not. The chunk of the root itself stays apart: nobody imports it, and it may run for as long as the program.
 */
export async function mergeChunks(outputs, outdir, roots) {
  const file = (output) => basename(output);
  const outputOf = (name) => outputs[Object.keys(outputs).find((output) => file(output) === name)];
  const merged = new Set();
  for (const [i, root] of roots.entries()) {
    const start = Object.keys(outputs).find((output) => outputs[output].entryPoint === root);
    if (start === undefined) throw new Error(`no chunk begins with ${root}`);
    const reached = new Set();
    const follow = (name) => {
      for (const { path, kind } of outputOf(name).imports) {
        const next = file(path);
        if (kind !== 'import-statement' || outputOf(next) === undefined || reached.has(next)) continue;
        reached.add(next);
        follow(next);
      }
    };
    follow(file(start));
    const group = [...reached].filter((name) => !merged.has(name));
    for (const name of group) merged.add(name);
    await mergeGroup(group, `loaded-${i}.js`, outdir, (name) => outputOf(name).exports);
  }
}

async function mergeGroup(group, target, outdir, exportsOf) {
  // Chunks export short names that mean something else in each of them.
  const newName = (name, exported) => `c${group.indexOf(name)}_${exported}`;
  const reexports = group.flatMap((name) =>
    exportsOf(name).map((exported) => `export { ${exported} as ${newName(name, exported)} } from './${name}';`),
  );
  const all = [...group.map((name) => `import './${name}';`), ...reexports].join('\n');
  await build({
    stdin: { contents: all, resolveDir: outdir, sourcefile: 'group.js' },
    outfile: join(outdir, target),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [{ name: 'group-only', setup: ({ onResolve }) => onResolve({ filter: /^\.\// }, resolveGroup) }],
  });
  function resolveGroup({ path, kind }) {
    const inGroup = kind !== 'dynamic-import' && group.includes(basename(path));
    return inGroup ? undefined : { path, external: true };
  }

  for (const name of group) rmSync(join(outdir, name));
  for (const other of readdirSync(outdir).filter((name) => name.endsWith('.js'))) {
    const path = join(outdir, other);
    const text = readFileSync(path, 'utf8');
    const rewritten = text.replace(STATIC, (statement, keyword, names, from) => {
      if (!group.includes(from)) return statement;
      const renamed =
        names === undefined
          ? ''
          : `{${names
              .split(',')
              .map((item) => renamedItem(item, from))
              .join(',')}}from`;
      return `${keyword}${renamed}"./${target}"`;
    });
    const left = group.find((name) => rewritten.includes(name));
    if (left !== undefined) throw new Error(`${other} still names ${left}`);
    if (rewritten !== text) writeFileSync(path, rewritten);
  }

  function renamedItem(item, from) {
    const [exported, local = exported] = item.trim().split(' as ');
    return `${newName(from, exported)} as ${local}`;
  }
}
