import { describe, expect, test } from 'vitest';
import { demangle } from '../../../src/profile/demangle/demangle.ts';

/** A name that nests as deep as it is told to. */
const nesting: Record<string, (depth: number) => string> = {
  pointers: (depth) => `_Z1f${'P'.repeat(depth)}i`,
  'template arguments': (depth) => `_Z1f${'1AI'.repeat(depth)}i${'E'.repeat(depth)}`,
  packs: (depth) => `_Z1fI${'J'.repeat(depth)}${'E'.repeat(depth)}Evv`,
  functions: (depth) => `_Z1f${'PFv'.repeat(depth)}i${'E'.repeat(depth)}`,
  scopes: (depth) => `_ZN${'1a'.repeat(depth)}Ev`,
  'local names': (depth) => `_Z${'Z'.repeat(depth)}1fv${'E1g'.repeat(depth)}`,
  clones: (depth) => `_Z${'GTt'.repeat(depth)}1fv`,
  lambdas: (depth) => `_Z1f${'Ul'.repeat(depth)}v${'E_'.repeat(depth)}`,
  expressions: (depth) => `_Z1fIX${'ng'.repeat(depth)}Li1EEEvv`,
  'template parameters': (depth) => `_Z1fUl${'Tt'.repeat(depth)}Ty${'E'.repeat(depth)}vE_`,
  'conversion operators': (depth) => `_Z${'N1AcvT_I'.repeat(depth)}i${'EE'.repeat(depth)}v`,
  'Rust references': (depth) => `_RINvC3foo3bar${'R'.repeat(depth)}hE`,
  'Rust paths': (depth) => `_R${'Nv'.repeat(depth)}C1x${'1a'.repeat(depth)}`,
  'Rust letters': (depth) => `_RNvC3foou${depth}_${'a'.repeat(depth)}`,
  'Rust tuples': (depth) => `_RINvC3foo3bar${'T'.repeat(depth)}${'E'.repeat(depth)}E`,
};

describe.each(Object.entries(nesting))('%s within each other', (_, name) => {
  test.each([100, 1_000, 10_000, 100_000])('%d deep do not overflow the stack', (depth) => {
    for (const detail of ['default', 'full'] as const) {
      expect(() => demangle(name(depth), detail)).not.toThrow();
    }
  });
});

test.each(Object.entries(nesting).filter(([what]) => what !== 'conversion operators'))(
  'a hundred %s are decoded',
  (_, name) => {
    expect(demangle(name(100), 'full')).toBeDefined();
  },
);

/** Each substitution is a pair of the one before: twice as long with every few letters. */
function doublingCxx(times: number): string {
  const pairs = Array.from(
    { length: times },
    (_, i) => `S_IS${i.toString(36).toUpperCase()}_S${i.toString(36).toUpperCase()}_E`,
  );
  return `_Z1f1AIiiE${pairs.join('')}`;
}

function doublingRust(times: number): string {
  let symbol = 'INvC1a1bThhE';
  let last = symbol.indexOf('T');
  for (let i = 0; i < times; i++) {
    const reference = `B${(last - 1).toString(36)}_`;
    last = symbol.length;
    symbol += `T${reference}${reference}E`;
  }
  return `_R${symbol}E`;
}

describe.each([
  ['C++', doublingCxx],
  ['Rust', doublingRust],
])('a %s name that doubles', (_, name) => {
  test('a few times is written out', () => {
    const [three, four] = [3, 4].map((times) => demangle(name(times), 'full')?.length ?? 0);
    expect(four).toBeGreaterThan(three * 1.5);
  });

  test.each([30, 35])('%d times stays mangled, without having been written out', (times) => {
    expect(demangle(name(times), 'full')).toBeUndefined();
  });
});
