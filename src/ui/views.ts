/** All views, each loaded when it is first opened. */
import type { ViewQuestion } from '../report/views/index.ts';
import type { ScreenRequest } from '../shell/outcome.ts';
import type { View } from './screen/spec.ts';

/** A view whose parts are known to fit each other, but no longer how. */
export type AnyView = View<ScreenRequest, ViewQuestion, unknown, unknown>;

/** `find` has a line that takes all letters, so it is a screen of its own kind. */
export type ViewRequest = Exclude<ScreenRequest, { readonly type: 'find' }>;

/** Which view is opened for a request. */
export async function viewFor({ type }: ViewRequest): Promise<AnyView> {
  return (await VIEWS[type]()) as unknown as AnyView;
}

const VIEWS: Readonly<Record<ViewRequest['type'], () => Promise<unknown>>> = {
  browse: async () => (await import('./browse/browse-view.ts')).browseView,
  bottomup: async () => (await import('./browse/browse-view.ts')).bottomupView,
  sandwich: async () => (await import('./browse/browse-view.ts')).sandwichView,
  flame: async () => (await import('./flame/flame-view.ts')).flameView,
  top: async () => (await import('./top/top-view.ts')).topView,
  source: async () => (await import('./source/source-view.ts')).sourceView,
  tags: async () => (await import('./tags/tags-view.ts')).tagsView,
  goroutines: async () => (await import('./goroutines/goroutines-view.ts')).goroutinesView,
};
