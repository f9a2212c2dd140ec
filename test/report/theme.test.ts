import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { makeTheme, packageOf } from '../../src/report/theme.ts';
import { run } from '../support/run-program.ts';

const profile = join(import.meta.dirname, '../../examples/server/cpu.pb.gz');

describe('colours', () => {
  test.each(['-top', '-tree', '-traces', '-tags', '-peek=json', '-list=main\\.', '-raw', '-comments'])(
    '%s without its colours is the plain text',
    async (report) => {
      const plain = await run([report, profile]);
      const coloured = await run(['-color=always', report, profile]);
      expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
      if (!['-raw', '-comments'].includes(report)) expect(coloured.stdout).not.toBe(plain.stdout);
    },
  );

  test('values are warmer the more they weigh, and packages differ', () => {
    const theme = makeTheme('basic');
    const heats = [0, 0.01, 0.1, 0.3, 0.9].map((share) => theme.heat('x', share));
    expect(new Set(heats).size).toBe(5);
    expect(theme.name('net/http.Get')).not.toBe(theme.name('encoding/json.Get').replace('encoding/json', 'net/http'));
  });

  test('nothing is coloured where no colour is wanted', () => {
    expect(makeTheme('none').heat('a\u001b', 1)).toBe('a\\x1b');
  });
});

test.each([
  ['net/http.(*conn).serve', 'net/http'],
  ['main.main', 'main'],
  ['github.com/acme/db/v2.(*DB[go.shape.int]).Get', 'github.com/acme/db/v2'],
  ['example.com/a.b/c.Do[...]', 'example.com/a.b/c'],
  ['std::vector::push_back', 'std'],
  ['splitRow', 'splitRow'],
  ['0000000000401000 main.main /a.go:1', 'main'],
  ['com.acme.Shop$Inner.run', 'com'],
])('the package of %s is %s', (name, expected) => expect(packageOf(name)).toBe(expected));
