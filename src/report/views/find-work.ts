/** What the search for names and the view of tags ask, loaded when it is asked. */
import type { ViewInput } from '../profile-view.ts';
import type { Places } from './places.ts';
import type { TagsAnswer } from './tags.ts';

async function tags(input: ViewInput): Promise<TagsAnswer> {
  return (await import('./tags.ts')).tags(input);
}

async function places(input: ViewInput): Promise<Places> {
  return (await import('./places.ts')).places(input);
}

export const FIND_WORK = { tags, places };
