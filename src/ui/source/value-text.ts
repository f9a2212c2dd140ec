/** How values are written and coloured in a view of sources. */
import type { Int64 } from '../../base/int64.ts';
import { cutToWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { shareLabel, shareOf, valueLabel } from '../../report/value-labels.ts';
import { isChange, type SourceState } from './model.ts';

/** How wide a column of values is, and one of their shares. */
export const VALUE_WIDTH = 10;
export const SHARE_WIDTH = 7;

/** A value in its column; a dot for none, as in reports. */
export function valueCell(state: SourceState, value: Int64): string {
  return cutToWidth(value === 0 ? '.' : label(state, value), VALUE_WIDTH).padStart(VALUE_WIDTH);
}

export function shareCell(state: SourceState, value: Int64): string {
  return cutToWidth(share(state, value), SHARE_WIDTH).padStart(SHARE_WIDTH);
}

/** A value as reports print it; in a comparison growth has its sign too. */
export function label(state: SourceState, value: Int64): string {
  const text = valueLabel(state.answer.labels, value);
  return value > 0 && isChange(state.answer) ? `+${text}` : text;
}

/** The share of the total. */
export function share(state: SourceState, value: Int64): string {
  return shareLabel(state.answer.labels, value).trim();
}

/** A text about a value, coloured by its share, or in a comparison by whether it has grown. */
export function colored(state: SourceState, value: Int64, text: string, theme: Theme): string {
  return isChange(state.answer)
    ? theme.change(text, Number(value))
    : theme.heat(text, shareOf(state.answer.labels, value));
}
