/** Callgrind files with all names and addresses written out: a block for each node, the blocks and their calls sorted. */

export const isCallgrind = (text: string): boolean => text.startsWith('positions: instr line\n');

export function withSortedCallgrind(text: string): string {
  if (!isCallgrind(text)) return text;
  const blocks: string[][] = [];
  let place: string[] = [];
  for (const line of plainCallgrindLines(text)) {
    if (/^(ob|fl|fn)=/.test(line)) place = [...(line.startsWith('ob=') ? [] : place), line];
    else if (line.startsWith('0x')) blocks.push([...place, line]);
    else if (line !== '') blocks.at(-1)?.push(line);
  }
  return blocks.map(sortCalls).sort().join('\n\n');
}

/** The lines without abbreviations: `fn=(3)` becomes the name it stands for, `+16` the address it leads to. */
export function plainCallgrindLines(text: string): string[] {
  const names = new Map<string, string>();
  let previous = 0n;
  let current = 0n;
  const resolved = (position: string): bigint => {
    if (position === '*') return previous;
    return position.startsWith('0x') ? BigInt(position) : previous + BigInt(position);
  };
  return text.split('\n').map((line) => {
    const [, space, number, name] = /^c?(ob|fl|fn)=\((\d+)\)(.*)$/.exec(line) ?? [];
    if (space !== undefined) {
      // Which of several functions of one name this is depends on their order.
      const [known, index = ''] = name.split(/(?= \[\d+\/\d+\]$)/);
      if (known !== '') names.set(space + number, known);
      return `${line.split('=')[0]}=${names.get(space + number)}${index.replace(/\d+\//, '')}`;
    }
    const [, before, position, rest] = /^(calls=0 |)(\*|[+-]\d+|0x[0-9a-f]+)( -?\d+.*)$/.exec(line) ?? [];
    if (position === undefined || line.startsWith('* *')) return line;
    // A node and those it calls are all told from the node before it.
    if (before === '') previous = current;
    const address = resolved(position);
    if (before === '') current = address;
    return `${before}0x${address.toString(16)}${rest}`;
  });
}

/** Each call of a node takes four lines. */
function sortCalls(block: readonly string[]): string {
  const [node, ...calls] = block.join('\n').split(/\n(?=cfl=)/);
  return [node, ...calls.sort()].join('\n');
}
