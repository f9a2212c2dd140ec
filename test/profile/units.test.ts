import { describe, expect, test } from 'vitest';
import { percentage, scale, scaledLabel } from '../../src/profile/units.ts';

describe('labels', () => {
  test.each([
    [1, 'nanoseconds', 'minimum', '1ns'],
    [999, 'nanoseconds', 'minimum', '999ns'],
    [1500, 'microseconds', 'minimum', '1.50ms'],
    [3600, 'seconds', 'minimum', '1hrs'],
    [12345678901234567n, 'nanoseconds', 'minimum', '3429.36hrs'],
    [90, 'minutes', 'minutes', '90minutes'],
    [90, 'minutes', 'minimum', '90'],
    [1, 'hr', 'seconds', '3600s'],
    [1, 'hrs', 'μs', '3600s'],
    [1, 'hrs', 'us', '3600000000us'],
    [1023, 'bytes', 'minimum', '1023B'],
    [1536, 'B', 'minimum', '1.50kB'],
    [1048576, 'kb', 'minimum', '1GB'],
    [5, 'MB', 'kilobytes', '5120kB'],
    [2n ** 63n - 1n, 'bytes', 'minimum', '8192PB'],
    [-1500, 'milliseconds', 'minimum', '-1.50s'],
    [1, 'bytes', 'mb', '0'],
    [4, 'us', 'ms', '0'],
    [125, 'ms', 's', '0.12s'],
    [375, 'ms', 's', '0.38s'],
    [5, 'bytes', 'seconds', '5B'],
    [5000000, 'ns', 'bytes', '0.01s'],
    [5, 'samples', 'samples', '5samples'],
    [5, 'objects', 'auto', '5'],
    [5, 'count', 'ms', '5ms'],
    [0, 'bytes', 'minimum', '0'],
  ])('%s %s in %s is %s', (value, unit, shown, label) => expect(scaledLabel(value, unit, shown)).toBe(label));

  test('a unit that cannot be named stays the default of its family', () => {
    expect(scale(1500, 'nanogcu', 'n*GCU').unit).toBe('GCU');
  });
});

test.each([
  [996, 100000, '    1%'],
  [994, 100000, ' 0.99%'],
  [1000, 100000, ' 1.00%'],
  [9996, 10000, '  100%'],
  [99949, 100000, '99.95%'],
  [99950, 100000, '  100%'],
  [5, 100000, '0.005%'],
  [12345, 1e11, '1.2e-05%'],
  [1, 3, '33.33%'],
  [1, 800, ' 0.12%'],
  [-5, 800, ' 0.62%'],
  [7, 0, '    0%'],
])('%d of %d is %j', (value, total, text) => expect(percentage(value, total)).toBe(text));
