/** The lines of a goroutine's stack below its header, as Go prints them in dumps and crashes. */

/** `created by main.main in goroutine 1`; group 1 is the function. */
export const CREATOR = /^created by (.+?)(?: in goroutine \d+)?$/s;
/** Stands for frames that were left out. */
export const ELIDED = /^\.\.\.(?:\d+ |additional )frames elided\.\.\.$/;
export const UNAVAILABLE = '\tgoroutine running on other thread; stack unavailable';
/** The frame that every stack of a crash begins with, and none of a profile. */
export const EVERY_ROOT = 'runtime.goexit';

const PLACE = /^\t(.*):(\d+)$/s;

/** Whether a line begins the stack of a goroutine: `goroutine 7 [running]:`, with labels in front of the colon at times. */
export function isStackHeader(line: string): boolean {
  return line.startsWith('goroutine ') && (line.endsWith(']:') || (line.endsWith('}:') && line.includes('] {')));
}

/** The name and the arguments of `net.(*conn).Read(0xc000, {0x1, 0x2})`. */
export function splitCall(line: string): readonly [name: string, args: string] {
  const parenthesis = line.lastIndexOf('(');
  return parenthesis <= 0 ? [line, ''] : [line.slice(0, parenthesis), line.slice(parenthesis + 1, -1)];
}

/** A line such as `\t/src/main.go:53 +0x5a fp=0xc000` without what differs from stack to stack. */
export function placeText(line: string): string {
  const behind = line.lastIndexOf(' +0x');
  const end = behind === -1 ? line.lastIndexOf(' fp=0x') : behind;
  return end === -1 ? line : line.slice(0, end);
}

/** The file and line of a `placeText`; undefined where it is none. */
export function readPlace(text: string): { readonly file: string; readonly line: number } | undefined {
  const [, file, line] = PLACE.exec(text) ?? [];
  return line === undefined ? undefined : { file, line: Number(line) };
}
