import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.ts';
import { drawGraph } from '../../../src/host/documents/draw-graph.ts';
import type { DrawingOptions } from '../../../src/host/documents/draw-in-thread.ts';
import type { ImageFormat } from '../../../src/report/document.ts';
import { fakePrograms } from './fake-programs.ts';
import { expectXml } from './xml.ts';

const { path, add, machine } = fakePrograms();

// The built thread.
const module = pathToFileURL(join(import.meta.dirname, '../../../dist/drawing-thread.js'));
const draw = (text: string | Uint8Array, format: ImageFormat, options: DrawingOptions = {}) =>
  drawGraph(Buffer.from(text), format, machine(), { module, ...options });
const drawSvg = async (text: string | Uint8Array) => Buffer.from(await draw(text, 'svg')).toString();

/** As pprof writes it of test/data/pprof/own/shop.pb.gz. */
const shop = readFileSync(join(import.meta.dirname, 'shop.dot'));

/** A chain of calls. */
const chain = (length: number) => {
  const nodes = Array.from({ length }, (_, node) => `N${node} [label="f${node}" shape=box]`);
  const edges = nodes.slice(1).map((_, node) => `N${node} -> N${node + 1} [label=" 1ms"]`);
  return ['digraph "chain" {', ...nodes, ...edges, '}', ''].join('\n');
};

/** More crossings than can be sorted out while anybody waits. */
const tangle = [
  'digraph "tangle" {',
  ...Array.from({ length: 4000 }, (_, edge) => `N${(edge * 7919) % 997} -> N${(edge * 104729) % 991}`),
  '}',
].join('\n');

/** Width and height of a png file in pixels. */
const pngSize = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  return error;
};

