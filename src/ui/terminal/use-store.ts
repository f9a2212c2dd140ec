import { useInsertionEffect, useState, useSyncExternalStore } from 'react';

/**
 * The state of a screen, kept outside of React: one input event can carry several keys, and each has to be handled in
 * the state the one before left behind, long before React draws again.
 */
export interface Store<State, Action> {
  /** The state that is being drawn. */
  readonly state: State;
  /** The newest state: for handlers, which run between drawings. */
  current(): State;
  dispatch(action: Action): void;
}

/** A store that lives as long as the component. `update` is pure; the newest one given is used. */
export function useStore<State, Action>(
  update: (state: State, action: Action) => State,
  initial: () => State,
): Store<State, Action> {
  const [cell] = useState(() => new Cell(initial(), update));
  useInsertionEffect(() => {
    cell.update = update;
  });
  const state = useSyncExternalStore(cell.subscribe, cell.current);
  return { state, current: cell.current, dispatch: cell.dispatch };
}

class Cell<State, Action> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(
    initial: State,
    public update: (state: State, action: Action) => State,
  ) {
    this.#state = initial;
  }

  readonly current = (): State => this.#state;

  readonly dispatch = (action: Action): void => {
    const next = this.update(this.#state, action);
    if (Object.is(next, this.#state)) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
