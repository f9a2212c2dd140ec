import type { LineEditor } from '../prompt/line-editor.ts';
import type { ScreenResult } from '../screen-result.ts';
import type { RowCommand } from '../widgets/row-commands.ts';
import type { Room, SessionFacts } from './spec.ts';

/** A row of the menu of commands. */
export interface MenuItem {
  readonly command: RowCommand;
  /** Why it cannot be used now. */
  readonly reason: string | undefined;
}

/** What lies over a view and takes the keys. */
export type Overlay<Own> =
  /** A search that is typed, and the state it began in. */
  | { readonly type: 'search'; readonly query: LineEditor; readonly from: Own }
  | { readonly type: 'menu'; readonly items: readonly MenuItem[]; readonly selected: number }
  | { readonly type: 'help'; readonly first: number };

/** The state of a screen: that of its view, and of the frame around it. */
export interface ScreenState<Own> {
  readonly own: Own;
  readonly facts: SessionFacts;
  readonly overlay: Overlay<Own> | undefined;
  /** What n and N look for; empty before the first search. */
  readonly searched: string;
  /** Something to tell about the last key; empty for nothing. */
  readonly note: string;
  readonly result: ScreenResult | undefined;
}

/** The breadcrumb and the keys. */
const FRAME_ROWS = 2;

/** The last column stays free: terminals disagree on what follows a letter there. */
export function roomIn({ columns, rows }: { readonly columns: number; readonly rows: number }): Room {
  return { width: columns - 1, height: Math.max(1, rows - FRAME_ROWS) };
}
