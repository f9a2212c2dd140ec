/** Keeps one result per object it was made from, for as long as that object lives. `make` has to be pure. */
export function memoizeByIdentity<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

/**
 * Keeps the results of the last few different arguments, compared one by one with `Object.is`. `make` has to be pure;
 * `size` is chosen by what the results weigh.
 */
export function memoizeRecent<Args extends readonly unknown[], Value>(
  size: number,
  make: (...args: Args) => Value,
): (...args: Args) => Value {
  let recent: { readonly args: Args; readonly value: Value }[] = [];
  return (...args) => {
    const known = recent.find((entry) => entry.args.every((arg, i) => Object.is(arg, args[i])));
    const entry = known ?? { args, value: make(...args) };
    recent = [entry, ...recent.filter((other) => other !== entry)].slice(0, size);
    return entry.value;
  };
}
