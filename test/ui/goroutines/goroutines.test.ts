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

function readGoroutines(name: string): Profile {
  return dump(String(data(name)));
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
    [5, ['>▸ 0xc0000180c0  1 may hold or release it, 1 stack']],
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
      '>▾ 0xc0000180c0  1 may hold or release it, 1 stack',
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

describe('zoom', () => {
  const crumbs = (state: ScreenState<GoroutinesState>) => spec.crumbs(state.own);

  test('z leaves the goroutines of a group, in every grouping, and Z all of them again', () => {
    const zoomed = press(open(WORKERS), ['tab', 'z']);
    expect(crumbs(zoomed)).toEqual(['chan receive', 'by state']);
    expect(rows(zoomed)).toEqual(['>▾ chan receive  1 stack', ' ▸ main.worker  worker.go:5']);
    expect(drawn(zoomed)[0]).toBe('  2 of 5 goroutines, 1 stack, longest wait 1h30m');
    const byWait = press(zoomed, ['tab']);
    expect(rows(byWait)).toEqual(['>▸ 1 to 4 hours  1 stack', ' ▸ 1 to 5 minutes  1 stack']);
    const inner = press(byWait, ['down', 'z']);
    expect(crumbs(inner)).toEqual(['chan receive', '1 to 5 minutes', 'by wait']);
    expect(drawn(inner)[0]).toContain('1 of 5 goroutines');
    expect(rows(press(inner, ['Z']))).toEqual([
      ' ▸ 1 to 4 hours  1 stack',
      '>▾ 1 to 5 minutes  1 stack',
      ' ▸ main.worker  worker.go:5',
    ]);
    expect(crumbs(press(inner, ['0']))).toEqual(['by wait']);
    expect(press(open(WORKERS), ['tab', 'tab', 'tab', 'Z']).note).toBe('these are all there are');
  });

  test('a stack within a group, and what leaves nothing out', () => {
    const stack = press(open(readGoroutines('unoptimized.debug2.txt')), ['tab', 'right', 'down', 'z']);
    expect(crumbs(stack)).toEqual(['main.worker', 'by state']);
    expect(drawn(stack)[0]).toContain('4 of 22 goroutines, 1 stack');
    expect(press(stack, ['z']).note).toBe('these are all there are');
  });

  test('other data leave one in the same place, or further out where that is gone', () => {
    const inside = press(open(WORKERS), ['tab', 'z', 'tab', 'down', 'z']);
    expect(crumbs(open(WORKERS, { ignore: 'main.slow' }, inside.own))).toEqual(crumbs(inside));
    const without = open(WORKERS, { tagignore: 'wait=3minutes:3minutes' }, inside.own);
    expect(crumbs(without)).toEqual(['chan receive', 'by wait']);
    expect(drawn(without)[0]).toContain('1 of 4 goroutines');
  });

  test('the same groups with some members are those of a profile that has only these', () => {
    const state = open(readGoroutines('unoptimized.debug2.txt'));
    const only = open(readGoroutines('unoptimized.debug2.txt'), { tagfocus: 'state=^chan.receive$' });
    const zoomed = press(state, ['tab', 'z', 'C', 'shift+tab']);
    const counted = (of: ScreenState<GoroutinesState>) =>
      drawn(of)
        .slice(2)
        .map((line) => line.slice(1).replace(/ +[\d.]+%/, ''));
    expect(counted(zoomed)).toEqual(counted(only));
  });
});

describe('marks', () => {
  test('commands are for all that is marked, in whatever order it is shown', () => {
    const marked = press(open(WORKERS), ['m', 'm', 'o', 'tab']);
    expect(drawn(press(marked, ['shift+tab'])).filter((line) => line[1] === '*')).toHaveLength(2);
    const { result } = press(marked, ['f']);
    expect(result).toEqual({ type: 'run', line: 'focus=^main\\.worker$|^main\\.main$', effect: 'change' });
    expect(press(marked, ['M', 'f']).result).not.toEqual(result);
    const twice = press(open(WORKERS), ['m', 'up', 'm']);
    expect(twice.own.marked.size).toBe(0);
    expect(press(twice, ['M']).note).toBe('nothing is marked');
  });

  test('goroutines, and states', () => {
    const lineOf = (keys: readonly string[]) => press(open(WORKERS), keys).result;
    expect(lineOf(['right', 'down', 'down', 'm', 'm', 'f'])).toMatchObject({
      line: 'tagfocus=goroutine=^6$,^5$',
    });
    expect(lineOf(['tab', 'm', 'm', 'i'])).toMatchObject({ line: 'tagignore=state=^chan.receive$,^running$' });
  });

  test('what the line of marked rows leaves is what is marked', () => {
    const state = press(open(WORKERS), ['tab', 'm', 'm', 'f']);
    const line = state.result?.type === 'run' ? state.result.line : '';
    expect(line).toBe('tagfocus=state=^chan.receive$,^running$');
    expect(drawn(open(WORKERS, { tagfocus: line.slice('tagfocus='.length) }))[0]).toContain('3 goroutines');
  });

  test('a comma in the name of a creator does not end its pattern', () => {
    const generic = dump(
      'goroutine 1 [sleep]:\nmain.f()\n\tm.go:1 +0x1\ncreated by main.Run[int,string] in goroutine 9\n\tm.go:2 +0x1\n',
    );
    const { result } = press(open(generic), ['tab', 'tab', 'tab', 'f']);
    expect(result).toMatchObject({ line: 'tagfocus=created_by=^main\\.Run\\[int\\x2cstring\\]$' });
    expect(drawn(open(generic, { tagfocus: 'created_by=^main\\.Run\\[int\\x2cstring\\]$' }))[0]).toContain(
      '1 goroutine',
    );
  });

  test('what no filter selects is said', () => {
    const spans = press(open(WORKERS), ['tab', 'tab', 'm', 'm', 'f']);
    expect([spans.result, spans.note]).toEqual([undefined, 'no filter selects all that is marked']);
  });

  test('they stay when the data change', () => {
    const marked = press(open(WORKERS), ['m']);
    const after = open(WORKERS, { ignore: 'main.slow' }, marked.own);
    expect(drawn(after)[2].slice(0, 2)).toBe(' *');
  });
});

describe('details', () => {
  const told = (state: ScreenState<GoroutinesState>, room: Room = { width: 120, height: 40 }) => {
    const lines = drawn(state, room);
    return lines.slice(lines.findIndex((line) => line.startsWith('──')) + 1);
  };
  const locks = () => open(readGoroutines('unoptimized.debug2.txt'));

  test('who they are, how long they wait, and who started them', () => {
    expect(told(press(open(WORKERS), ['w']))).toEqual([
      '2 goroutines: 6, 5',
      'state: chan receive',
      'waiting for 3m to 1h30m, half of them for 1h30m or more',
      'chan receive: for which channel is not told; only crashes with GOTRACEBACK=system print that, and not for select',
      'created by: main.main',
    ]);
    expect(press(open(WORKERS), ['w', 'w']).own.hasDetails).toBe(false);
  });

  test('who may hold a lock, who else waits for it, and a ring of those who wait for each other', () => {
    const state = press(locks(), ['shift+tab', 'right', 'down', 'down', 'right', 'w']);
    expect(told(press(state, ['up', 'up']))).toEqual([
      '2 goroutines: 7, 8',
      'state: sync.Mutex.Lock',
      'waits for 0x21d297da2150, which may be held or released by goroutine 6',
      'may be a deadlock: goroutine 7 waits for goroutine 6 waits for goroutine 7',
      'may keep waiting: goroutine 6',
      'created by: main.main',
      'Go says: leaked',
    ]);
    expect(told(press(state, ['up']))).toContain('may keep waiting: goroutine 7, 8');
    expect(told(state)).toContain('so does goroutine 8');
  });

  test.each([
    ["'RWMutex", 'sync.RWMutex.RLock: for which lock is not told, as its address is no argument that Go still knows'],
    ["'nil chan", 'chan receive (nil chan): nothing can ever wake it up'],
    ["'Cond", 'waits for 0x21d297e06090: who holds it is not told, as no other goroutine has it among its arguments'],
  ])('%s: why it is not told', (text, line) => {
    expect(told(press(locks(), ['/', text, 'enter', 'w']))).toContain(line);
  });

  test('what waits for no other goroutine is not explained', () => {
    expect(told(press(locks(), ['/', "'IO wait", 'enter', 'w'])).join('\n')).not.toMatch(/not told/);
  });

  test('other formats tell less, and say so', () => {
    expect(told(press(open(readProfileBytes(data('stuck.pb.gz'))), ['w'])).at(-1)).toMatch(/^Only dumps/);
  });

  test('the selected row stays on the screen above them', () => {
    const state = press(locks(), ['G', 'w'], { width: 79, height: 14 });
    expect(drawn(state, { width: 79, height: 14 }).filter((line) => line.startsWith('>'))).toHaveLength(1);
    expect(drawn(state, { width: 79, height: 14 }).length).toBeLessThanOrEqual(14);
  });

  test('many goroutines are counted, not listed', () => {
    const many = Array.from({ length: 300 }, (_, i) => `goroutine ${i + 1} [select]:\nmain.f()\n\tm.go:1 +0x1\n`);
    const [first] = told(press(open(dump(many.join('\n'))), ['w']), { width: 60, height: 30 });
    expect(first).toMatch(/^300 goroutines: 1, 2, .* and \d+ more$/);
    expect(first.length).toBeLessThanOrEqual(60);
  });
});

describe('the mouse', () => {
  const click = (before: ScreenState<GoroutinesState>, type: 'click' | 'doubleclick', x: number, y: number) => {
    const action = spec.onMouse?.(before.own, { type, x, y }, ROOM);
    return action === undefined ? before : updateScreen(spec, before, { type: 'own', action }, ROOM);
  };

  test('selects, opens at the mark, zooms with a double click', () => {
    const state = open(WORKERS);
    const mark = drawn(state)[2].indexOf('▸');
    expect(click(state, 'click', 40, 4).own.selected).toBe(2);
    expect(rows(click(state, 'click', mark, 2))[0]).toMatch(/^>▾/);
    expect(spec.crumbs(click(state, 'doubleclick', 60, 2).own)).toEqual(['main.worker', 'by stack']);
    expect(click(state, 'click', 40, 1).own.grouping).toBe('state');
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
