import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { machine } from '../../../src/host/machine.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { listReport } from '../../../src/report/list.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { keysOf } from '../../../src/ui/screen/keys.ts';
import { sourceView } from '../../../src/ui/source/source-view.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { recordedBinary } from '../../support/recorded-binary.ts';
import { reportText } from '../../support/report-text.ts';
import { openSource } from './open-source.ts';

const shop = drawProfile(`
  main@/src/main.go:4;serve@/src/shop.go:4;query@/src/db.go:7      60
  main@/src/main.go:4;serve@/src/shop.go:4;format@/src/shop.go:10  20
  main@/src/main.go:4;serve@/src/shop.go:5;query@/src/db.go:9      10
  main@/src/main.go:4;serve@/src/shop.go:6                          2
  main@/src/main.go:4;format@/src/shop.go:10                        8
`);
const files = {
  '/src/shop.go': `package shop

func serve() {
\tformat(query("products"))
\tquery("users")
\tlog("done")
}

func format(rows []row) string {
\treturn rows.String()
}
`,
};

describe('the rows', () => {
  test('are the lines of the file with the values that list has for them, and what the selected one calls', async () => {
    const view = await openSource(shop, 'serve', { files });
    expect(view.lines().join('\n')).toMatchInlineSnapshot(`
      "cpu.pb.gz › cpu 100ns › source › serve
      serve /src/shop.go  flat 2ns  cum 92ns 92.00%
              flat        cum   line source
                 .          .      1 package shop
                 .          .      2
                 .          .      3 func serve() {
      >          .       80ns █    4     format(query("products"))
                 .       10ns ▁    5     query("users")
               2ns        2ns ▁    6     log("done")
                 .          .      7 }
                 .          .      8
                 .          .      9 func format(rows []row) string {
              28ns       28ns ·   10     return rows.String()
                 .          .     11 }




      ── line 4  flat 0  cum 80ns 80.00% ────────────────────────────────────────────
              60ns  60.00%  query
              20ns  20.00%  format


      q quit  ? keys  Enter menu  / search  [ ] hot lines  → callees  e edit"
    `);
  });

  test('name the function of a line that belongs to another one', async () => {
    const view = await openSource(shop, 'shop.go:10', { files });
    expect(view.source().at(-1)).toContain('11 }');
    await view.press('tab');
    expect(view.state.own.line).toBe(4);
    await view.press('G', 'k');
    expect(view.lines().find((row) => row.startsWith('──'))).toContain(
      'line 10  flat 28ns  cum 28ns 28.00%  of format',
    );
  });

  test('scroll sideways, with tabs as wide as they are drawn', async () => {
    const view = await openSource(shop, 'serve', { files });
    const texts = () => view.source().map((row) => row.slice(31));
    expect(texts().slice(2, 5)).toEqual(['func serve() {', '    format(query("products"))', '    query("users")']);
    await view.press('>');
    expect(texts().slice(2, 5)).toEqual(['ve() {', 'at(query("products"))', 'y("users")']);
    await view.press('0');
    expect(texts()[2]).toBe('func serve() {');
  });

  test('hold wide characters, and spell out what would move the cursor', async () => {
    const odd = { '/src/shop.go': `\n\n\n\tx := "世界"\u001b[2J\n\n` };
    const view = await openSource(shop, 'serve', { files: odd, columns: 50 });
    const row = view.lines().find((line) => line.startsWith('>'));
    expect(row).toContain('x := "世界"\\x1b[2J');
    await view.press('>', '<', '>');
    for (const line of view.lines()) expect(textWidth(line)).toBeLessThan(50);
  });
});

describe('where the source is missing', () => {
  test('the lines with values are rows, below the reason and what to set', async () => {
    const view = await openSource(shop, 'serve', { rows: 18 });
    expect(view.lines().join('\n')).toMatchInlineSnapshot(`
      "cpu.pb.gz › cpu 100ns › source › serve
      serve /src/shop.go  flat 2ns  cum 92ns 92.00%
              flat        cum   line source
       open /src/shop.go: no such file or directory
         looked for /src/shop.go
         looked for /home/me/app/src/shop.go
         looked for /home/me/app/shop.go
       source_path=DIR: where sources are; trim_path=PREFIX: what to cut from names
      >          .       80ns █    4 calls query, format
                 .       10ns ▁    5 calls query
               2ns        2ns ▁    6 serve


      ── line 4  flat 0  cum 80ns 80.00% ────────────────────────────────────────────
              60ns  60.00%  query
              20ns  20.00%  format

      q quit  ? keys  Enter menu  / search  [ ] hot lines  → callees  e edit"
    `);
  });

  test('there is nothing to edit or to search', async () => {
    const view = await openSource(shop, 'serve');
    await view.press('e');
    expect(view.state.note).toBe('there is no file to edit: open /src/shop.go: no such file or directory');
    await view.press('/', 'x');
    expect(view.state.note).toBe('there is no text to search');
  });

  test('a profile without files says so', async () => {
    const view = await openSource(drawProfile('main;work 5'), 'work');
    expect(view.lines()).toContain(' the profile names no source file for it');
  });

  test('a file that is shorter than the profile says is another version', async () => {
    const view = await openSource(shop, 'serve', { files: { '/src/shop.go': 'package shop\n\n' }, columns: 140 });
    expect(view.lines()[1]).toContain('(another version: it ends before line 6)');
  });
});

