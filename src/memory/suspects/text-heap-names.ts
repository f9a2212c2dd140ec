/**
 * The names in a heap profile in text form (`debug=1`). Behind each stack of addresses Go writes its frames as comments, which
 * pprof does not read, and neither do reports; nobody has the binary of a program that died long ago, so here they are:
 *
 *     #\t0x4e4018\tmain.(*shop).view+0x198\t\tmain.go:53
 *
 * Frames of the runtime at the leaf have no comment, and stay without a name.
 */
import { appendTexts } from '../../profile/strings.ts';
import { asColumn, type FunctionIndex, type LineIndex, type Profile, type StringIndex } from '../../profile/tables.ts';

const FRAME = /^#\t0x([0-9a-f]+)\t(.+)\+0x[0-9a-f]+\t+(.*):(\d+)\r?$/gm;

interface NamedFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** The profile with the names that its text has; as it is where it has names already, or the text has none. */
export function withNamesOfText(profile: Profile, text: string): Profile {
  if (profile.functions.length > 0) return profile;
  const framesAt = framesByAddress(text);
  if (framesAt.size === 0) return profile;

  const functions = new Map<string, { readonly row: number; readonly name: string; readonly file: string }>();
  const functionRows: number[] = [];
  const lineNumbers: number[] = [];
  const { locations } = profile;
  const lineStart = new Int32Array(locations.length);
  const lineEnd = new Int32Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    lineStart[location] = lineNumbers.length;
    for (const { name, file, line } of framesAt.get(locations.address[location]) ?? []) {
      const key = `${name}\n${file}`;
      const fn = functions.get(key) ?? { row: functions.size, name, file };
      functions.set(key, fn);
      functionRows.push(fn.row);
      lineNumbers.push(line);
    }
    lineEnd[location] = lineNumbers.length;
  }
  return {
    ...profile,
    ...namedFunctions(profile, [...functions.values()]),
    lines: {
      length: lineNumbers.length,
      function: asColumn<FunctionIndex>(Int32Array.from(functionRows)),
      line: Float64Array.from(lineNumbers),
      column: new Float64Array(lineNumbers.length),
    },
    locations: { ...locations, lineStart: asColumn<LineIndex>(lineStart), lineEnd: asColumn<LineIndex>(lineEnd) },
  };
}

/** By address: its frames, those that were inlined first. A stack that occurs again repeats them. */
function framesByAddress(text: string): ReadonlyMap<bigint, readonly NamedFrame[]> {
  const frames = new Map<bigint, NamedFrame[]>();
  const isComplete = new Set<bigint>();
  let last: bigint | undefined;
  let end = 0;
  for (const match of text.matchAll(FRAME)) {
    const [whole, hex, name, file, line] = match;
    const address = BigInt(`0x${hex}`);
    // What is not right behind the frame before it, or of another address, begins anew.
    if (last !== undefined && (address !== last || match.index !== end + 1)) isComplete.add(last);
    last = address;
    end = match.index + whole.length;
    if (isComplete.has(address)) continue;
    const known = frames.get(address);
    const frame = { name, file, line: Number(line) };
    if (known === undefined) frames.set(address, [frame]);
    else known.push(frame);
  }
  return frames;
}

function namedFunctions(
  { strings: before }: Profile,
  functions: readonly { readonly name: string; readonly file: string }[],
): Pick<Profile, 'functions' | 'strings'> {
  const { length } = functions;
  const { strings, indexes } = appendTexts(
    before,
    functions.flatMap(({ name, file }) => [name, file]),
  );
  const name = asColumn<StringIndex>(Int32Array.from({ length }, (_, row) => indexes[2 * row]));
  return {
    strings,
    functions: {
      length,
      id: BigUint64Array.from({ length }, (_, row) => BigInt(row + 1)),
      name,
      systemName: name,
      fileName: asColumn<StringIndex>(Int32Array.from({ length }, (_, row) => indexes[2 * row + 1])),
      startLine: new Float64Array(length),
    },
  };
}
