import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { readGoroutineDump } from '../../../src/profile/legacy/goroutine-dump.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { goroutinesAnswer } from '../../../src/report/views/goroutines.ts';
import { goroutinesView } from '../../../src/ui/goroutines/goroutines-view.ts';
import { type GoroutinesState, rowsOf, waitText } from '../../../src/ui/goroutines/model.ts';
import { keyHandlingOf, keysOf } from '../../../src/ui/screen/keys.ts';
import type { ScreenState } from '../../../src/ui/screen/model.ts';
import type { Room } from '../../../src/ui/screen/spec.ts';
import { initialScreen, updateScreen } from '../../../src/ui/screen/update.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { drawing, drawProfile } from '../../support/draw-profile.ts';

const data = (name: string) => readFileSync(new URL(`../../data/goroutines/${name}`, import.meta.url));
const { spec } = goroutinesView;
const theme = makeTheme('none');
const ROOM: Room = { width: 79, height: 22 };

function dump(text: string): Profile {
  const profile = readGoroutineDump(Buffer.from(text));
  if (profile === undefined) throw new Error('not taken for a dump');
  return profile;
}

const NO_MACHINE = {} as Parameters<typeof goroutinesAnswer>[0]['host'];

function open(profile: Profile, options: Partial<Options> = {}, kept?: GoroutinesState): ScreenState<GoroutinesState> {
  const all = { ...DEFAULT_OPTIONS, ...options };
  const answer = goroutinesAnswer({ profile, options: all, host: NO_MACHINE, notify: () => {} }, '');
  const facts = {
    options: all,
    sampleTypes: ['goroutine'],
    sampleType: 'goroutine',
    trail: [],
    shorten: (name: string) => name,
  };
  return initialScreen(goroutinesView.begin(answer, { type: 'goroutines', pattern: '' }, facts, kept), facts);
}

const handling = keyHandlingOf(spec);

/** Presses keys by their names; a text behind a quote is typed. */
function press(
  before: ScreenState<GoroutinesState>,
  keys: readonly string[],
  room = ROOM,
): ScreenState<GoroutinesState> {
  const names = keys.flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]));
  return names.reduce((state, name) => {
    const action = actionOfKey({ name, text: [...name].length === 1 ? name : '' }, state, handling);
    return action === undefined ? state : updateScreen(spec, state, action, room);
  }, before);
}

const drawn = ({ own, searched }: ScreenState<GoroutinesState>, room = ROOM) =>
  spec.draw(own, room, { theme, searched });

/** What stands behind the columns, the selected row marked. */
const rows = (state: ScreenState<GoroutinesState>) =>
  drawn(state, { width: 150, height: 60 })
    .slice(2)
    .map((line) => `${line[0]}${line.slice(line.search(/[▸▾◂·?] /)).trimEnd()}`);

const WORKERS = dump(`goroutine 1 [running]:
main.main()
	/app/main.go:9 +0x1

goroutine 5 [chan receive, 3 minutes]:
runtime.gopark(0x0?)
	/go/src/runtime/proc.go:462 +0xce
main.worker(0xc000)
	/app/worker.go:5 +0x1
created by main.main in goroutine 1
	/app/main.go:7 +0x1

goroutine 6 [chan receive, 90 minutes]:
runtime.gopark(0x0?)
	/go/src/runtime/proc.go:462 +0xce
main.worker(0xc000)
	/app/worker.go:5 +0x1
created by main.main in goroutine 1
	/app/main.go:7 +0x1

goroutine 7 [sync.Mutex.Lock]:
sync.(*Mutex).Lock(0xc0000180c0)
	/go/src/sync/mutex.go:46 +0x1
main.save()
	/app/save.go:8 +0x1
created by main.start in goroutine 1
	/app/main.go:8 +0x1

goroutine 8 [sleep]:
time.Sleep(0x1)
	/go/src/runtime/time.go:363 +0x1
main.slow(0xc0000180c0)
	/app/save.go:20 +0x1
created by main.start in goroutine 1
	/app/main.go:8 +0x1
`);

