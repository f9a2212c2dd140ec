/** Lets everything else that waits in this thread go first. For long work, between pieces of a few milliseconds. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
