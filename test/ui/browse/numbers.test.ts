import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { entryNames } from '../../../src/analysis/entries.ts';
import { entryValues, shownCum, shownFlat } from '../../../src/analysis/entry-values.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { viewData } from '../../../src/report/profile-view.ts';
import { placeAt, rowCount, valuesAt } from '../../../src/ui/browse/model.ts';
import { drive, inputOf, type TreeDriver } from './drive.ts';

const profileOf = (file: string) => decodeProfile(gunzipSync(readFileSync(`examples/${file}.pb.gz`)));
const cpu = profileOf('server/cpu');
const heap = profileOf('server/heap');

/** The rows with their values, by the names of their functions. */
function valuesOf({ state: { own } }: TreeDriver) {
  return Array.from({ length: rowCount(own) }, (_, index) => {
    const place = placeAt(own, index);
    if (place === undefined) throw new Error(`no row ${index}`);
    return { name: own.model.view.names[place.node.entry], part: place.part, ...valuesAt(own, place) };
  });
}

describe.each([
  ['cpu', cpu],
  ['heap', heap],
] as const)('the numbers are those of the reports: %s', (_, profile) => {
  const { question } = viewData(inputOf(profile));
  const values = entryValues(question);
  const names = entryNames(question.table);

  test('flat from the leaves', () => {
    const rows = valuesOf(drive('bottomup', profile));
    expect(rows.length).toBeGreaterThan(10);
    for (const { name, cum } of rows) expect(cum).toEqual(shownFlat(values, names.indexOf(name)));
  });

  test('cum in the middle of a sandwich', () => {
    for (const pattern of ['^main', 'ServeHTTP$', 'conn']) {
      const middle = valuesOf(drive('sandwich', profile, { pattern })).find(({ part }) => part === 'middle');
      const entry = names.indexOf(middle?.name ?? '');
      expect(middle).toMatchObject({ flat: shownFlat(values, entry), cum: shownCum(values, entry) });
    }
  });

  test('all flat values of the open tree add up to those of the functions', () => {
    let opened = drive('browse', profile);
    for (let root = 0; root < rowCount(opened.state.own); root++) {
      const place = placeAt(opened.state.own, root);
      if (place?.node.depth === 1) opened = opened.press('g', ...Array.from({ length: root }, () => 'j'), 'E');
    }
    const sums = new Map<string, number>();
    for (const { name, flat } of valuesOf(opened)) sums.set(name, (sums.get(name) ?? 0) + Number(flat));
    for (const [name, sum] of sums) expect(sum).toBe(Number(shownFlat(values, names.indexOf(name))));
  });
});
