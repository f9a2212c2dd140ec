import type { KeyTable } from '../shell/help/key-table.ts';
import { browseKeys } from './browse/keys.ts';
import { findKeys } from './find/keys.ts';
import { pagerKeys } from './pager/keys.ts';
import { lineKeys, menuKeys, viNormalKeys } from './prompt/keys.ts';
import { keyHelpRows } from './widgets/key-help.ts';

/** The keys of all parts of the shell, for `help keys`. */
export const KEY_TABLES: readonly KeyTable[] = [
  { title: 'The line', rows: keyHelpRows(lineKeys) },
  { title: 'The line in the normal mode of vi (keys=vi)', rows: keyHelpRows(viNormalKeys) },
  { title: 'The menu of completions', rows: keyHelpRows(menuKeys) },
  { title: 'find', rows: keyHelpRows(findKeys) },
  { title: 'browse', rows: keyHelpRows(browseKeys) },
  { title: 'The pager', rows: keyHelpRows(pagerKeys) },
];
