/** The rows of a list that are on the screen: from `first` up to but not including `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** Moves a window as little as it takes to show the selected row, and not beyond the end of the list. */
export function windowAround(
  selected: number,
  list: { readonly first: number; readonly length: number; readonly height: number },
): RowWindow {
  const { first, length, height } = list;
  const shown = Math.max(1, height);
  const latest = Math.max(0, length - shown);
  const moved = Math.min(Math.max(first, selected - shown + 1), Math.max(0, selected), latest);
  return { first: moved, end: Math.min(length, moved + shown) };
}
