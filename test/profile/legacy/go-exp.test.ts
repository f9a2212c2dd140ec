import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goExp } from '../../../src/profile/legacy/go-exp.ts';

const doubleOf = (bits: bigint) => new Float64Array(BigInt64Array.of(bits).buffer)[0];

// The bits of x and of math.Exp(x) in Go 1.26 on amd64, from a program that prints them. Those of Math.exp in V8 differ in
// the last places of the first twelve.
test.each([
  [4588731132257778770n, 4607458364750069189n],
  [4644604668571636670n, 6784761678118436952n],
  [-4597070413006422133n, 4477445804976445075n],
  [-4611178617022097430n, 4592448917939730071n],
  [4594247358191591702n, 4607864270804337800n],
  [4641535324116308207n, 5960641440415332189n],
  [4595856393857539616n, 4608101100589419533n],
  [-4597076462075927259n, 4477562488420817743n],
  [-4632994698839721797n, 4606495879057547115n],
  [4601329492144262914n, 4609568152338683773n],
  [4624479616237415925n, 4702592038350866262n],
  [4585235497164437364n, 4607343827565738231n],
  [4612312705140718898n, 4621684077769058940n],
  [4321778646726083192n, 4607182418800017408n],
  [4428702453654281629n, 4607182418800023017n],
  [4599629742227756828n, 4608947834033398639n],
  [-4606904847961380529n, 4579404955327774718n],
  [4170976268420054578n, 4607182418800017408n],
  [4522032134057512211n, 4607182428187439844n],
  [-4961624854721002300n, 4607182418800017408n],
])('%s', (x, power) => {
  expect(goExp(doubleOf(x))).toBe(doubleOf(power));
});

test.each([
  [0, 1],
  [-0, 1],
  [-701, 0],
  [Number.NEGATIVE_INFINITY, 0],
  [710, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])('of %d', (x, power) => {
  expect(goExp(x)).toBe(power);
});

test('is within a few units in the last place', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(goExp(x) / Math.exp(x) - 1)).toBeLessThan(2 ** -48);
    }),
  );
});
