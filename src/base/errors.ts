/** The user's mistake, not ours: the message is shown as it is, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    /** What the user can do about it; shown on a line of its own on a terminal. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** The user stopped a piece of work with Ctrl-C. Nothing was changed. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('cancelled');
  }
}

/** Marks a branch the types rule out. Reaching it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
