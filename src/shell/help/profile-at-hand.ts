/** The figures that help explains words with: of the profile in use, whatever its filters are. */
import { at, type Int64, type Int64Column } from '../../base/int64.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth } from '../../base/text-width.ts';
import type { Profile } from '../../profile/tables.ts';
import { DEFAULT_OPTIONS } from '../../report/options.ts';
import { type ProfileView, viewProfile } from '../../report/profile-view.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import type { HelpContext } from './topic.ts';

/** The functions with the values of the sample type that is shown; undefined for a profile without any. */
export function shownView(context: HelpContext): ProfileView | undefined {
  const { profile, options } = context.session;
  if (profile.valueTypes.length === 0) return undefined;
  return viewOfColumn(context, sampleIndexOf(profile, options.sample_index));
}

/** The same for a sample type by its name; undefined where the profile does not have it. */
export function viewOfType(context: HelpContext, type: string): ProfileView | undefined {
  const column = columnOf(context.session.profile, type);
  return column === -1 ? undefined : viewOfColumn(context, column);
}

/** Where the values of a sample type are; -1 where the profile does not have it. */
export function columnOf({ valueTypes }: Profile, type: string): number {
  return valueTypes.findIndex((valueType) => valueType.type === type);
}

export function viewOfColumn({ session, host }: HelpContext, column: number): ProfileView {
  const options = { ...DEFAULT_OPTIONS, sample_index: String(column) };
  return viewProfile({ profile: session.profile, options, host, notify: () => undefined });
}

/** The functions that have a value in a column, the largest first. */
export function byValue(view: ProfileView, values: Int64Column): number[] {
  return byNumber(view, (entry) => Math.abs(Number(at(values, entry))));
}

/** The functions whose cum is larger than their flat, those first where the difference is largest. */
export function byGap(view: ProfileView): number[] {
  return byNumber(view, (entry) => gap(view, entry));
}

/** What a function's callees add to its own value. */
export function gap({ values: { flat, cum } }: ProfileView, entry: number): number {
  return Math.abs(Number(at(cum, entry))) - Math.abs(Number(at(flat, entry)));
}

function byNumber({ names }: ProfileView, numberOf: (entry: number) => number): number[] {
  const numbers = Float64Array.from(names.keys(), numberOf);
  return Array.from(names.keys())
    .filter((entry) => numbers[entry] > 0)
    .sort((a, b) => numbers[b] - numbers[a] || a - b);
}

/** A name that fits a line of help. */
export function shownName(name: string, width = 44): string {
  return cutToWidth(safeText(name), width, 'middle');
}

/** `12.50MB (3.1%)`. */
export function withShare(view: ProfileView, value: Int64): string {
  return `${view.label(value)} (${view.percent(value)})`;
}

/** `1 function`, `2 functions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
