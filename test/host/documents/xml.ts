import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** Throws unless a strict parser of XML takes the text for an svg picture. */
export function expectXml(svg: string): void {
  new Resvg(svg).free();
}
