import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { stringAt } from '../../src/profile/strings.ts';
import { type Frame, withFrames, withMappingFlags } from '../../src/profile/symbolized.ts';
import type { LocationIndex, MappingIndex, Profile } from '../../src/profile/tables.ts';
import { drawMappedProfile, drawnSymbols } from '../host/symbolize/draw-mapped-profile.ts';
import { randomProfile } from '../support/random-profile.ts';

const found = (frames: Readonly<Record<number, readonly Frame[]>>) =>
  new Map(Object.entries(frames).map(([location, list]) => [Number(location) as LocationIndex, list]));

const spin: Frame = { name: '_Z4spini', file: '/src/a.cc', line: 7 };

describe('frames that were found', () => {
  test('stand where there were none, and in place of others', () => {
    const profile = drawMappedProfile(
      [{ file: '/bin/app' }],
      [
        [0x10, 1],
        [0x20, 1, 'old b.c 3', 'older b.c 4'],
        [0x30, 1, 'kept c.c 5'],
      ],
    );
    expect(
      drawnSymbols(withFrames(profile, found({ 1: [spin], 0: [spin, { name: 'main', file: '', line: 0 }] }))),
    ).toEqual([
      '0x10 M=1 _Z4spini /src/a.cc:7; main :0',
      '0x20 M=1 _Z4spini /src/a.cc:7',
      '0x30 M=1 kept c.c:5',
      '1: /bin/app',
    ]);
  });

  test('belong to new functions, one for each name and file, numbered on', () => {
    const profile = drawMappedProfile(
      [{}],
      [
        [0x10, 1, '_Z4spini /src/a.cc 3'],
        [0x20, 1],
        [0x30, 1],
        [0x40, 1],
      ],
    );
    const again = { ...spin, line: 9 };
    const { functions, strings } = withFrames(
      profile,
      found({ 1: [spin], 2: [again], 3: [{ ...spin, file: 'b.cc' }] }),
    );
    const rows = Array.from({ length: functions.length }, (_, fn) =>
      [
        functions.id[fn],
        stringAt(strings, functions.name[fn]),
        stringAt(strings, functions.systemName[fn]),
        stringAt(strings, functions.fileName[fn]),
        functions.startLine[fn],
      ].join(' '),
    );
    expect(rows).toEqual([
      '1 _Z4spini _Z4spini /src/a.cc 0',
      '2 _Z4spini _Z4spini /src/a.cc 0',
      '3 _Z4spini _Z4spini b.cc 0',
    ]);
  });

  test('change nothing but the locations they were found for', () => {
    const frame = fc.record({
      name: fc.constantFrom('', 'main', 'naïve\udc80', 'a.b'),
      file: fc.constantFrom('', '/src/a.go', 'c.go'),
      line: fc.nat(100),
    });
    const frames = fc.dictionary(fc.nat(9).map(String), fc.array(frame, { maxLength: 3 }));
    fc.assert(
      fc.property(randomProfile, frames, ({ bytes }, drawn) => {
        const profile = decodeProfile(bytes);
        const inside = Object.entries(drawn).filter(([location]) => Number(location) < profile.locations.length);
        const symbolized = withFrames(profile, found(Object.fromEntries(inside)));
        const expected = framesOf(profile);
        for (const [location, list] of inside) expected[Number(location)] = list;
        expect(framesOf(symbolized)).toEqual(expected);
        expect(symbolized.samples).toBe(profile.samples);
        expect(symbolized.locations.id).toBe(profile.locations.id);
      }),
    );
  });

  test('none leave the profile as it is', () => {
    const profile = drawMappedProfile([{}], [[0x10, 1]]);
    expect(withFrames(profile, new Map())).toBe(profile);
    expect(withMappingFlags(profile, new Map())).toBe(profile);
  });
});

test('flags of mappings are added to those that are set', () => {
  const profile = drawMappedProfile([{ flags: '[FL]' }, { flags: '[IN]' }], []);
  const flags = new Map([[0 as MappingIndex, { hasFunctions: true, hasFilenames: false }]]);
  expect(drawnSymbols(withMappingFlags(profile, flags))).toEqual(['1:   [FN][FL]', '2:   [IN]']);
});

function framesOf({ locations, lines, functions, strings }: Profile): (readonly Frame[])[] {
  return Array.from({ length: locations.length }, (_, location) => {
    const frames: Frame[] = [];
    for (let line = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line];
      const name = stringAt(strings, functions.name[fn]);
      frames.push({ name, file: stringAt(strings, functions.fileName[fn]), line: lines.line[line] });
    }
    return frames;
  });
}
