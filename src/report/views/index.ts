/**
 * What views ask about a profile: questions whose answers are plain data, so that another thread can work them out. A
 * question is the name of a piece of work with its argument; the profile and its options come from the session.
 */
import { type Neighbors, neighborsOf } from '../../analysis/neighbors.ts';
import { type NameSearch, nameSearch, profileView, type ViewData, type ViewInput, viewData } from '../profile-view.ts';
import { FIND_WORK } from './find-work.ts';
import { FLAME_WORK } from './flame-work.ts';
import { GOROUTINE_WORK } from './goroutine-work.ts';
import { SOURCE_WORK } from './source-work.ts';
import { TABLE_WORK } from './table-work.ts';
import { sandwich, tree, trees } from './tree.ts';

/** The functions of the profile, ready to be searched by name. */
function functions(input: ViewInput): { readonly data: ViewData; readonly search: NameSearch } {
  const data = viewData(input);
  return { data, search: nameSearch(profileView(data)) };
}

/** The callers and callees of an entry. The view it is asked about has been made before, and is still known. */
function neighbors(input: ViewInput, entry: number): Neighbors {
  return neighborsOf(viewData(input).question, entry);
}

const VIEW_WORK = {
  functions,
  tree,
  sandwich,
  trees,
  neighbors,
  ...FIND_WORK,
  ...FLAME_WORK,
  ...SOURCE_WORK,
  ...GOROUTINE_WORK,
  ...TABLE_WORK,
};

type ViewWork = typeof VIEW_WORK;
type WorkName = keyof ViewWork;

/** A piece of work with its argument; undefined for one that takes none. */
export type ViewQuestion<Name extends WorkName = WorkName> = {
  readonly [Work in Name]: { readonly type: Work; readonly argument: Parameters<ViewWork[Work]>[1] };
}[Name];

export type ViewAnswer<Question extends ViewQuestion = ViewQuestion> = Awaited<ReturnType<ViewWork[Question['type']]>>;

/** Rejects with UserError. */
export async function viewAnswer<Question extends ViewQuestion>(
  input: ViewInput,
  { type, argument }: Question,
): Promise<ViewAnswer<Question>> {
  const work = VIEW_WORK[type] as (
    input: ViewInput,
    argument: unknown,
  ) => ViewAnswer<Question> | Promise<ViewAnswer<Question>>;
  return work(input, argument);
}
