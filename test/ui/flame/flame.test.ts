import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import { type ColorDepth, makeTheme } from '../../../src/report/theme.ts';
import { flame, flameSearch } from '../../../src/report/views/flame.ts';
import { flameView } from '../../../src/ui/flame/flame-view.ts';
import type { FlameState } from '../../../src/ui/flame/model.ts';
import { keysOf } from '../../../src/ui/screen/keys.ts';
import type { Reply, Room, SessionFacts } from '../../../src/ui/screen/spec.ts';
import { drawProfile } from '../../support/draw-profile.ts';

const { spec } = flameView;
const FACTS: SessionFacts = {
  options: DEFAULT_OPTIONS,
  sampleTypes: [],
  sampleType: '',
  trail: [],
  shorten: (name) => name,
};
const KEYS = keysOf(spec).filter(({ action }) => action.type === 'own');
const server = readProfileBytes(readFileSync(join(import.meta.dirname, '../../../examples/server/cpu.pb.gz')));

/** The view as it is used, without the frame around it. */
class Flame {
  own: FlameState;
  note = '';
  readonly room: Room;
  readonly profile: Profile;

  constructor(profile: Profile, { width = 60, height = 12, pattern = '' } = {}) {
    this.room = { width, height };
    this.profile = profile;
    const reply = this.#begin(profile, pattern, undefined);
    this.own = reply.own;
    this.#take(reply);
  }

  #begin(profile: Profile, pattern: string, kept: FlameState | undefined): Reply<FlameState> {
    return flameView.begin(flame(inputOf(profile), pattern), { type: 'flame', pattern }, FACTS, kept);
  }

  /** As after another filter or sample type. */
  showAgain(profile: Profile): this {
    return this.#take(this.#begin(profile, '', this.own));
  }

  #take({ own, note = '' }: Reply<FlameState>): this {
    this.own = own;
    this.note = note;
    while (spec.work?.isUnfinished(this.own, this.room)) this.own = spec.work.step(this.own, this.room);
    return this;
  }

  press(...keys: readonly string[]): this {
    for (const key of keys) {
      const binding = KEYS.find((candidate) => candidate.keys.includes(key));
      if (binding?.action.type !== 'own') throw new Error(`no key ${key}`);
      this.#take(spec.update(this.own, binding.action.action, this.room));
    }
    return this;
  }

  search(text: string, inclusive = true): this {
    if (spec.search?.type !== 'jump') throw new Error('cannot be searched');
    this.#take(spec.search.go(this.own, text, { direction: 'next', inclusive }, this.room));
    const question = spec.wants?.question(this.own, this.room);
    if (question === undefined || spec.wants === undefined) return this;
    return this.#take(spec.wants.arrived(this.own, question, flameSearch(inputOf(this.profile), text), this.room));
  }

  mouse(type: 'click' | 'doubleclick' | 'wheeldown' | 'wheelup', x: number, y: number): this {
    const action = spec.onMouse?.(this.own, { type, x, y }, this.room);
    return action === undefined ? this : this.#take(spec.update(this.own, action, this.room));
  }

  draw(depth: ColorDepth = 'none'): readonly string[] {
    return spec.draw(this.own, this.room, { theme: makeTheme(depth), searched: this.own.search?.text ?? '' });
  }

  get selected(): string {
    return stripVTControlCharacters(this.draw()[this.room.height - 3]);
  }
}

function inputOf(profile: Profile, options: Partial<Options> = {}) {
  return { profile, options: { ...DEFAULT_OPTIONS, ...options }, host: {} as never, notify: () => {} };
}

const web = () =>
  drawProfile(`
    main;serve;parse@/src/parse.go:7  30
    main;serve;render                 50
    main;serve                        10
    main;load                         10
  `);

