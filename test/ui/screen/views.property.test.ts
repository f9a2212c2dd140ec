/** What holds for all views, whatever is in the profile, however large the terminal is, and whatever is pressed. */
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { Label } from 'pprof-format';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { BASE_LABEL } from '../../../src/profile/labels.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { isTooSmall } from '../../../src/ui/widgets/too-small.tsx';
import { fakeHost } from '../../support/fake-host.ts';
import { type OpenedView, openView } from '../../support/open-view.ts';
import { randomProfile } from '../../support/random-profile.ts';

const EVIL = 'evil\u001b[2J\u0007\t\u202ename\r\n\u009b31m';

/** Random profiles, some with names that would do harm to a terminal, and some compared with a base. */
const profiles: fc.Arbitrary<Profile> = fc
  .record({ random: randomProfile, isEvil: fc.boolean(), hasBase: fc.boolean() })
  .map(({ random: { profile }, isEvil, hasBase }) => {
    const { stringTable } = profile;
    if (isEvil) stringTable.strings = stringTable.strings.map((text) => (text === 'x y' ? EVIL : text));
    if (hasBase) {
      const [key, str] = [stringTable.dedup(BASE_LABEL.key), stringTable.dedup(BASE_LABEL.value)];
      for (const [i, sample] of profile.sample.entries()) {
        if (i % 2 === 1) sample.label = [...sample.label, new Label({ key, str })];
      }
    }
    return decodeProfile(profile.encode());
  });

const LINES = [
  'browse',
  'browse main',
  'bottomup',
  'sandwich .',
  'flame',
  'flame a',
  'top -i',
  'source .',
  'tags -i',
  'goroutines',
] as const;

const sizes = fc.record({ columns: fc.integer({ min: 2, max: 120 }), rows: fc.integer({ min: 1, max: 60 }) });

const LETTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const NAMED = [
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
  'enter',
  'space',
  'tab',
  'shift+tab',
];
const OTHERS = ['backspace', 'delete', 'escape', ...Array.from('abcdefghijklnopqrstuvwxy', (char) => `ctrl+${char}`)];

type Event =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'mouse';
      readonly name: 'click' | 'doubleclick' | 'wheelup' | 'wheeldown';
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: 'size'; readonly columns: number; readonly rows: number };

const keyOf = (...keys: readonly string[]) => fc.constantFrom(...keys).map((key): Event => ({ type: 'key', key }));

const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: keyOf(...LETTERS) },
  { weight: 4, arbitrary: keyOf(...NAMED) },
  { weight: 1, arbitrary: keyOf(...OTHERS) },
  { weight: 1, arbitrary: fc.constantFrom('/main', '/ü(', 'vu').map((text): Event => ({ type: 'text', text })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        name: fc.constantFrom('click' as const, 'doubleclick' as const, 'wheelup' as const, 'wheeldown' as const),
        x: fc.nat(120),
        y: fc.nat(60),
      })
      .map((mouse): Event => ({ type: 'mouse', ...mouse })),
  },
  { weight: 1, arbitrary: sizes.map((size): Event => ({ type: 'size', ...size })) },
);

async function happen(view: OpenedView, event: Event): Promise<void> {
  switch (event.type) {
    case 'key':
      return view.press(event.key);
    case 'text':
      return view.type(event.text);
    case 'mouse':
      return view.mouse(event.name, event.x, event.y);
    case 'size':
      return view.resize(event.columns, event.rows);
  }
}

/** Opens a view; undefined where it says that there is nothing to show. */
async function opened(line: string, profile: Profile, setting = {}): Promise<OpenedView | undefined> {
  const machine = fakeHost({ files: { '/src/a.go': 'package a\n\n\tvar x = "世界"\u001b[2J\n'.repeat(8) } });
  return openView(line, profile, { machine, ...setting }).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
}

const isOpen = (view: OpenedView) => view.end === undefined;

