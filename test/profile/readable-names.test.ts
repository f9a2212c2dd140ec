import { Function as PprofFunction, Profile as PprofProfile, StringTable } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { demangle } from '../../src/profile/demangle/demangle.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { withReadableNames } from '../../src/profile/readable-names.ts';
import { stringAt } from '../../src/profile/strings.ts';
import type { Profile } from '../../src/profile/tables.ts';
import type { DemangleMode } from '../../src/profile/unreadable-names.ts';

/** A profile of nothing but functions, each by its name and system name. */
function profileOf(...functions: readonly (readonly [name: string, systemName: string])[]): Profile {
  const stringTable = new StringTable();
  const fns = functions.map(
    ([name, systemName], i) =>
      new PprofFunction({ id: i + 1, name: stringTable.dedup(name), systemName: stringTable.dedup(systemName) }),
  );
  return decodeProfile(new PprofProfile({ stringTable, function: fns }).encode());
}

function namesOf({ functions, strings }: Profile): string[] {
  return Array.from({ length: functions.length }, (_, fn) => stringAt(strings, functions.name[fn]));
}

function readable(name: string, systemName: string, mode: DemangleMode, force = false): string {
  return namesOf(withReadableNames(profileOf([name, systemName]), { mode, force, decode: demangle }))[0];
}

// All recorded from Go 1.26's pprof.
describe('which names', () => {
  test.each([
    { name: '_Z3foov', systemName: '_Z3foov', shown: 'foo', forced: 'foo', full: 'foo()', none: '_Z3foov' },
    { name: '', systemName: '_Z3foov', shown: 'foo', forced: 'foo', full: 'foo()', none: '' },
    { name: '', systemName: 'foo', shown: 'foo', forced: 'foo', full: 'foo', none: '' },
    { name: '', systemName: '', shown: '', forced: '', full: '', none: '' },
    { name: '_Z3foov', systemName: '', shown: '_Z3foov', forced: '_Z3foov', full: '_Z3foov', none: '_Z3foov' },
    { name: 'x::y(z)', systemName: '', shown: 'x::y(z)', forced: 'x::y(z)', full: 'x::y(z)', none: 'x::y(z)' },
    { name: 'bar', systemName: '_Z3foov', shown: 'bar', forced: 'foo', full: 'foo()', none: '_Z3foov' },
    { name: 'bar', systemName: 'foo', shown: 'bar', forced: 'foo', full: 'foo', none: 'foo' },
    { name: '_Z3barv', systemName: '_Z3foov', shown: '_Z3barv', forced: 'foo', full: 'foo()', none: '_Z3foov' },
  ])('$name of $systemName', ({ name, systemName, shown, forced, full, none }) => {
    expect(readable(name, systemName, 'default')).toBe(shown);
    expect(readable(name, systemName, 'default', true)).toBe(forced);
    expect(readable(name, systemName, 'full')).toBe(full);
    expect(readable(name, systemName, 'none')).toBe(none);
    expect(readable(name, systemName, 'none', true)).toBe(none);
  });
});

describe('names that look like decoded C++', () => {
  test.each([
    ['a::b<int>(c)', 'a::b', 'a::b<int>'],
    ['(anonymous namespace)::Bar::Foo', '::Bar::Foo', '::Bar::Foo'],
    ['operator new(unsigned long)', 'operator new(unsigned long)', 'operator new(unsigned long)'],
    ['main.(*T).Do[...].func1', 'main..Do[...].func1', 'main..Do[...].func1'],
    ['main.(*tree[go.shape.uint64]).insert', 'main.(*tree[go.shape.uint64]).insert', undefined],
    ['com.x.Y.<init>(int)', 'com.x.Y.<init>(int)', undefined],
    ['-[A b<c>]', '-[A b]', '-[A b<c>]'],
    ['+[NSFoo(cat) bar]', '+[NSFoo bar]', '+[NSFoo bar]'],
    ['f(a)(b)::x', 'f::x', 'f::x'],
    ['operator()::x(y)', 'operator::x', 'operator::x'],
    ['a::operator<(b)', 'a::operator<', 'a::operator<'],
    ['a::operator->(b)', 'a::operator->', 'a::operator->'],
    ['a<b>(c<d>)', 'a', 'a<b>'],
    ['<A as B>::c', '::c', '<A as B>::c'],
    ['a::b[c]', 'a::b[c]', 'a::b[c]'],
    ['a::b)c<d>', 'a::b)c', 'a::b)c<d>'],
    ['a>b<c>', 'a>b<c>', 'a>b<c>'],
    ['a<b', 'a<b', 'a<b'],
    ['a::b(c', 'a::b(c', 'a::b(c'],
    ['a::b<c', 'a::b<c', 'a::b<c'],
    // Mangled, but not in a way that can be decoded.
    ['_Zfoo<bar>', '_Zfoo', '_Zfoo<bar>'],
  ])('%s', (name, shown, templates = name) => {
    expect(readable(name, name, 'default')).toBe(shown);
    expect(readable(name, name, 'templates')).toBe(templates);
    expect(readable(name, name, 'full')).toBe(name);
    expect(readable(name, name, 'none')).toBe(name);
  });
});

test('a profile with nothing to change is the same profile', () => {
  const profile = profileOf(['main.main', 'main.main'], ['_start', '_start'], ['_GLOBAL_OFFSET_TABLE_', '']);
  for (const mode of ['default', 'templates', 'full', 'none'] as const) {
    expect(withReadableNames(profile, { mode, force: true, decode: demangle })).toBe(profile);
  }
});

test('functions that become the same name share its text', () => {
  const profile = withReadableNames(profileOf(['_Z3fooi', '_Z3fooi'], ['_Z3foov', '_Z3foov'], ['foo', 'foo']), {
    mode: 'default',
    force: false,
    decode: demangle,
  });
  expect(namesOf(profile)).toEqual(['foo', 'foo', 'foo']);
  expect(new Set(Array.from({ length: 3 }, (_, fn) => profile.functions.name[fn])).size).toBe(1);
});

test('what is not UTF-8 goes through untouched', () => {
  const profile = profileOf(['_Z3a?bv', '_Z3a?bv'], ['a::b<?>', 'a::b<?>']);
  const bytes = profile.strings.bytes.map((byte) => (byte === 0x3f ? 0xff : byte));
  const decoded = withReadableNames(
    { ...profile, strings: { ...profile.strings, bytes } },
    { mode: 'full', force: false, decode: demangle },
  );
  expect(namesOf(decoded)).toEqual(['a\udcffb()', 'a::b<\udcff>']);
});
