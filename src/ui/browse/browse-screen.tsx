import type { CallTree } from '../../analysis/call-tree.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import type { Theme } from '../../report/theme.ts';
import type { ScreenEnds } from '../screen-result.ts';
import { useScreenKeys } from '../terminal/use-screen-keys.ts';
import { useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { isTooSmall, TooSmall } from '../widgets/too-small.tsx';
import { type BrowseAction, keyHandling } from './keys.ts';
import { type BrowseState, browseLayout, browseModel, initialBrowse } from './model.ts';
import { update } from './update.ts';
import { BrowseView } from './view.tsx';

export interface BrowseScreenProps extends ScreenEnds {
  readonly view: ProfileView;
  /** The call tree of the view, where it has been opened already. */
  readonly tree?: CallTree;
  /** The tree opens at the heaviest function that matches; empty for its roots. */
  readonly pattern: string;
  readonly theme: Theme;
}

/** The call tree of a profile under the keyboard. */
export function BrowseScreen({ view, tree, pattern, theme, ...ends }: BrowseScreenProps) {
  const size = useTerminalSize();
  const layout = browseLayout(size);
  const store = useStore(
    (state: BrowseState, action: BrowseAction) => update(state, action, layout.height),
    () => initialBrowse(browseModel(view, tree), pattern),
  );
  useScreenKeys(store, keyHandling, ends);

  if (isTooSmall(size)) return <TooSmall size={size} />;
  return <BrowseView state={store.state} layout={layout} theme={theme} />;
}
