import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moduleInBuildInfo, moduleOfGoMod } from '../../src/profile/main-module.ts';
import { drawBuildInfo } from '../support/draw-build-info.ts';

describe('build info', () => {
  const modules = 'path\texample.com/shop/cmd/server\nmod\texample.com/shop\t(devel)\t\nbuild\t-trimpath=true\n';

  test('names the main module, wherever in a part it lies', () => {
    const info = drawBuildInfo(modules);
    expect(moduleInBuildInfo(info)).toBe('example.com/shop');
    expect(moduleInBuildInfo(Buffer.concat([Buffer.alloc(24, 7), info, Buffer.alloc(9)]))).toBe('example.com/shop');
  });

  test('of a program built outside of modules names its package', () => {
    expect(moduleInBuildInfo(drawBuildInfo('path\tgithub.com/acme/tool\n'))).toBe('github.com/acme/tool');
  });

  test('of files given to go run names nothing', () => {
    expect(moduleInBuildInfo(drawBuildInfo('path\tcommand-line-arguments\nbuild\tCGO_ENABLED=0\n'))).toBeUndefined();
  });

  test('is not found in other bytes', () => {
    expect(moduleInBuildInfo(new Uint8Array(100))).toBeUndefined();
    expect(moduleInBuildInfo(Buffer.from('\xff Go buildinf:', 'latin1'))).toBeUndefined();
  });

  test('that refers to its text, as before Go 1.18, is not read', () => {
    const info = drawBuildInfo(modules);
    info[15] = 0;
    expect(moduleInBuildInfo(info)).toBeUndefined();
  });

  test('that was cut off or damaged gives a module or none, and ends', () => {
    const whole = drawBuildInfo(modules);
    for (let length = 0; length < whole.length; length++) moduleInBuildInfo(whole.subarray(0, length));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        moduleInBuildInfo(damaged);
      }),
    );
  });
});

test.each([
  ['module example.com/shop\n\ngo 1.26\n', 'example.com/shop'],
  ['// A shop.\nmodule "example.com/shop" // since 2020\n', 'example.com/shop'],
  ['go 1.26\n', undefined],
])('%j is the go.mod of %s', (goMod, module) => {
  expect(moduleOfGoMod(goMod)).toBe(module);
});
