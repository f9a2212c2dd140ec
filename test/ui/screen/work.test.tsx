/** Views that work between keys: how often they are drawn, and what keys find. */
import { expect, test } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import type { Reply, ScreenSpec, SessionFacts } from '../../../src/ui/screen/spec.ts';
import { ViewScreen } from '../../../src/ui/screen/view-screen.tsx';
import { openScreen } from '../../support/screen.ts';

interface Counting {
  /** How many steps are left, and how many were done. */
  readonly left: number;
  readonly done: number;
  /** How many were done when the key was pressed. */
  readonly doneAtKey: number;
}

const FACTS: SessionFacts = {
  options: DEFAULT_OPTIONS,
  sampleTypes: ['cpu'],
  sampleType: 'cpu',
  trail: ['test'],
  shorten: (name) => name,
};

/** A step of about a millisecond, in which nothing else happens. */
function passMillisecond(): void {
  const end = performance.now() + 1;
  while (performance.now() < end);
}

async function open(steps: number) {
  const drawn: number[] = [];
  const spec: ScreenSpec<Counting, { readonly type: 'key' }> = {
    name: 'counting',
    keys: [{ keys: ['k'], help: 'takes note', action: { type: 'key' } }],
    hints: () => [],
    update: (own, action): Reply<Counting> => ({ own: action.type === 'key' ? { ...own, doneAtKey: own.done } : own }),
    search: undefined,
    commands: [],
    target: () => undefined,
    draw: ({ done, doneAtKey }) => {
      drawn.push(done);
      return [`done ${done}, at the key ${doneAtKey}`];
    },
    crumbs: () => [],
    line: () => 'counting',
    describe: () => [],
    work: {
      isUnfinished: ({ left }) => left > 0,
      step: (own) => {
        passMillisecond();
        return { ...own, left: own.left - 1, done: own.done + 1 };
      },
    },
  };
  const initial = { own: { left: steps, done: 0, doneAtKey: -1 } };
  const screen = await openScreen(
    <ViewScreen
      spec={spec}
      initial={initial}
      facts={FACTS}
      theme={makeTheme('none')}
      ask={() => Promise.reject(new Error('nothing is asked'))}
      onDone={() => {}}
    />,
    { columns: 60, rows: 10, alternateScreen: true },
  );
  return { screen, drawn };
}

test('work of half a second is drawn some times, and not after every piece', async () => {
  const { screen, drawn } = await open(400);
  await screen.waitFor('done 400');
  // Every 50 ms, which is 8 times; pieces of 6 ms would make 66.
  expect(drawn.length).toBeGreaterThanOrEqual(4);
  expect(drawn.length).toBeLessThan(25);
  screen.close();
});

test('a key finds what has been worked out, and the work goes on', async () => {
  const { screen, drawn } = await open(400);
  await screen.press('k');
  await screen.waitFor('done 400');
  const at = /at the key (\d+)/.exec(screen.text())?.[1];
  expect(Number(at)).toBeGreaterThan(0);
  expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn);
  screen.close();
});