describe('groups', () => {
  test('by stack at first, the largest on top', () => {
    expect(rows(open(WORKERS))).toEqual([
      '>▸ main.worker  worker.go:5',
      ' ▸ main.main  main.go:9',
      ' ▸ main.save  save.go:8  in sync.(*Mutex).Lock',
      ' ▸ main.slow  save.go:20  in time.Sleep',
    ]);
  });

  test.each([
    [1, [' ▸ running  1 stack', ' ▸ sleep  1 stack', ' ▸ sync.Mutex.Lock  1 stack', '>▸ chan receive  1 stack']],
    [2, ['>▸ 1 to 5 minutes  1 stack', ' ▸ 1 to 4 hours  1 stack', ' ▸ less than a minute  3 stacks']],
    [3, ['>▸ main.main  1 stack', ' ▸ main.start  2 stacks', ' ▸ started by the runtime, or not told  1 stack']],
    [5, ['>▸ 0xc0000180c0  1 stack, 1 may hold or release it']],
  ])('tab goes round: %i', (times, expected) => {
    const state = press(open(WORKERS), Array(times).fill('tab'));
    expect(
      rows(state)
        .map((row) => row.replace(/^>/, ' '))
        .sort(),
    ).toEqual(expected.map((row) => row.replace(/^>/, ' ')).sort());
  });

  test('all groupings, and back at the first', () => {
    const names = [0, 1, 2, 3, 4, 5, 6].map((times) => press(open(WORKERS), Array(times).fill('tab')).own.grouping);
    expect(names).toEqual(['stack', 'state', 'wait', 'creator', 'function', 'lock', 'stack']);
    expect(press(open(WORKERS), ['shift+tab']).own.grouping).toBe('lock');
  });

  test('the group of the same goroutine stays selected', () => {
    expect(rows(press(open(WORKERS), ['4', 'tab'])).find((row) => row.startsWith('>'))).toBe('>▸ sleep  1 stack');
  });

  test('what is not known is not offered', () => {
    const guessed = open(readProfileBytes(data('stuck.pb.gz')));
    expect(['tab', 'tab', 'tab'].map((_, i) => press(guessed, Array(i + 1).fill('tab')).own.grouping)).toEqual([
      'state',
      'function',
      'stack',
    ]);
    expect(drawn(guessed)[0]).toContain('states are guessed');
  });
});

describe('orders', () => {
  test.each([
    [['o'], ['main.worker', 'main.main', 'main.save', 'main.slow']],
    [
      ['o', 'o'],
      ['main.main', 'main.save', 'main.slow', 'main.worker'],
    ],
    [
      ['o', 'o', 'O'],
      ['main.worker', 'main.slow', 'main.save', 'main.main'],
    ],
  ])('%j', (keys, expected) => {
    expect(rows(press(open(WORKERS), keys)).map((row) => row.slice(3).split(' ')[0])).toEqual(expected);
  });

  test('the selected row stays selected', () => {
    const state = press(open(WORKERS), ['down', 'o', 'o', 'O']);
    expect(rows(state)[state.own.selected]).toBe('>▸ main.main  main.go:9');
  });
});

