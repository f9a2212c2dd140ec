/** Values over time in one row of blocks, the lowest to the highest. */

const BLOCKS = '▁▂▃▄▅▆▇█';

/** At most `width` cells: neighbours are put together, as their mean. Values that are all the same are a row of low blocks. */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const cells = resampled(values, width);
  const [low, high] = [Math.min(...cells), Math.max(...cells)];
  const step = (value: number) => (high > low ? Math.round(((value - low) / (high - low)) * (BLOCKS.length - 1)) : 0);
  return cells.map((value) => BLOCKS[step(value)]).join('');
}

function resampled(values: ArrayLike<number>, width: number): number[] {
  const cells = Math.min(width, values.length);
  return Array.from({ length: cells }, (_, cell) => {
    const [from, to] = [cell, cell + 1].map((edge) => Math.round((edge * values.length) / cells));
    let sum = 0;
    for (let at = from; at < to; at++) sum += values[at];
    return sum / (to - from);
  });
}
