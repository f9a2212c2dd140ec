import { describe, expect, test } from 'vitest';
import { demangle } from '../../../src/profile/demangle/demangle.ts';

describe('what is left out', () => {
  test.each([
    ['a function', '_ZN3foo3barEi', 'foo::bar', 'foo::bar', 'foo::bar(int)'],
    ['a template and its result', '_ZN3foo3barIiEEPcT_', 'foo::bar', 'foo::bar<int>', 'char* foo::bar<int>(int)'],
    ['the parameters around something local', '_ZZ3fooiE3bar', 'foo()::bar', 'foo()::bar', 'foo(int)::bar'],
    [
      'not those of a lambda, which has no other name',
      '_ZZ3fooiENKUlcE_clEc',
      'foo()::{lambda(char)#1}::operator()',
      'foo()::{lambda(char)#1}::operator()',
      'foo(int)::{lambda(char)#1}::operator()(char) const',
    ],
    [
      'nor those of what a thunk leads to',
      '_ZThn16_N3fooIcE3barEi',
      'non-virtual thunk to foo::bar(int)',
      'non-virtual thunk to foo<char>::bar(int)',
      'non-virtual thunk to foo<char>::bar(int)',
    ],
    ['the copy a compiler made', '_Z3fooi.constprop.0.cold', 'foo', 'foo', 'foo(int)'],
    ['generic arguments of Rust', '_RINvC3foo3barhE', 'foo::bar::<>', 'foo::bar::<u8>', 'foo::bar::<u8>'],
    ['the hash of legacy Rust', '_ZN3foo3bar17h05af221e174051e9E.llvm.123', 'foo::bar', 'foo::bar', 'foo::bar'],
  ])('%s', (_, name, short, templates, full) => {
    expect(demangle(name, 'default')).toBe(short);
    expect(demangle(name, 'templates')).toBe(templates);
    expect(demangle(name, 'full')).toBe(full);
  });
});

describe('names that are not mangled', () => {
  test.each(['main', '', '_', '_Z', '_R', '_start', '__libc_start_main', 'main.(*T).Do[...]', '?foo@@YAXXZ', 'Z3foov'])(
    '%j',
    (name) => expect(demangle(name, 'default')).toBeUndefined(),
  );
});

test('a name may be of nothing', () => expect(demangle('_RC0', 'full')).toBe(''));

describe('what stands around a name', () => {
  test.each([
    ['__Z3foov', 'foo()', 'the underscore of macOS'],
    ['__RNvC3foo3bar', 'foo::bar', 'the same before Rust'],
    ['___Z3foov_block_invoke_2', 'invocation function for block in foo()', 'a block of Objective-C'],
    ['_GLOBAL__I__Z3foov', 'global constructors keyed to foo()', 'constructors of a file'],
    ['_GLOBAL__D_foo', 'global destructors keyed to _D_foo', 'keyed to something else'],
  ])('%s is %s: %s', (name, readable) => expect(demangle(name, 'full')).toBe(readable));
});

test('lengths count bytes, also of names that are not ASCII', () => {
  expect(demangle('_ZN5naïv7größeEv', 'full')).toBe('naïv::größe()');
  // A byte that is no UTF-8 comes as a lone surrogate, and is given back as one.
  expect(demangle('_Z2a\udcffv', 'full')).toBe('a\udcff()');
});

// The examples of rustc's description of the format.
test.each([
  ['gdel_5qa', 'gödel'],
  ['f_5gaa', 'føø'],
  ['__ylb7e', 'α_ω'],
  ['n84amf', '铁锈'],
  ['fq9h', '🤦'],
  ['2xaedc', 'ρυστ'],
])('Punycode in Rust: %s is %s', (encoded, decoded) => {
  expect(demangle(`_RNvC3foou${encoded.length}_${encoded}`, 'full')).toBe(`foo::${decoded}`);
  expect(demangle(`_RNvC3foou${encoded.length}_${encoded}.é`, 'full')).toBe(`foo::${decoded}`);
});
