import { Location, Mapping, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { expect, test } from 'vitest';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { type Changes, withChange } from '../../src/ui/view-stack.tsx';
import { openView } from '../support/open-view.ts';

const STRINGS = new StringTable();

const SHOP = `
  main;serve;query;scan   60
  main;serve;render       25
  main;gc                 10
  idle                     5
`;

/** Locations without functions, one of them in a binary. */
const UNNAMED = decodeProfile(
  new Profile({
    stringTable: STRINGS,
    sampleType: [new ValueType({ type: STRINGS.dedup('cpu'), unit: STRINGS.dedup('nanoseconds') })],
    mapping: [new Mapping({ id: 1, memoryStart: 4096, memoryLimit: 8192, filename: STRINGS.dedup('/bin/app') })],
    location: [new Location({ id: 1 }), new Location({ id: 2, mappingId: 1 })],
    sample: [new Sample({ locationId: [1], value: [1n] }), new Sample({ locationId: [2], value: [2n] })],
  }).encode(),
);

const selected = (lines: readonly string[]) =>
  lines
    .find((line) => line.startsWith('>'))
    ?.trim()
    .split(' ')
    .at(-1);

test('a filter is set in the session, and the view comes back at the same row', async () => {
  const view = await openView('top -i', SHOP);
  await view.press('j', 'j');
  expect(selected(view.lines())).toBe('gc');
  await view.press('k', 'f');
  expect(view.session.options.focus).toBe('^render$');
  expect(view.lines()[0]).toBe('test.pb.gz › cpu › focus=^render$ 25.00% of 100ns › top');
  expect(selected(view.lines())).toBe('render');
  await view.press('escape');
  expect(view.end).toEqual({ line: undefined, record: 'focus=^render$; top -i' });
});

test('what is undone at once needs not be told', async () => {
  const view = await openView('top -i', SHOP);
  await view.press('f', 'u', 'escape');
  expect(view.session.options.focus).toBe('');
  expect(view.end).toEqual({ line: undefined, record: undefined });
});

test('what is undone and done again is done', async () => {
  const view = await openView('top -i', SHOP);
  await view.press('f', 'u', 'ctrl+r', 'escape');
  expect(view.session.options.focus).toBe('^scan$');
  expect(view.end).toEqual({ line: undefined, record: 'focus=^scan$; top -i' });
});

test.each([
  ['undo', ['undo']],
  ['undo redo', []],
  ['redo undo', []],
  ['a undo undo', ['undo']],
  ['a b undo undo redo', ['a']],
  ['a undo b redo', ['b', 'redo']],
  ['undo undo a redo', ['undo', 'undo', 'a', 'redo']],
])('the lines that do again what %s did', (lines, done) => {
  const start: Changes = { done: [], undone: [] };
  expect(lines.split(' ').reduce(withChange, start).done).toEqual(done);
});

test('a view lies over the one that opened it, which is as it was when that is left', async () => {
  const view = await openView('browse', SHOP);
  await view.press('E', 'j', 'j');
  const before = view.lines();
  await view.press('S');
  expect(view.top.spec.name).toBe('sandwich');
  expect(view.lines()[0]).toContain('browse › sandwich › query');
  await view.press('escape');
  expect(view.lines()).toEqual(before);
  await view.press('S', 'q');
  expect(view.end?.record).toBe('sandwich ^query$');
});

test('a filter that leaves nothing is taken back, and said', async () => {
  const view = await openView('sandwich work', 'main;work 10');
  await view.press('i');
  expect(view.session.options.ignore).toBe('');
  expect(selected(view.lines())).toBe('work');
  expect(view.lines().at(-1)).toBe('no matches found for regexp: work: ignore=^work$ was taken back');
  await view.press('escape');
  expect(view.end?.record).toBe('sandwich ^work$');
});

test('a sandwich whose middle was hidden goes on with the next match', async () => {
  const view = await openView('sandwich .', UNNAMED);
  expect(view.lines().find((line) => line.startsWith('>'))).toMatch(/── \[app\]$/);
  await view.press('H');
  expect(view.session.options.hide).toBe('(^|/)app$');
  expect(view.lines().find((line) => line.startsWith('>'))).toMatch(/── <unknown>$/);
});

test('what is printed leaves all views, with the line for the prompt', async () => {
  const view = await openView('top -i', SHOP);
  await view.press('b', 'p');
  expect(view.end).toEqual({ line: 'peek ^scan$', record: undefined });
});

test('what is copied is told, and the view goes on', async () => {
  const view = await openView('top -i', SHOP);
  await view.press('y');
  expect(view.copied).toEqual(['scan']);
  expect(view.lines().at(-1)).toBe('copied');
});

test('what cannot be shown is an error of the line', async () => {
  await expect(openView('sandwich nothing_like_it', SHOP)).rejects.toThrow(/nothing_like_it/);
});