describe('keys', () => {
  test('] and [ go from hot line to hot line and around', async () => {
    const view = await openSource(shop, 'serve', { files });
    const visited: number[] = [];
    for (const key of [']', ']', '[', '[']) {
      await view.press(key);
      visited.push(view.state.own.line);
    }
    // 6 has less than a twentieth of the values of 4.
    expect(visited).toEqual([5, 4, 5, 4]);
  });

  test('digits go to the n-th heaviest line, as long as there is one', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('3');
    expect(view.state.own.line).toBe(6);
    await view.press('4');
    expect(view.state.own.line).toBe(6);
    expect(view.state.note).toBe('only 3 lines have values');
  });

  test('right goes to the callees, into the selected one, and left back again', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('right');
    expect(view.lines()).toContainEqual(expect.stringMatching(/^> +60ns +60.00% {2}query$/));
    await view.press('j', 'l');
    expect(view.state.own.answer.functions[view.state.own.shown].name).toBe('format');
    expect(sourceView.spec.crumbs(view.state.own)).toEqual(['serve:4', 'format']);
    await view.press('h');
    expect(sourceView.spec.crumbs(view.state.own)).toEqual(['serve']);
    expect(view.state.own.line).toBe(4);
    await view.press('h');
    expect(view.state.note).toBe('Esc goes back from here');
  });

  test('right goes straight into an only callee, and back among the functions that matched', async () => {
    const view = await openSource(shop, 'serve|main', { files });
    await view.press('tab');
    expect(view.state.own.shown).toBe(1);
    await view.press(']', 'right');
    expect(sourceView.spec.crumbs(view.state.own)).toEqual(['serve:5', 'query']);
    await view.press('backspace');
    expect(view.state.own).toMatchObject({ shown: 1, line: 5, pattern: 'serve|main' });
  });

  test('right goes into the heaviest callee where there is no room to choose one', async () => {
    const view = await openSource(shop, 'serve', { files, columns: 40, rows: 6 });
    await view.press('right');
    expect(sourceView.spec.crumbs(view.state.own)).toEqual(['serve:4', 'query']);
  });

  test('callees take the place of instructions while one is selected', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('d');
    expect(view.lines()).not.toContainEqual(expect.stringMatching(/query$/));
    await view.press('right');
    expect(view.lines()).toContainEqual(expect.stringMatching(/^> .* query$/));
  });

  test('tab goes through the functions that match, and says which', async () => {
    const view = await openSource(shop, 'serve|format', { files });
    expect(view.lines()[1]).toMatch(/^1\/2 serve/);
    await view.press('tab');
    expect(view.lines()[1]).toMatch(/^2\/2 format/);
    await view.press('tab');
    expect(view.lines()[1]).toMatch(/^1\/2 serve/);
  });

  test('/ searches the text, as a pattern where it is one, and n goes on around the end', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('/', ...'query|log');
    expect(view.state.own.line).toBe(4);
    await view.press('enter', 'n', 'n');
    expect(view.state.own.line).toBe(6);
    await view.press('n');
    expect(view.state.own.line).toBe(4);
    expect(view.state.note).toBe('from the end of the file on');
    await view.press('/', ...'(rows', 'enter');
    expect(view.state.own.line).toBe(9);
    await view.press('/', ...'zzz');
    expect(view.state.note).toBe('no line matches zzz');
    await view.press('escape');
    expect(view.state.own.line).toBe(9);
  });

  test('e opens the editor at the line of the file that was found', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('j', 'e');
    expect(view.state.result).toEqual({ type: 'edit', file: '/src/shop.go', line: 5 });
  });

  test('d shows the instructions, or why there are none', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('d');
    expect(view.lines()).toContain('no instructions: the profile names no binary for it');
    await view.press('d', 'w');
    expect(view.lines().some((row) => row.startsWith('──'))).toBe(false);
  });

  test('d says so where there is no room for instructions', async () => {
    const view = await openSource(shop, 'serve', { files, rows: 10 });
    await view.press('d');
    expect(view.state.note).toBe('no room for instructions here');
  });

  test('own keys are none that all views share', () => {
    const seen = new Map<string, string>();
    for (const { keys, help } of keysOf(sourceView.spec)) {
      for (const key of keys) {
        expect(seen.get(key)).toBeUndefined();
        seen.set(key, help);
      }
    }
    for (const key of [
      'f',
      'i',
      'H',
      's',
      'b',
      'B',
      'S',
      'F',
      'T',
      'p',
      'L',
      'y',
      'u',
      'v',
      '/',
      'n',
      '?',
      'q',
      'enter',
    ])
      expect(sourceView.spec.keys.flatMap(({ keys }) => keys)).not.toContain(key);
  });
});

