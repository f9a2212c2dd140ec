import vm from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wellFormedXml, zoomableSvg } from '../../../src/host/documents/svg-text.ts';
import { ZOOM_SCRIPT } from '../../../src/host/documents/zoom-script.ts';
import { expectXml } from './xml.ts';

test('any text becomes the text of an element', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '&',
      ';',
      '#',
      'x',
      'amp',
      'lt',
      'nbsp',
      'AMP',
      '0',
      '10',
      '1f',
      'ffff',
      'd800',
      '110000',
      '&#',
      '&#x',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }).map((text) => text.replaceAll(/[<>]/g, '')),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = wellFormedXml(pieces.join(''));
      expectXml(
        `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text x="${text.replaceAll('"', '')}">${text}</text></svg>`,
      );
      expect(wellFormedXml(text)).toBe(text);
    }),
  );
});

test('what is well-formed stays as it is', () => {
  const text = '<text x="1">a &amp; &lt;b&gt; &quot;c&quot; &apos; &#45; &#x1F642; 漢字 🙂\t\r\n</text>';
  expect(wellFormedXml(text)).toBe(text);
});

test('what is no picture by Graphviz stays as it is', () => {
  const bytes = Buffer.from('Format: "svg" not recognized\n');
  expect(zoomableSvg(bytes)).toEqual(bytes);
});

/** Runs the script in a page of which it sees nothing but this. */
function openPicture() {
  const listeners = new Map<string, (event: object) => void>();
  let transform = 'translate(0,0) scale(0.5)';
  const svg = {
    style: {},
    getElementById: () => ({
      setAttribute(_name: string, value: string) {
        transform = value;
      },
    }),
    getBoundingClientRect: () => ({ x: 0, y: 0 }),
    setPointerCapture: () => undefined,
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
  };
  vm.runInNewContext(ZOOM_SCRIPT, { document: { currentScript: { ownerSVGElement: svg } } });
  return {
    send: (type: string, event: object = {}) => listeners.get(type)?.({ preventDefault: () => undefined, ...event }),
    /** The point of the picture that is shown at a point of the window, and how large the picture is. */
    pointAt(x: number, y: number) {
      const [left, top, scale] = (transform.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
      return { x: (x - left) / scale, y: (y - top) / scale, scale };
    },
  };
}

test('the wheel makes the picture larger or smaller around the mouse', () => {
  const { send, pointAt } = openPicture();
  const before = pointAt(300, 200);
  send('wheel', { deltaY: -120, deltaMode: 0, clientX: 300, clientY: 200 });
  const larger = pointAt(300, 200);
  expect(larger.scale).toBeGreaterThan(before.scale);
  expect([larger.x, larger.y]).toEqual([expect.closeTo(before.x), expect.closeTo(before.y)]);
  send('wheel', { deltaY: 240, deltaMode: 0, clientX: 10, clientY: 20 });
  expect(pointAt(0, 0).scale).toBeLessThan(before.scale);
});

test('the wheel ends before there is nothing left to see', () => {
  const { send, pointAt } = openPicture();
  for (let turn = 0; turn < 1000; turn++) send('wheel', { deltaY: 1000, deltaMode: 1, clientX: 3, clientY: 4 });
  expect(pointAt(0, 0).scale).toBeCloseTo(0.01);
  for (let turn = 0; turn < 1000; turn++) send('wheel', { deltaY: -1, deltaMode: 2, clientX: 3, clientY: 4 });
  expect(pointAt(0, 0).scale).toBeCloseTo(20);
});

test('dragging takes the picture along, with one finger and the main button only', () => {
  const { send, pointAt } = openPicture();
  const grabbed = pointAt(100, 100);
  send('pointermove', { pointerId: 1, clientX: 500, clientY: 500 });
  send('pointerdown', { pointerId: 1, button: 2, clientX: 100, clientY: 100 });
  send('pointermove', { pointerId: 1, clientX: 500, clientY: 500 });
  expect(pointAt(100, 100)).toEqual(grabbed);
  send('pointerdown', { pointerId: 1, button: 0, clientX: 100, clientY: 100 });
  send('pointerdown', { pointerId: 2, button: 0, clientX: 900, clientY: 900 });
  send('pointermove', { pointerId: 2, clientX: 0, clientY: 0 });
  send('pointermove', { pointerId: 1, clientX: 130, clientY: 80 });
  expect(pointAt(130, 80)).toEqual(grabbed);
  send('lostpointercapture');
  send('pointermove', { pointerId: 1, clientX: 0, clientY: 0 });
  expect(pointAt(130, 80)).toEqual(grabbed);
});
