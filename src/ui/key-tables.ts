import type { KeyTable } from '../shell/help/key-table.ts';
import { bottomupView, browseView, sandwichView } from './browse/browse-view.ts';
import { findKeys } from './find/keys.ts';
import { flameView } from './flame/flame-view.ts';
import { goroutinesView } from './goroutines/goroutines-view.ts';
import { pagerKeys } from './pager/keys.ts';
import { lineKeys, menuKeys, viNormalKeys } from './prompt/keys.ts';
import { keysOf } from './screen/keys.ts';
import { sourceView } from './source/source-view.ts';
import { tagsView } from './tags/tags-view.ts';
import { topView } from './top/top-view.ts';
import { keyHelpRows } from './widgets/key-help.ts';

/** The keys of all parts of the shell, for `help keys`. */
export const KEY_TABLES: readonly KeyTable[] = [
  { title: 'The line', rows: keyHelpRows(lineKeys) },
  { title: 'The line in the normal mode of vi (keys=vi)', rows: keyHelpRows(viNormalKeys) },
  { title: 'The menu of completions', rows: keyHelpRows(menuKeys) },
  { title: 'find', rows: keyHelpRows(findKeys) },
  { title: 'browse', rows: keyHelpRows(keysOf(browseView.spec)) },
  { title: 'bottomup', rows: keyHelpRows(keysOf(bottomupView.spec)) },
  { title: 'sandwich', rows: keyHelpRows(keysOf(sandwichView.spec)) },
  { title: 'flame', rows: keyHelpRows(keysOf(flameView.spec)) },
  { title: 'top -i', rows: keyHelpRows(keysOf(topView.spec)) },
  { title: 'source', rows: keyHelpRows(keysOf(sourceView.spec)) },
  { title: 'tags -i', rows: keyHelpRows(keysOf(tagsView.spec)) },
  { title: 'goroutines', rows: keyHelpRows(keysOf(goroutinesView.spec)) },
  { title: 'The pager', rows: keyHelpRows(pagerKeys) },
];