describe('commands', () => {
  test('are about the function of the line, or the callee that is selected', async () => {
    const view = await openSource(shop, 'serve', { files });
    expect(sourceView.spec.target(view.state.own)).toMatchObject({ name: 'serve', function: '^serve$' });
    await view.press('right');
    expect(sourceView.spec.target(view.state.own)).toMatchObject({ name: 'query', frame: '^query$' });
    await view.press('left', 'G', 'k');
    expect(sourceView.spec.target(view.state.own)?.name).toBe('format');
  });

  test('the line of record opens the view as it stands', async () => {
    const view = await openSource(shop, 'serve', { files });
    expect(sourceView.spec.line(view.state.own)).toBe('source ^serve$');
    await view.press('j');
    expect(sourceView.spec.line(view.state.own)).toBe('source /src/shop.go:5');
    const again = await openSource(shop, sourceView.spec.line(view.state.own).slice('source '.length), { files });
    expect(again.lines().slice(3, -1)).toEqual(view.lines().slice(3, -1));
  });
});

describe('when the session changes', () => {
  test('the place is found again by its names', async () => {
    const view = await openSource(shop, 'serve|format', { files });
    await view.press('tab', 'j', 'w', '>');
    const kept = view.state.own;
    const after = await openSource(shop, 'serve|format', { files, kept, options: { ignore: 'query' } });
    expect(after.lines()[1]).toContain('format');
    expect(after.state.own).toMatchObject({ line: kept.line, left: kept.left, hasDetails: false });
  });

  test('a function that one went into is asked for again', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('right', 'right');
    const kept = view.state.own;
    const after = await openSource(shop, 'serve', { files, kept, options: { ignore: 'format' } });
    expect(sourceView.spec.crumbs(after.state.own)).toEqual(['serve:4', 'query']);
  });

  test('a function that is gone leaves what is there, and says so', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('right', 'right');
    const after = await openSource(shop, 'serve', { files, kept: view.state.own, options: { hide: 'query' } });
    expect(after.lines()[1]).toContain('serve');
    expect(after.state.note).toBe('no matches found for regexp: ^query$');
  });

  test('nothing changes when another view was open above it', async () => {
    const view = await openSource(shop, 'serve', { files });
    await view.press('right', 'right');
    const { own } = view.state;
    const request = { type: 'source', pattern: 'serve' } as const;
    expect(sourceView.begin(own.opened, request, own.facts, own).own).toEqual(own);
  });
});

test('a comparison shows growth and shrinking by their signs', async () => {
  const change = drawProfile(`
    serve@/src/shop.go:4  60
    serve@/src/shop.go:5 -20
  `);
  const view = await openSource(change, 'serve', { files });
  expect(
    view
      .source()
      .filter((row) => row.includes('ns'))
      .map((row) => row.slice(2, 23)),
  ).toEqual(['     +60ns      +60ns', '     -20ns      -20ns']);
});

test('a click selects a line or a callee', async () => {
  const { onMouse, update } = sourceView.spec;
  const view = await openSource(shop, 'serve', { files });
  const room = { width: 79, height: 22 };
  const click = (y: number) => {
    const action = onMouse?.(view.state.own, { type: 'click', x: 5, y }, room);
    return action && update(view.state.own, action, room).own;
  };
  const y = view.lines().findIndex((row) => row.includes('query("users")')) - 1;
  expect(click(y)?.line).toBe(5);
  const callee = view.lines().findIndex((row) => row.endsWith('  format')) - 1;
  expect(click(callee)?.callee).toBe(1);
  expect(click(0)).toBeUndefined();
});