describe('a flame graph', () => {
  test('has a row of cells for every depth, and tells about the selected frame', () => {
    expect(new Flame(web(), { width: 40, height: 12 }).press('down', 'down').draw()).toEqual([
      '[all                                   ]',
      '[main                                  ]',
      '>serve                             <[  ]',
      '[render            ][parse     ]',
      ...['', '', '', '', ''],
      'serve',
      'cum 90ns 90.00%  flat 10ns 10.00%  90.0…',
      'width: share of all, 100ns · colours ar…',
    ]);
  });

  test('a frame that ends within a cell has an edge of eighths', () => {
    const rows = new Flame(web(), { width: 37 }).draw('palette').map(stripVTControlCharacters);
    // serve is drawn in 33 cells, of which 3.7 are its own.
    expect(rows.slice(2, 4)).toEqual(['serve                            load', 'render             parse     ▎']);
  });

  test('what is narrower than a cell is gathered, counted, and shown when zoomed in to', () => {
    const many = Array.from({ length: 40 }, (_, i) => `main;f${String(i).padStart(2, '0')} 1`).join('\n');
    const flameOf = () => new Flame(drawProfile(`main;big 4000\n${many}`), { width: 40 });
    expect(flameOf().draw()[2]).toMatch(/^\[big +\]:$/);
    const gathered = flameOf().press('down', 'down', 'right');
    expect(gathered.selected).toBe('‥ 40 frames on main');
    expect(gathered.draw()[10]).toMatch(/^together 40ns 0\.99%/);
    expect(gathered.press('down').note).toBe('z shows what is gathered here');
    const zoomed = gathered.press('z');
    expect(zoomed.draw()[1]).toMatch(/^>‥20 narrow frames +<$/);
    expect(zoomed.draw()[2]).toMatch(/^(\[\]){19}\|:$/);
    expect(zoomed.press('Z').draw()[0]).toMatch(/^\[all +\]$/);
  });

  test('keys go to callees and callers, back the way one came, and to those beside', () => {
    const graph = new Flame(web(), { width: 40 });
    const places = (keys: readonly string[]) => keys.map((key) => graph.press(key).selected.replace(/ +\/src.*/, ''));
    expect(places(['down', 'down', 'down', 'right', 'up', 'down'])).toEqual([
      'main',
      'serve',
      'render',
      'parse',
      'serve',
      'parse',
    ]);
    expect(places(['left', 'up', 'right', 'g', '1', '1', '2', 'g', 'G'])).toEqual([
      'render',
      'serve',
      'load',
      'all',
      'main',
      'serve',
      'parse',
      'all',
      'render',
    ]);
    expect(graph.press('left', 'right').selected).toBe('parse  /src/parse.go');
  });

  test('zooming gives a frame the full width, and the way back', () => {
    const graph = new Flame(web(), { width: 40 }).press('down', 'down', 'z');
    expect(graph.draw().slice(0, 4)).toEqual([
      ' all                                    ',
      ' main                                   ',
      '>serve                                 <',
      '[render              ][parse      ]',
    ]);
    expect([spec.line(graph.own), spec.crumbs(graph.own)]).toEqual(['flame ^serve$', ['main', 'serve']]);
    expect(graph.press('Z').draw()[0]).toBe(`[${'all'.padEnd(38)}]`);
    expect(graph.selected).toBe('serve');
    expect(graph.press('down', 'z', '0').draw()[0]).toBe(`[${'all'.padEnd(38)}]`);
  });

  test('what is zoomed in to lies on its callers, which lead out again', () => {
    const graph = new Flame(web(), { width: 40 }).press('down', 'down', 'down', 'z');
    expect(
      graph
        .draw()
        .slice(0, 4)
        .map((row) => row.trim()),
    ).toEqual(['main', 'serve', '>render                                <', '']);
    const theme = makeTheme('palette');
    expect(graph.draw('palette')[0]).toContain(theme.cellColor({ type: 'gathered' })?.ground);
    expect([graph.press('up').selected, graph.note]).toEqual(['serve', '']);
    expect(graph.press('right').selected).toBe('serve');
    expect(graph.draw()[1]).toMatch(/^>serve +<$/);
    expect(spec.crumbs(graph.press('z').own)).toEqual(['main', 'serve']);
    // The way out goes on from there, not back to what is inside.
    expect(spec.crumbs(graph.press('Z').own)).toEqual([]);
    expect(spec.crumbs(graph.press('down', 'z').mouse('doubleclick', 3, 0).own)).toEqual(['main']);
  });

  test('a deep zoom shows some of what it lies on, and the keys go on to the root', () => {
    const depths = Array.from({ length: 30 }, (_, i) => `f${i}`);
    const graph = new Flame(drawProfile(`${depths.join(';')} 1`), { width: 40, height: 15, pattern: '^f20$' });
    expect(
      graph
        .draw()
        .slice(0, 5)
        .map((row) => row.replace(/[^\w>]/g, '')),
    ).toEqual(['f17', 'f18', 'f19', '>f20', 'f21']);
    expect(graph.press('g').selected).toBe('all');
    expect(graph.draw()[0]).toMatch(/^>all/);
    expect(graph.press('G').selected).toBe('f29');
  });

  test('flipped, the outermost frame is at the bottom and up goes inwards', () => {
    const graph = new Flame(web(), { width: 40 }).press('I', 'up', 'up');
    const rows = graph.draw();
    expect(rows[8]).toBe(`[${'all'.padEnd(38)}]`);
    expect(rows[6].startsWith('>serve')).toBe(true);
    expect(rows.slice(0, 5).join('')).toBe('');
  });

  test('merged from the leaves, callers lie on what they call', () => {
    const graph = new Flame(web(), { width: 40 }).press('tab');
    expect(graph.draw()[1]).toMatch(/^\[render +\]\[parse +\]\[.+\]\[.+\]$/);
    expect(graph.draw()[2]).toMatch(/^\[serve +\]\[serve +\]\[.+\]\[.+\]$/);
    expect(graph.press('tab').draw()[1]).toMatch(/^\[main +\]$/);
  });

  test('a search marks all matches, tells what share of the samples goes through them, and goes from one to the next', () => {
    const graph = new Flame(web(), { width: 40 }).search('r');
    expect(graph.selected).toBe('serve');
    expect(graph.draw()[3]).toMatch(/^\(render +\)\(parse +\)$/);
    expect(graph.draw()[11]).toBe('/r: 90ns of 100ns, 90.00%, in 3 functio…');
    expect(graph.search('r', false).selected).toBe('render');
    expect(graph.search('r', false).selected).toBe('parse  /src/parse.go');
    expect([graph.search('r', false).selected, graph.note]).toEqual(['serve', 'went on from the outermost']);
    expect(graph.search('nothing').note).toBe('no match for nothing');
  });

  test('n zooms in to a match that is too narrow to be drawn', () => {
    const many = Array.from({ length: 50 }, (_, i) => `main;f${i};g${i} 1`).join('\n');
    const graph = new Flame(drawProfile(`main;big 90000\n${many}`), { width: 40 }).search('g7');
    expect(graph.note).toBe('no match for g7 is wide enough to be drawn; n zooms in to the heaviest');
    graph.search('g7', false);
    expect(graph.selected).toBe('g7');
    expect(spec.crumbs(graph.own)).toEqual(['main', 'f7', 'g7']);
    expect(graph.press('Z').draw()[0]).toMatch(/^\[all/);
  });

  test('opens at the heaviest function that matches a pattern', () => {
    expect(new Flame(web(), { pattern: 'parse|load' }).draw()[2]).toMatch(/^>parse/);
    const none = new Flame(web(), { pattern: 'nothing' });
    expect([none.note, none.draw()[0].slice(0, 4)]).toEqual(['no function matches nothing', '>all']);
  });

  test('the mouse selects, zooms and moves the graph', () => {
    const graph = new Flame(web(), { width: 40 }).mouse('click', 30, 3);
    expect(graph.selected).toBe('parse  /src/parse.go');
    expect(graph.mouse('doubleclick', 3, 3).draw()[2]).toMatch(/^>render/);
    expect(graph.mouse('click', 3, 8).selected).toBe('render');
    const deep = new Flame(server, { width: 60, height: 12 });
    const [, second] = deep.draw();
    expect(deep.mouse('wheeldown', 1, 1).draw()[0]).not.toBe(second);
    expect(deep.mouse('wheelup', 1, 1).draw()[1]).toBe(second);
  });

  test('another sample type or filter leaves one at the same frame, found by its names', () => {
    const graph = new Flame(web(), { width: 40 }).press('down', 'down', 'z', 'down', 'right');
    const other = drawProfile('main;serve;parse 1\nmain;serve;render 3\nmain;other 9');
    graph.showAgain(other);
    expect([graph.selected, spec.crumbs(graph.own)]).toEqual(['parse', ['main', 'serve']]);
    graph.showAgain(drawProfile('main;other 9'));
    expect([graph.selected, spec.crumbs(graph.own)]).toEqual(['main', ['main']]);
    graph.showAgain(drawProfile(''));
    expect([graph.note, graph.selected]).toEqual(['no samples', 'all']);
  });
});

test.each([
  ['palette', 'width: share of all, 100ns · colour: package'],
  ['none', 'width: share of all, 100ns · colours are off'],
] as const)('with %s colours the last line tells what they mean', (depth, told) => {
  const rows = new Flame(web(), { width: 60, height: 12 }).draw(depth);
  expect(stripVTControlCharacters(rows.at(-1) ?? '')).toBe(told);
});

describe('a comparison', () => {
  const compared = () => {
    const [now, base] = [web(), drawProfile('main;serve;render 80\nmain;serve;parse@/src/parse.go:7 10\nmain;load 10')];
    return compareWithBase(now, { base, isDiff: false, normalize: false });
  };

  test('frames are as wide as what has grown and shrunk in them, and have signs', () => {
    const graph = new Flame(compared(), { width: 60 }).press('down', 'down');
    const rows = graph.draw();
    expect(rows[2]).toMatch(/^>serve/);
    expect(rows[3]).toMatch(/\[-render +\]\[\+parse +\]/);
    expect(rows[10]).toMatch('cum 0 0%  flat +10ns 16.67%  (+30ns -30ns)');
    expect(rows[11]).toMatch(/^width: grown and shrunk together · colours are off/);
  });

  test('what has grown and what has shrunk have colours of their own', () => {
    const row = new Flame(compared(), { width: 60 }).draw('palette')[3];
    const theme = makeTheme('palette');
    const grounds = [1, -1].map((share) => theme.cellColor({ type: 'change', share })?.ground ?? '');
    for (const ground of grounds) expect(row).toContain(ground);
  });
});

describe('any use', () => {
  const keys = fc.array(fc.constantFrom(...KEYS.flatMap((binding) => binding.keys)), { maxLength: 25 });

  test('never throws, and never draws beyond the room', () => {
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom<ColorDepth>('none', 'basic', 'palette'),
        (pressed, width, height, depth) => {
          const graph = new Flame(server, { width, height });
          for (const key of pressed) {
            graph.press(key);
            const rows = graph.draw(depth).map(stripVTControlCharacters);
            expect(rows.length).toBeLessThanOrEqual(height);
            for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(width);
            expect(spec.describe(graph.own).length).toBeGreaterThan(2);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a screen of the narrowest frames in all colours is less than 30 kB', () => {
    for (const cells of [1, 2, 3, 4]) {
      const stacks = Array.from({ length: Math.floor(199 / cells) }, (_, i) =>
        Array.from({ length: 50 }, (_, depth) => `p${i * 7 + depth * 3}.f${i}`).join(';'),
      );
      const room = { width: 199, height: 48 };
      const graph = new Flame(drawProfile(stacks.map((stack) => `${stack} 1`).join('\n')), room);
      expect(Buffer.byteLength(graph.draw('palette').join(''))).toBeLessThan(28_000);
      graph.search('f1');
      expect(Buffer.byteLength(graph.draw('palette').join(''))).toBeLessThan(28_000);
    }
  });
});
