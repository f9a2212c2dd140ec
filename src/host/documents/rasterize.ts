import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { svgSize } from './svg-text.ts';
import { sfntOfWoff } from './woff.ts';

/** Pixels per point, as in the pictures of `dot`: 96 of them are an inch. */
const PIXELS_PER_POINT = 96 / 72;

/** The largest picture: 256 MB while it is drawn, and the sides that other programs can still read. */
const MOST_PIXELS = 2 ** 26;
const LONGEST_SIDE = 32767;

/** Fonts of the same widths as Times, by which Graphviz without fonts of its own measures text. */
const FONTS = ['tinos-latin.woff', 'tinos-greek.woff', 'tinos-cyrillic.woff'];

/**
 * Draws an svg picture as a png file. One too large is made smaller. It needs no fonts of the system, and so has none
 * but its own: scripts other than Latin, Greek and Cyrillic stay blank.
 */
export async function rasterize(svg: string): Promise<Uint8Array> {
  await initWasm(brotliDecompressSync(readAsset('resvg.wasm.br')));
  const resvg = new Resvg(svg, {
    font: { fontBuffers: FONTS.map((file) => sfntOfWoff(readAsset(file))), serifFamily: 'Tinos' },
    fitTo: { mode: 'zoom', value: zoomFor(svg) },
  });
  return resvg.render().asPng();
}

function zoomFor(svg: string): number {
  const { width, height } = svgSize(svg);
  const pixels = { width: width * PIXELS_PER_POINT, height: height * PIXELS_PER_POINT };
  return Math.min(
    1,
    LONGEST_SIDE / Math.max(pixels.width, pixels.height),
    Math.sqrt(MOST_PIXELS / (pixels.width * pixels.height)),
  );
}

/** A file that the build puts beside the program. */
function readAsset(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}
