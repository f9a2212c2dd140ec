import type { KeyPress } from './key-press.ts';

/** What a key does on a screen. Tables of these are read by the keyboard and by the key help alike. */
export interface KeyBinding<State, Action> {
  /** Names of keys, as in KeyPress; the first one is shown in help. */
  readonly keys: readonly string[];
  readonly help: string;
  readonly action: Action;
  /** Why the key does nothing now, for the user; undefined while it works. */
  readonly unavailable?: (state: State) => string | undefined;
}

export type Keymap<State, Action> = readonly KeyBinding<State, Action>[];

export function bindingOf<State, Action>(
  keymap: Keymap<State, Action>,
  keyName: string,
): KeyBinding<State, Action> | undefined {
  return keymap.find((binding) => binding.keys.includes(keyName));
}

/** A click, two quick ones, or a step of the wheel. */
export type MousePress = KeyPress & Required<Pick<KeyPress, 'at'>>;

function isMousePress(press: KeyPress): press is MousePress {
  return press.at !== undefined;
}

/** How a screen takes keys. */
export interface KeyHandling<State, Action> {
  /** The keys, or the keys that count in a state. */
  readonly keymap: Keymap<State, Action> | ((state: State) => Keymap<State, Action>);
  /**
   * For screens with a line to type into: the action for text that no binding takes. A typed text is one character, a
   * pasted one comes as a whole, on one line and without control characters.
   */
  readonly onText?: (text: string) => Action;
  /** For screens that take clicks and the wheel. */
  readonly onMouse?: (press: MousePress, state: State) => Action | undefined;
  /** The action that tells the user why a key does nothing now. */
  readonly onUnavailable?: (reason: string) => Action;
}

/** What a key asks for in a state; undefined where it means nothing. */
export function actionOfKey<State, Action>(
  press: KeyPress,
  state: State,
  { keymap, onText, onMouse, onUnavailable }: KeyHandling<State, Action>,
): Action | undefined {
  if (isMousePress(press)) return onMouse?.(press, state);
  const binding = bindingOf(typeof keymap === 'function' ? keymap(state) : keymap, press.name);
  if (binding === undefined) return press.text === '' ? undefined : onText?.(press.text);
  const reason = binding.unavailable?.(state);
  return reason === undefined ? binding.action : onUnavailable?.(reason);
}
