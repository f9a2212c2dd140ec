/**
 * Numbers as Go prints them. Go rounds the exact decimal expansion of a double, ties to even; JavaScript's `toFixed`
 * breaks exact ties upwards (0.125 gives 0.13 where Go gives 0.12), so the digits are made here from the exact value.
 */

/** `%.2f`: two decimals, ties to even on the exact value. */
export function fixed2(value: number): string {
  if (!Number.isFinite(value)) return goNonFinite(value);
  // x.xx5 is an exact tie only for eighths: everywhere else toFixed is right, as it works on the exact value too.
  const eighths = value * 8;
  if (Math.abs(value) < 2 ** 50 && eighths === Math.trunc(eighths) && eighths % 2 !== 0) {
    const thousandths = BigInt(eighths) * 125n;
    const sign = thousandths < 0n ? '-' : '';
    const positive = thousandths < 0n ? -thousandths : thousandths;
    const below = positive / 10n;
    return sign + withTwoDecimals(below % 2n === 0n ? below : below + 1n);
  }
  if (Math.abs(value) < 1e21) return negativeZero(value) ? '-0.00' : value.toFixed(2);
  return `${BigInt(value)}.00`;
}

function withTwoDecimals(hundredths: bigint): string {
  const digits = hundredths.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const negativeZero = (value: number) => Object.is(value, -0);

function goNonFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** `%.2g`: two significant digits, no trailing zeros, exponents below 1e-4 and from 1e2 on. */
export function significant2(value: number): string {
  if (!Number.isFinite(value)) return goNonFinite(value);
  if (value === 0) return negativeZero(value) ? '-0' : '0';
  const [mantissa, exponentText] = roundedToTwoDigits(value).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 2) return `${withoutTrailingZeros(mantissa)}e${exponentOf(exponent)}`;
  return withoutTrailingZeros(Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, 1 - exponent)));
}

/** `d.de±x`, ties to even: a tie has one digit more, a five, and nothing behind it. */
function roundedToTwoDigits(value: number): string {
  const [digits, exponent] = value.toExponential(40).split('e');
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace('-', '').replace('.', '');
  const isTie = all[2] === '5' && /^0*$/.test(all.slice(3));
  if (!isTie || Number(all[1]) % 2 === 1) return value.toExponential(1);
  return `${sign}${all[0]}.${all[1]}e${exponent}`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function exponentOf(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `%v` of a double: the shortest digits that read back the same, exponents below 1e-4 and from 1e21 on. */
export function shortest(value: number): string {
  if (!Number.isFinite(value)) return goNonFinite(value);
  if (value === 0) return negativeZero(value) ? '-0' : '0';
  const [mantissa, exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 21) return `${mantissa}e${exponentOf(exponent)}`;
  return exponent < 0 ? value.toFixed(mantissa.replace(/[-.]/g, '').length - 1 - exponent) : String(value);
}
