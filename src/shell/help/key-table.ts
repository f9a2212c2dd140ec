/** The keys of a screen, as its keymap has them. */
export interface KeyTable {
  readonly title: string;
  readonly rows: readonly { readonly keys: string; readonly help: string }[];
}
