import type { CommandContext } from '../language/command.ts';
import type { KeyTable } from './key-table.ts';

/** What help explains: one page. */
export interface HelpTopic {
  /** What it is asked for by; the first name is its title. */
  readonly names: readonly string[];
  readonly kind: 'guide' | 'command' | 'option' | 'setting' | 'alias' | 'word';
  /** One line, for lists. */
  readonly summary: string;
  /** What a search looks through besides names and summary. */
  readonly text: string;
  /**
   * The page. Figures in it are of the profile at hand. `isBehind` another page about the same name it says only what
   * that one does not.
   */
  lines(context: HelpContext, isBehind: boolean): string[];
}

/** What help may use besides. */
export interface HelpContext extends CommandContext {
  /** The keys of all screens, where there is a terminal to press them on. */
  readonly keyTables?: readonly KeyTable[] | undefined;
}

/**
 * A line to try, and what it is for. `{function}` and the like stand for names of the profile at hand (`example.ts`);
 * where the profile has no such name the example is left out.
 */
export type Example = readonly [line: string, note: string];
