import { expect, test } from 'vitest';
import { DARK, LIGHT, shareColor } from '../../../src/report/dot/colors.ts';

// Taken from what `go tool pprof -dot` writes for nodes with these shares of the total.
test.each([
  [1, '#b20000', '#edd5d5'],
  [400_000_000 / 581_238_567, '#b21200', '#edd7d5'],
  [181_238_567 / 581_238_567, '#b23400', '#eddcd5'],
  [100_004_000 / 581_238_567, '#b25718', '#ede1d8'],
  [50_000_000 / 581_238_567, '#b28d65', '#ede8e2'],
  [10_000_000 / 581_238_567, '#b2ada3', '#edeceb'],
  [5 / 2 ** 63, '#b2b2b2', '#ededed'],
  [-0.25, '#3cb200', '#ddedd5'],
  [-1, '#00b200', '#d5edd5'],
  [-82, '#00b200', '#d5edd5'],
  [17, '#b20000', '#edd5d5'],
  [0 / 0, '#b20000', '#ed00d5'],
])('%d of the total is %s on %s', (share, border, inside) => {
  expect([shareColor(share, DARK), shareColor(share, LIGHT)]).toEqual([border, inside]);
});
