import { expect, test } from 'vitest';
import { moduleOfGoMod } from '../../src/profile/main-module.ts';

test.each([
  ['module example.com/shop\n\ngo 1.26\n', 'example.com/shop'],
  ['// A shop.\nmodule "example.com/shop" // since 2020\n', 'example.com/shop'],
  ['go 1.26\n', undefined],
])('%j is the go.mod of %s', (goMod, module) => {
  expect(moduleOfGoMod(goMod)).toBe(module);
});