test('svg needs no Graphviz: it fills the window and has all names', async () => {
  const svg = await drawSvg(shop);
  expectXml(svg);
  expect(svg).toMatch(/<svg width="100%" height="100%" xmlns="/);
  expect(svg).toContain('</script><g id="viewport" transform="scale(0.5,0.5) translate(0,0)"><g id="graph0"');
  expect(svg).toMatch(/<\/g>\n<\/g><\/svg>\n$/);
  for (const name of ['shop', 'db', 'Query[…]', 'route:java', 'File: shop']) expect(svg).toContain(`>${name}</text>`);
  expect(svg).toContain('<a xlink:title="com.acme.Shop$Inner.run (400000us)">');
});

test('svg asks nothing of the network', async () => {
  expect(await drawSvg(shop)).not.toMatch(/\b(?:href|src)=|@import|\burl\(|\bfetch\b/);
});

test('svg is well-formed whatever names hold', async () => {
  const shownAs: Readonly<Record<string, string>> = {
    'operator&&;': 'operator&amp;&amp;;',
    '<b>&amp;</b>': '&lt;b&gt;&amp;&lt;/b&gt;',
    'x &bar; y': 'x &amp;bar; y',
    'a &#1; b &#xFFFF; c': 'a \ufffd b \ufffd c',
    'a \u0001\u001b[31m b': 'a \ufffd\ufffd[31m b',
    'a\0b': 'a\ufffdb',
    [`it's \\"so\\"`]: 'it&#39;s &quot;so&quot;',
    '--> ]]> </script>': '&#45;&#45;&gt; ]]&gt; &lt;/script&gt;',
    'µs · 漢字 🙂': 'µs · 漢字 🙂',
  };
  const nodes = Object.keys(shownAs).map((name) => `"${name}" [label="${name}" tooltip="${name} (1s)"]`);
  const svg = await drawSvg(`digraph "${Object.keys(shownAs).join(' ')}" { ${nodes.join('\n')} }`);
  expectXml(svg);
  expect(Array.from(svg.matchAll(/>([^<]*)<\/text>/g), ([, text]) => text)).toEqual(Object.values(shownAs));
});

test('bytes that are not UTF-8 are replaced', async () => {
  const svg = await drawSvg(Buffer.from('digraph "g" { N1 [label="caf\xe9 \x80\xff"] }', 'latin1'));
  expectXml(svg);
  expect(svg).toContain('>caf\ufffd \ufffd\ufffd</text>');
});

test('png needs no Graphviz and no fonts: 96 pixels an inch, with text', async () => {
  const box = (label: string) => `digraph "g" { N1 [shape=box fixedsize=true width=2 height=1 label="${label}"] }`;
  const [blank, latin, greek, cyrillic] = await Promise.all(
    ['', 'main', 'μs', 'имя'].map((label) => draw(box(label), 'png')),
  );
  // The box and a margin of 4 points on every side.
  expect(pngSize(latin)).toEqual([Math.ceil(((144 + 8) * 96) / 72), Math.ceil(((72 + 8) * 96) / 72)]);
  for (const picture of [latin, greek, cyrillic]) expect(picture.length).toBeGreaterThan(blank.length + 100);
});

test('png is made smaller where other programs could not read it', async () => {
  const [, height] = pngSize(await draw(chain(600), 'png'));
  expect(height).toBeLessThanOrEqual(32767);
  expect(height).toBeGreaterThan(32700);
});

test('a deep graph is drawn', async () => {
  expect(await drawSvg(chain(4000))).toContain('>f3999</text>');
});

test('text that is no graph is refused', async () => {
  const { message, hint } = await failureOf(draw('digraph "g" {\nN1 [label="a "b""]\n}\n', 'svg'));
  expect(message).toBe(`cannot draw the graph: syntax error in line 2 near '"'`);
  expect(hint).toMatch(/\bdot\b/);
});

test('a graph too deep for WebAssembly is refused', async () => {
  const { message } = await failureOf(draw(chain(60_000), 'svg'));
  expect(message).toMatch(/^cannot draw the graph: ./);
});

test('a fault of the thread is ours', async () => {
  await expect(draw(shop, 'svg', { module: pathToFileURL(path('missing.js')) })).rejects.toThrow(/Cannot find module/);
});

test('a drawing in its thread is stopped at once', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  await expect(draw(tangle, 'svg', { signal: controller.signal })).rejects.toThrow(Cancelled);
  await expect(draw(tangle, 'svg', { signal: controller.signal })).rejects.toThrow(Cancelled);
});

test.each(['pdf', 'ps', 'gif'] as const)('%s needs an installed Graphviz', async (format) => {
  const { message, hint } = await failureOf(draw(shop, format));
  expect(message).toBe(
    'failed to execute dot. Is Graphviz installed? Error: exec: "dot": executable file not found in $PATH',
  );
  expect(hint).toMatch(/svg and png/);
});

test.each(['svg', 'png', 'pdf', 'ps', 'gif'] as const)('an installed dot is asked for %s', async (format) => {
  add('dot', `echo "$@" > ${path('args')}`, `/bin/cat > ${path('text')}`, 'printf "%s" "PICTURE"');
  expect(Buffer.from(await draw(shop, format)).toString()).toBe('PICTURE');
  expect(readFileSync(path('args'), 'utf8')).toBe(`-T${format}\n`);
  expect(readFileSync(path('text'))).toEqual(shop);
});

test('what an installed dot draws as svg becomes what pprof makes of it', async () => {
  const root = '<svg width="12pt" height="33pt"\n viewBox="0.00 0.00 12.00 33.00" xmlns="http://www.w3.org/2000/svg">';
  writeFileSync(
    path('svg'),
    `<?xml version="1.0"?>\n${root}\n<g id="graph0" class="graph"><text> a &; b</text></g></svg>\n`,
  );
  add('dot', '/bin/cat > /dev/null', `/bin/cat ${path('svg')}`);
  const svg = await drawSvg(shop);
  expectXml(svg);
  const [before, after] = svg.split(/<script.*<\/script>/s);
  expect(before).toBe('<?xml version="1.0"?>\n<svg width="100%" height="100%" xmlns="http://www.w3.org/2000/svg">\n');
  expect(after).toBe(
    '<g id="viewport" transform="scale(0.5,0.5) translate(0,0)"><g id="graph0" class="graph"><text> a &amp;; b</text></g></g></svg>\n',
  );
});

test.each([
  ['exit 1', 'exit status 1'],
  ['kill -9 $$', 'signal: killed'],
])('a dot that ends with `%s` is told of as pprof does', async (end, problem) => {
  add('dot', '/bin/cat > /dev/null', 'echo "Error: <stdin>: syntax error" >&2', end);
  const said: string[] = [];
  const { message } = await failureOf(draw(shop, 'pdf', { message: (text) => said.push(text) }));
  expect(message).toBe(`failed to execute dot. Is Graphviz installed? Error: ${problem}`);
  expect(said).toEqual(['Error: <stdin>: syntax error\n']);
});

test('a dot that ends before it has read the graph is no fault of ours', async () => {
  add('dot', 'exit 3');
  const { message } = await failureOf(draw(chain(20_000), 'svg'));
  expect(message).toBe('failed to execute dot. Is Graphviz installed? Error: exit status 3');
});

test('a running dot is ended when it is stopped', async () => {
  add('dot', `echo $$ > ${path('pid')}`, 'exec /bin/sleep 60');
  const controller = new AbortController();
  const drawing = draw(shop, 'svg', { signal: controller.signal });
  while (!existsSync(path('pid')) || readFileSync(path('pid')).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  controller.abort();
  await expect(drawing).rejects.toThrow(Cancelled);
  expect(() => process.kill(Number(readFileSync(path('pid'), 'utf8')), 0)).toThrow('ESRCH');
});

test('a file that cannot be run is none', async () => {
  add('dot', 'exit 3');
  chmodSync(path('bin/dot'), 0o644);
  expect(await drawSvg(shop)).toContain('>File: shop</text>');
});

test('what lies in the current directory is never run', async () => {
  add('dot', 'exit 3');
  const before = process.cwd();
  const inFolder = { env: (name: string) => (name === 'PATH' ? '.::bin' : undefined) };
  process.chdir(path('bin'));
  try {
    expect(Buffer.from(await drawGraph(shop, 'svg', inFolder, { module })).toString()).toContain('>File: shop</text>');
  } finally {
    process.chdir(before);
  }
});