describe('opening', () => {
  test('a stack has its frames and its members, those that wait longest first', () => {
    expect(rows(press(open(WORKERS), ['right']))).toEqual([
      '>▾ main.worker  worker.go:5',
      ' ◂ main.worker  worker.go:5',
      ' · goroutine 6, created by main.main',
      ' · goroutine 5, created by main.main',
      ' ▸ main.main  main.go:9',
      ' ▸ main.save  save.go:8  in sync.(*Mutex).Lock',
      ' ▸ main.slow  save.go:20  in time.Sleep',
    ]);
  });

  test("r shows the runtime's frames", () => {
    expect(drawn(press(open(WORKERS), ['right', 'r']), { width: 120, height: 22 }).join('\n')).toContain(
      'runtime.gopark  proc.go:462',
    );
    expect(drawn(press(open(WORKERS), ['right'])).join('\n')).not.toContain('gopark');
  });

  test('another group has its stacks, which open as well', () => {
    const state = press(open(WORKERS), ['tab', 'e']);
    expect(rows(state).slice(0, 4)).toEqual([
      '>▾ chan receive  1 stack',
      ' ▾ main.worker  worker.go:5',
      ' ◂ main.worker  worker.go:5',
      ' · goroutine 6, created by main.main',
    ]);
    expect(rows(press(state, ['C']))).toHaveLength(4);
  });

  test('what others wait for has who may hold it', () => {
    expect(rows(press(open(WORKERS), ['shift+tab', 'right']))).toEqual([
      '>▾ 0xc0000180c0  1 stack, 1 may hold or release it',
      ' ? goroutine 8 may hold or release it, created by main.start',
      ' ▸ main.save  save.go:8  in sync.(*Mutex).Lock',
    ]);
  });

  test('left closes, and goes to what is around', () => {
    const inside = press(open(WORKERS), ['tab', 'E', 'down', 'down', 'down']);
    expect(rows(press(inside, ['left'])).find((row) => row.startsWith('>'))).toContain('main.worker');
    const closed = press(inside, ['left', 'left', 'left', 'left']);
    expect(rows(closed)).toHaveLength(4);
    expect(closed.own.selected).toBe(0);
  });

  test('many members are listed bit by bit', () => {
    const many = Array.from({ length: 300 }, (_, i) => `goroutine ${i + 1} [select]:\nmain.f()\n\tm.go:1 +0x1\n`);
    const state = press(open(dump(many.join('\n'))), ['right', 'G']);
    expect(rowsOf(state.own).at(-1)).toMatchObject({ type: 'more', count: 280 });
    expect(rowsOf(press(state, ['right']).own).at(-1)).toMatchObject({ type: 'more', count: 100 });
    expect(rowsOf(press(state, ['right', 'G', 'right']).own)).toHaveLength(302);
  });
});

describe('filter', () => {
  test.each([
    ["'save.go", 2],
    ["'Mutex", 1],
    ["'mutex", 1],
    ["'MUTEX", 0],
    ["'start", 2],
    ["'7", 1],
    ["'chan rec", 1],
  ])('/%s leaves %i groups', (text, length) => {
    const state = press(open(WORKERS), ['/', text, 'enter']);
    expect(rowsOf(state.own)).toHaveLength(length);
  });

  test('nothing left is said', () => {
    expect(drawn(press(open(WORKERS), ['/', "'xyz"]))[2]).toBe('  no goroutine contains xyz');
  });
});

describe('commands', () => {
  const lineOf = (keys: readonly string[], options: Partial<Options> = {}) => {
    const { result } = press(open(WORKERS, options), keys);
    return result?.type === 'run' ? result.line : result;
  };

  test.each([
    [['f'], 'focus=^main\\.worker$'],
    [['i'], 'ignore=^main\\.worker$'],
    [['s'], 'source /app/worker.go:5'],
    [['b'], 'browse ^main\\.worker$'],
    [['F'], 'flame ^main\\.worker$'],
    [['L'], 'list ^main\\.worker$'],
    [['right', 'down', 'down', 'f'], 'tagfocus=goroutine=^6$'],
    [['tab', 'f'], 'tagfocus=state=^chan.receive$'],
    [['tab', 'i'], 'tagignore=state=^chan.receive$'],
    [['tab', 'tab', 'f'], 'tagfocus=wait=60minutes:239minutes'],
    [['tab', 'tab', 'tab', 'f'], 'tagfocus=created_by=^main\\.main$'],
    [['tab', 'tab', 'tab', 's'], 'source ^main\\.main$'],
    [['shift+tab', 'f'], 'tagfocus=waits_for=^0xc0000180c0$'],
  ])('%j runs %s', (keys, line) => {
    expect(lineOf(keys)).toBe(line);
  });

  test('each line leaves what the row has', () => {
    for (const keys of [
      ['tab', 'f'],
      ['tab', 'tab', 'f'],
      ['shift+tab', 'f'],
      ['right', 'down', 'down', 'f'],
    ]) {
      const state = press(open(WORKERS), keys);
      const [option, ...value] = (state.result?.type === 'run' ? state.result.line : '').split('=');
      const count =
        spec
          .describe(press(open(WORKERS), keys.slice(0, -1)).own)
          .join(' ')
          .match(/ (\d), [\d.]+%/)?.[1] ?? '1';
      const filtered = open(WORKERS, { [option]: value.join('=') });
      expect(drawn(filtered)[0]).toContain(`${count} goroutines`);
    }
  });

  test('guessed states cannot be filtered by', () => {
    const { result, note } = press(open(readProfileBytes(data('stuck.pb.gz'))), ['tab', 'f']);
    expect(result).toBeUndefined();
    expect(note).toContain('nothing in the samples tells');
  });
});