test('a screen reader is told the line, its values, and what it calls', async () => {
  const view = await openSource(shop, 'serve', { files });
  expect(sourceView.spec.describe(view.state.own)).toEqual([
    'serve in /src/shop.go',
    'line 4: flat 0, cum 80ns',
    'format(query("products"))',
    'calls query 60ns',
    'calls format 20ns',
  ]);
});

test('the values of every line are those that list prints', async () => {
  const file = join(import.meta.dirname, '../../../examples/server/cpu.pb.gz');
  const profile = decodeProfile(gunzipSync(readFileSync(file)));
  const { text } = reportText(listReport, { profile, argument: 'regexp.*backtrack|store', host: machine });
  const [, ...routines] = text.split('ROUTINE ======================== ');
  const host = makeReportHost(machine, { source: file, explains: true });
  const view = await openSource(profile, 'regexp.*backtrack|store', { columns: 250, rows: 3000, host });
  const shown = view.state.own.answer.functions;
  expect(routines.length).toBe(shown.length);

  let checked = 0;
  for (const routine of routines) {
    const [title, sums, ...rows] = routine.split('\n');
    while (!title.startsWith(`${shown[view.state.own.shown].name} in `)) await view.press('tab');
    const [, flat, cum, share] = /(\S+) +(\S+) \(flat, cum\) +(\S+) of Total/.exec(sums) ?? [];
    expect(view.lines()[1]).toMatch(`flat ${flat}  cum ${cum} ${share}`);
    const listed = rows.filter((row) => /^ +\S+ +\S+ +\d+:/.test(row) && !/^ +\. +\. /.test(row));
    checked += listed.length;
    const drawn = view.source().map((row) => row.slice(2).replace(/^(.{21}) . +(\d+) .*$/, '$1 $2'));
    for (const row of listed)
      expect(drawn).toContain(row.replace(/^(.{21}) +(\d+):.*$/, '$1 $2').replace(/ 0 /, ' . '));
  }
  // Those of the example's own files, wherever the standard library is.
  expect(checked).toBeGreaterThan(10);
});

describe('instructions', () => {
  const data = join(import.meta.dirname, '../../data/disasm/go');
  const profile = decodeProfile(gunzipSync(readFileSync(join(data, 'cpu.pb.gz'))));
  const binary = recordedBinary('go', { hasGoLines: true });
  const machineOf = fakeHost({
    files: { '/home/me/app/main.go': readFileSync(join(data, 'main.go'), 'utf8') },
    binaries: { [profile.mappings[0].file]: { type: 'found', binary } },
  });
  const host = makeReportHost(machineOf, { source: '', explains: true });

  test('stand beside the source where there is room, those of the selected line marked', async () => {
    const wide = await openSource(profile, 'main.hashLoop', { columns: 160, rows: 30, host });
    await wide.press('d');
    const beside = wide.lines().map((row) => row.split(' │ ')[1]);
    expect(beside.filter((row) => row?.startsWith('> ')).length).toBeGreaterThan(0);
    const narrow = await openSource(profile, 'main.hashLoop', { host });
    await narrow.press('d');
    expect(narrow.lines().some((row) => row.includes('│'))).toBe(false);
    expect(narrow.lines().join('\n')).toContain('line address  instruction');
  });
});

test('whatever the keys and the size, nothing throws and nothing is drawn outside of the room', async () => {
  const keys = sourceView.spec.keys.flatMap((binding) => binding.keys);
  const moves = ['j', 'k', 'g', 'G', 'left', 'right', 'pagedown', 'ctrl+u', '/', 'a', 'n', 'enter', 'escape'];
  await fc.assert(
    fc.asyncProperty(
      randomProfile,
      fc.array(fc.constantFrom(...keys, ...moves), { maxLength: 12 }),
      fc.record({ columns: fc.integer({ min: 30, max: 160 }), rows: fc.integer({ min: 6, max: 40 }) }),
      async ({ bytes }, pressed, size) => {
        const profile = decodeProfile(bytes);
        const content = { '/src/a.go': 'package a\n\n\tvar x = "世界"\n'.repeat(8) };
        const view = await openSource(profile, '.', { ...size, files: content }).catch((error: Error) => {
          expect(error.message).toMatch(/^no matches found for regexp/);
        });
        if (view === undefined) return;
        for (const key of pressed) {
          await view.press(key);
          const rows = view.lines();
          expect(rows.length).toBeLessThanOrEqual(size.rows);
          for (const row of rows) expect(textWidth(row)).toBeLessThan(size.columns);
          if (view.state.result !== undefined) return;
        }
      },
    ),
    { numRuns: 60 },
  );
});
