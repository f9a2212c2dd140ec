import { ZOOM_SCRIPT } from './zoom-script.ts';

/** How Graphviz begins the drawing itself; the sizes are in points. */
const ROOT = /<svg\s+width="([\d.]+)pt"\s+height="([\d.]+)pt"\s+viewBox="[^"]*"/;
const GRAPH = '<g id="graph0"';
const END = '</svg>';

/** The size of a picture by Graphviz, in points. */
export function svgSize(svg: string): { readonly width: number; readonly height: number } {
  const root = ROOT.exec(svg);
  if (root === null) throw new Error(`not an svg picture by Graphviz: ${svg.slice(0, 200)}`);
  return { width: Number(root[1]), height: Number(root[2]) };
}

/**
 * Makes a picture by Graphviz fill the window of a browser, and be moved by dragging and made larger or smaller by the
 * wheel of the mouse. The elements and their names are those of pprof's pictures; the script is our own.
 */
export function zoomableSvg(picture: Uint8Array): Uint8Array {
  const svg = wellFormedXml(new TextDecoder().decode(picture));
  const graph = svg.indexOf(GRAPH);
  const end = svg.lastIndexOf(END);
  // What else a program named `dot` may have printed is left as it is.
  if (graph === -1 || end === -1) return picture;
  const head = svg.slice(0, graph).replace(ROOT, '<svg width="100%" height="100%"');
  const script = `<script type="text/ecmascript"><![CDATA[\n${ZOOM_SCRIPT}]]></script>`;
  const viewport = `<g id="viewport" transform="scale(0.5,0.5) translate(0,0)">${svg.slice(graph, end)}</g>`;
  return Buffer.from(`${head}${script}${viewport}${svg.slice(end)}`);
}

/**
 * Makes XML of what Graphviz takes for it. It passes on references and characters of labels that XML does not have, among
 * them `&;`, which ends many names of C++ operators.
 */
export function wellFormedXml(text: string): string {
  return text
    .replaceAll(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g, '&amp;')
    .replaceAll(/&#(?:x([\da-fA-F]+)|(\d+));/g, (reference, hexadecimal, decimal) =>
      isXmlCharacter(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16))
        ? reference
        : REPLACEMENT,
    )
    .replaceAll(NOT_XML, REPLACEMENT);
}

const REPLACEMENT = '\ufffd';
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function isXmlCharacter(codePoint: number): boolean {
  return codePoint <= 0x10ffff && !String.fromCodePoint(codePoint).match(NOT_XML);
}
