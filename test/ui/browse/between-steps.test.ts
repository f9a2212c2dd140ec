/** What keys do while work is under way: here the clock allows only one step of it at a time. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TreeKind } from '../../../src/ui/browse/model.ts';
import { drive, type TreeDriver } from './drive.ts';

const SHOP = `
  main;serve;parse;scan    30
  main;serve;parse         10
  main;serve;render        20
  main;report;render;flush 5
  idle;park                35
`;

let now = 0;
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000;
    return now;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const open = (pattern = '') => drive('browse', SHOP, { pattern });
const jobOf = ({ state }: TreeDriver) => state.own.job?.type;
const lastLine = (driver: TreeDriver) => driver.screen().at(-2);

describe('while rows are arranged', () => {
  test('those that were there stay, and it is told', () => {
    const during = open().only('o', 'o');
    expect(jobOf(during)).toBe('rebuild');
    expect(during.names()).toEqual(['> ▸ main', '  ▸ idle']);
    expect(lastLine(during)).toBe('arranging the rows; Esc stops');
    expect(during.settle().names()).toEqual(['  ▸ idle', '> ▸ main']);
  });

  test('another arrangement comes on top of it', () => {
    const keys = ['e', 'o', 'o', 'x', 'O'];
    expect(open('serve').press('e').only('o', 'o', 'x', 'O').settle().names()).toEqual(
      open('serve')
        .press(...keys)
        .names(),
    );
  });

  test('the selected row is the one that was gone to in between', () => {
    expect(open().only('o', 'o', 'down').settle().names()).toEqual(['> ▸ idle', '  ▸ main']);
  });

  test('a row that is opened in between stays open', () => {
    expect(open().only('o', 'o', 'right').settle().names()).toEqual([
      '  ▸ idle',
      '> ▾ main',
      '   ▸ report',
      '   ▸ serve',
    ]);
  });

  test('Esc leaves everything as it was', () => {
    const stopped = open().only('o', 'x', 'escape');
    expect(jobOf(stopped)).toBeUndefined();
    expect(stopped.settle().screen()).toEqual(open().screen());
    const merging = drive('browse', 'a;b;b;c 1').only('R');
    expect(merging.settle().screen()[1]).toContain('recursion merged');
  });
});

describe('while what was open in another profile is opened again', () => {
  const kept = () => drive('browse', SHOP, { pattern: 'scan' }).press('o').state.own;
  const again = () => drive('browse', `${SHOP}\nother 1`, { kept: kept(), settles: false });
  const OPEN = ['  ▾ main', '   ▾ serve', '    ▾ parse', '>    · scan', '    · render', '   ▸ report', '  ▸ idle'];

  test('other wishes come on top of it', () => {
    expect(jobOf(again())).toBe('rebuild');
    expect(again().settle().names().toSorted()).toEqual([...OPEN, '  · other'].toSorted());
    expect(again().only('o', 'c', 'R').settle().rows()).toEqual(again().press('o', 'c', 'R').rows());
  });

  test('keys for the selected row wait until it is selected', () => {
    expect(again().only('h', 'h').settle().rows()).toEqual(again().press('h', 'h').rows());
  });

  test('Esc ends it', () => {
    const stopped = again().only('escape');
    expect(stopped.settle().names()).toEqual(['> ▸ main', '  ▸ idle', '  · other']);
    expect(stopped.screen()[1]).not.toContain('by flat');
  });
});

describe('while a node is opened', () => {
  test('keys that were typed ahead find it open', () => {
    expect(open().only('right', 'right').settle().names()).toEqual([
      '  ▾ main',
      '>  ▸ serve',
      '   ▸ report',
      '  ▸ idle',
    ]);
    expect(open('serve').only('z', 'j', 'l').settle().names()).toEqual(open('serve').press('z', 'j', 'l').names());
  });

  test('the heaviest path ends where one stops it', () => {
    const begun = open().only('e');
    expect(lastLine(begun)).toBe('opening; Esc stops');
    expect(begun.only('escape').names()).toEqual(['> ▾ main', '   ▸ serve', '   ▸ report', '  ▸ idle']);
  });
});

describe('while a match is looked for', () => {
  test('Esc stays where one is', () => {
    const looking = open().only('/', "'flush");
    expect(jobOf(looking)).toBe('search');
    expect(looking.only('enter', 'escape').settle().names()).toEqual(open().names());
  });

  test('another letter looks for what is typed then', () => {
    expect(open().only('/', "'re").settle().names()).toEqual(open().press('/', "'re").names());
    expect(open().only('/', "'render", 'enter', 'n').settle().names()).toEqual(open().press('/', "'render").names());
  });
});

test('keys that do not go by the order of rows lead, typed ahead, where they do one by one', () => {
  const keys = fc.array(fc.constantFrom('o', 'O', 'c', 'x', 'space', 'left', 'C', 'Z', '0', 'R'), { maxLength: 12 });
  const views = fc.constantFrom(['browse', ''], ['browse', 'serve'], ['bottomup', ''], ['sandwich', 'render'] as const);
  fc.assert(
    fc.property(views, keys, ([kind, pattern], typed) => {
      // Calls that are one row can be opened only together, so which are one row has to be settled before.
      const chains = typed.filter((key) => key === 'x');
      const others = typed.filter((key) => key !== 'x');
      const begun = drive(kind as TreeKind, SHOP, { pattern }).press('right', ...chains);
      expect(
        begun
          .only(...others)
          .settle()
          .rows(),
      ).toEqual(begun.press(...others).rows());
    }),
    { numRuns: 60 },
  );
});
