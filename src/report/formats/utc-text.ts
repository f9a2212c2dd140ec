const NANOS_PER_SECOND = 1_000_000_000n;

/** A point in time as RFC 3339 has it, to the nanosecond: `2023-11-14T22:13:20.123456789Z`. */
export function utcText(timeNanos: bigint): string {
  const nanos = ((timeNanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = (timeNanos - nanos) / NANOS_PER_SECOND;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, -'.000Z'.length);
  const fraction = nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${whole}${fraction}Z`;
}