describe('coming back', () => {
  test('with the same data everything is as it was', () => {
    const { own, facts } = press(open(WORKERS), ['tab', 'right', 'down']);
    expect(goroutinesView.begin(own.answer, { type: 'goroutines', pattern: '' }, facts, own).own).toEqual(own);
  });

  test('with other data the same groups are open and the same row is selected, by names', () => {
    const before = press(open(WORKERS), ['tab', 'E', 'down', 'down']);
    const after = open(WORKERS, { ignore: 'main.slow|main.main$' }, before.own);
    expect(rows(after)).toEqual([
      ' ▾ chan receive  1 stack',
      ' ▾ main.worker  worker.go:5',
      '>◂ main.worker  worker.go:5',
      ' · goroutine 6, created by main.main',
      ' · goroutine 5, created by main.main',
      ' ▸ sync.Mutex.Lock  1 stack',
    ]);
  });
});

test('another profile is said to be none, with what to fetch', () => {
  const screen = drawn(open(drawProfile('main;work 3')));
  expect(screen[0]).toBe('No goroutines: this profile counts cpu.');
  expect(screen.join('\n')).toContain('/debug/pprof/goroutine?debug=2');
});

test('a decrease has its sign', () => {
  const profile = drawing('main;work -3\nmain;rest 5');
  profile.sampleType[0].type = profile.stringTable.dedup('goroutine');
  profile.sampleType[0].unit = profile.stringTable.dedup('count');
  expect(drawn(open(decodeProfile(profile.encode()))).slice(2)).toEqual([
    expect.stringMatching(/^> +5 +62\.50%/),
    expect.stringMatching(/^ +-3 +-?37\.50%/),
  ]);
});

test.each([
  [0, ''],
  [1, '1m'],
  [125, '2h05m'],
  [4560, '3d04h'],
])('%i minutes are %j', (minutes, text) => {
  expect(waitText(minutes)).toBe(text);
});

test('in words', () => {
  expect(spec.describe(press(open(WORKERS), ['tab']).own)).toEqual([
    'by state, row 1 of 4, closed',
    'chan receive  1 stack',
    '2, 40.00%, chan receive, waits for 1h30m',
  ]);
});

test.each([
  [79, 22],
  [199, 48],
  [39, 8],
])('screens of %i x %i cells', async (width, height) => {
  const room = { width, height };
  const state = open(dump(data('unoptimized.debug2.txt').toString()));
  const screens = [[], ['right'], ['tab', 'e'], ['shift+tab', 'E']].map((keys) => {
    return [`# ${keys.join(' ') || 'at first'}`, ...drawn(press(state, keys, room), room)].join('\n');
  });
  await expect(`${screens.join('\n\n')}\n`).toMatchFileSnapshot(`../../golden/goroutines/${width}x${height}.txt`);
});

test('any keys leave a state that can be drawn, within its room', () => {
  const keys = [...new Set(keysOf(spec).flatMap((binding) => binding.keys))];
  const dumps = ['unoptimized.debug2.txt', 'crash.txt'].map((name) => dump(data(name).toString()));
  fc.assert(
    fc.property(
      fc.constantFrom(...dumps),
      fc.array(fc.constantFrom(...keys), { maxLength: 40 }),
      fc.record({ width: fc.integer({ min: 1, max: 120 }), height: fc.integer({ min: 1, max: 40 }) }),
      (profile, pressed, room) => {
        let state = open(profile);
        for (const key of pressed) {
          state = { ...press(state, [key], room), result: undefined };
          const { length } = rowsOf(state.own);
          expect(state.own.selected).toBeGreaterThanOrEqual(0);
          expect(state.own.selected).toBeLessThan(Math.max(1, length));
        }
        const screen = drawn(state, room);
        expect(screen.length).toBeLessThanOrEqual(room.height);
        for (const line of screen) expect(textWidth(line)).toBeLessThanOrEqual(room.width);
      },
    ),
    { numRuns: 60 },
  );
});
