/** A colour by its saturation and its brightness, 0 to 1, when it shows the most. */
interface Paint {
  readonly saturation: number;
  readonly brightness: number;
}

/** Lines and borders. */
export const DARK: Paint = { saturation: 1, brightness: 0.7 };
/** The inside of boxes. */
export const LIGHT: Paint = { saturation: 0.1, brightness: 0.93 };

/** Shares below this are paler the smaller they are. */
const PALE = 0.2;
/** Bends the scale, so that small shares can be told apart. */
const EXPONENT = 0.3;

/** The colour of a share of the total, -1 to 1: from green over grey to red, as `#rrggbb`. */
export function shareColor(share: number, { saturation, brightness }: Paint): string {
  const score = Math.min(1, Math.max(-1, share));
  const size = Math.abs(score);
  const depth = size < PALE ? (saturation * size) / PALE : saturation;
  const faded = brightness * (1 - depth * size ** EXPONENT);
  const [red, green] = score < 0 ? [faded, brightness] : [brightness, faded];
  const blue = brightness * (1 - depth);
  return `#${[red, green, blue].map(hexByte).join('')}`;
}

/** The share of nothing in nothing is not a number, and its colour has none where it matters. */
function hexByte(channel: number): string {
  const byte = Number.isNaN(channel) ? 0 : Math.trunc(255 * channel);
  return byte.toString(16).padStart(2, '0');
}
