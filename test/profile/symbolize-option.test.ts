import { describe, expect, test } from 'vitest';
import { readSymbolizeOption } from '../../src/profile/symbolize-option.ts';

const USUAL = {
  isOff: false,
  local: true,
  fast: false,
  remote: true,
  force: false,
  demangle: 'default',
  warnings: [],
};
const EXPECTED = 'expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]';

// Which words mean what was recorded from go tool pprof.
describe('-symbolize', () => {
  test.each(['', ':', '::', 'demangle=default', 'Demangle=DEFAULT'])('%j asks for the usual', (text) => {
    expect(readSymbolizeOption(text)).toEqual(USUAL);
  });

  test.each(['none', 'no', 'NONE', 'local:none', 'none:local', 'force:none'])('%j turns all of it off', (text) => {
    expect(readSymbolizeOption(text)).toMatchObject({ isOff: true, warnings: [] });
  });

  test.each([
    ['local', { local: true, fast: false, remote: false }],
    ['fastlocal', { local: true, fast: true, remote: false }],
    ['remote', { local: false, remote: true }],
    ['local:remote', { local: false, remote: true }],
    ['remote:Local', { local: true, remote: false }],
    ['fastlocal:local', { local: true, fast: false, remote: false }],
    ['force', { local: true, remote: true, force: true }],
    ['FORCE:remote', { local: false, remote: true, force: true }],
  ])('of places the last counts: %j', (text, expected) => {
    expect(readSymbolizeOption(text)).toMatchObject(expected);
  });

  test.each(['full', 'templates', 'none'] as const)('other names than the default are asked for again: %s', (mode) => {
    expect(readSymbolizeOption(`demangle=${mode}`)).toEqual({ ...USUAL, force: true, demangle: mode });
    expect(readSymbolizeOption(`demangle=full:Demangle=${mode}:demangle=default`)).toMatchObject({ demangle: mode });
  });

  test.each(['foo', 'demangle', 'demangle=', 'demangle=x', ' local', 'local foo'])('%j is not understood', (text) => {
    expect(readSymbolizeOption(text)).toEqual({
      ...USUAL,
      warnings: [`ignoring unrecognized symbolization option: ${text}`, EXPECTED],
    });
  });

  test('each word that is not understood is told, with the whole text', () => {
    const told = ['ignoring unrecognized symbolization option: Foo:local:bar', EXPECTED];
    expect(readSymbolizeOption('Foo:local:bar').warnings).toEqual([...told, ...told]);
    expect(readSymbolizeOption('foo:none:bar')).toMatchObject({
      isOff: true,
      warnings: ['ignoring unrecognized symbolization option: foo:none:bar', EXPECTED],
    });
  });
});