const PLAIN = makeTheme('none');
const COLORFUL = makeTheme('palette');
// What is left of a row without its colours must not move the cursor, nor turn the text around.
const HARMFUL = /[\p{Control}\u202a-\u202e\u2066-\u2069]/u;
const UNFINISHED = /NaN|undefined|Infinity|\[object/;

/** That what is drawn fits, is harmless, and is whole. */
function expectGoodScreen(view: OpenedView): void {
  const { spec, state, room } = view.top;
  const isDrawn = !isTooSmall({ columns: room.width + 1, rows: room.height + 2 });
  const texts = new Set<string>();
  for (const theme of isDrawn ? [PLAIN, COLORFUL] : []) {
    const body = spec.draw(state.own, room, { theme, searched: state.searched });
    expect(body.length).toBeLessThanOrEqual(room.height);
    const { rows } = view.draw(theme);
    expect(rows.length).toBeLessThanOrEqual(room.height + 2);
    for (const row of [...body, ...rows]) texts.add(stripVTControlCharacters(row));
  }
  for (const text of texts) {
    if (stringWidth(text) > room.width) expect(text).toBe(`at most ${room.width} cells wide`);
    expect(text).not.toMatch(HARMFUL);
    expect(text).not.toMatch(UNFINISHED);
  }
  for (const text of [...view.spoken(), ...spec.crumbs(state.own)]) expect(text).not.toMatch(UNFINISHED);
  for (const text of view.spoken()) expect(text).not.toMatch(HARMFUL);
}

/** How often Escape may be needed to leave a view. */
const MOST_ESCAPES = 12;

/** That Escape leaves each view that is open, one after the other. */
async function expectWayOut(view: OpenedView): Promise<void> {
  let pressed = 0;
  for (let place = ''; isOpen(view); pressed++) {
    const { facts } = view.top.state;
    const here = facts.trail.join('\n');
    if (here !== place) [place, pressed] = [here, 0];
    expect(pressed).toBeLessThan(MOST_ESCAPES);
    await view.press('escape');
  }
}

describe.each(LINES)('%s', (line) => {
  test('whatever is done, the screen is good, and Escape leads out of it', async () => {
    await fc.assert(
      fc.asyncProperty(profiles, sizes, fc.array(events, { maxLength: 20 }), async (profile, size, happening) => {
        const view = await opened(line, profile, size);
        if (view === undefined) return;
        expectGoodScreen(view);
        for (const event of happening) {
          await happen(view, event);
          if (!isOpen(view)) return;
          expectGoodScreen(view);
        }
        await expectWayOut(view);
      }),
      { numRuns: 15 },
    );
  });

  test('another size and back changes nothing of what is selected', async () => {
    const keys = fc.array(fc.constantFrom('j', 'j', 'k', 'right', 'G', 'e', 'E', 'pagedown', 'tab', 'o', 'c'));
    await fc.assert(
      fc.asyncProperty(profiles, keys, sizes, async (profile, pressed, other) => {
        const view = await opened(line, profile);
        if (view === undefined) return;
        await view.press(...pressed);
        const { spec, state } = view.top;
        const told = spec.describe(state.own);
        await view.resize(other.columns, other.rows);
        expect(spec.describe(view.top.state.own as never)).toEqual(told);
        await view.resize(80, 24);
        expect(spec.describe(view.top.state.own as never)).toEqual(told);
      }),
      { numRuns: 15 },
    );
  });

  test('the line of a view opens that view again, at the same function', async () => {
    await fc.assert(
      fc.asyncProperty(profiles, fc.array(events, { maxLength: 12 }), async (profile, happening) => {
        const view = await opened(line, profile);
        if (view === undefined) return;
        for (const event of happening) {
          await happen(view, event);
          if (!isOpen(view)) return;
          const { spec, state } = view.top;
          const typed = spec.line(state.own);
          expect(await view.requestOf(typed), typed).toMatchObject({ type: spec.name });
        }
        const { spec, state } = view.top;
        const typed = spec.line(state.own);
        const reopened = await opened(typed, profile, { options: view.session.options });
        if (reopened === undefined) {
          // A function without a name is opened by its place, which needs the file.
          expect(typed).toMatch(/^source \S+:\d+$/);
          return;
        }
        expect(reopened.top.spec.name).toBe(spec.name);
        const [, pattern] = /^(?:browse|bottomup|flame) (.+)$/.exec(typed) ?? [];
        if (pattern === undefined) return;
        const there = reopened.top;
        expect(there.spec.target(there.state.own)?.printed).toBe(pattern);
      }),
      { numRuns: 15 },
    );
  });
});
