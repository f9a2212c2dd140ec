import { divide, type Int64 } from '../../base/int64.ts';
import { baseName } from '../../base/path-text.ts';
import type { Profile, ValueType } from '../tables.ts';
import { parseAddress } from './address.ts';
import { NANOS_PER_MILLISECOND } from './contention.ts';
import { ALLOCATOR_FRAMES, LOCK_FRAMES } from './frames-to-drop.ts';
import { integerProblem, multiply, parseDecimal, parseInteger } from './go-integer.ts';
import { LineReader, textOfLatin1, trimSpace } from './line-reader.ts';
import { MalformedProfile } from './malformed.ts';
import { sampleAddresses } from './sample-line.ts';
import { type JavaFunction, type JavaSymbols, StackBuilder } from './stack-builder.ts';
import { unsampled } from './unsample.ts';

// The look-behinds keep the searches linear: a run of characters is looked at from its first one only.
const ATTRIBUTE = /(?<![\w ])([\w ]+)=([\w ]+)/;
const SAMPLE = /(?<!\d)(\d+) +(\d+) +@ +([ x0-9a-f]*)/;

/** Java samples its heap once in so many bytes, and does not write that down. */
const HEAP_RATE = 2 ** 19;

const HEAP_HEADING = '--- heapz 1 ---';
const CONTENTION_HEADING = '--- contentionz 1 ---';

/** What the attributes have said so far. */
interface JavaHeader {
  readonly isHeap: boolean;
  valueTypes: readonly ValueType[];
  period: Int64 | undefined;
  durationNanos: Int64;
}

/**
 * Text profiles of the heap and of contended locks in Java: attributes, then samples, then what their addresses stand
 * for. Lines that do not fit are skipped.
 *
 *     --- contentionz 1 ---
 *     format = java
 *     resolution = microseconds
 *     761647625 79 @ 0x4d4a99 0x473521
 *     0x4d4a99 com.example.Server.serve (Server.java:120)
 */
export function readJavaProfile(bytes: Uint8Array): Profile | undefined {
  const lines = new LineReader(bytes, { longest: Number.POSITIVE_INFINITY });
  const heading = lines.next() && lines.isTerminated ? trimSpace(lines.text) : '';
  if (heading !== HEAP_HEADING && heading !== CONTENTION_HEADING) return undefined;

  const isHeap = heading === HEAP_HEADING;
  const header: JavaHeader = { isHeap, valueTypes: [], period: undefined, durationNanos: 0 };
  const builder = new StackBuilder(2);
  const symbols = new JavaSymbolTable(builder);
  let section: 'attributes' | 'samples' | 'locations' = 'attributes';
  while (lines.next()) {
    const line = trimSpace(lines.text);
    if (line === '') continue;
    if (section === 'attributes') {
      const attribute = lines.isTerminated ? ATTRIBUTE.exec(line) : null;
      if (attribute !== null) {
        if (!takeAttribute(header, line, trimSpace(attribute[1]), trimSpace(attribute[2]))) return undefined;
        continue;
      }
      section = 'samples';
    }
    if (section === 'samples') {
      const sample = lines.isTerminated ? SAMPLE.exec(line) : null;
      if (sample !== null) {
        addSample(builder, line, sample, header);
        continue;
      }
      section = 'locations';
    }
    symbols.addLine(line);
  }
  if (header.valueTypes.length === 0 && builder.sampleCount > 0) {
    throw new MalformedProfile('missing sample type information');
  }
  const { valueTypes, period, durationNanos } = header;
  const periodFacts = period === undefined ? {} : { period, periodType: { type: 'contentions', unit: 'count' } };
  const framesToDrop = isHeap ? ALLOCATOR_FRAMES : LOCK_FRAMES;
  return builder.finish({ valueTypes, ...periodFacts, durationNanos, framesToDrop }, [], symbols);
}

/** False where it is not one of these profiles. */
function takeAttribute(header: JavaHeader, line: string, name: string, value: string): boolean {
  const number = (): Int64 => {
    const parsed = parseInteger(value);
    if (parsed !== undefined) return parsed;
    throw new MalformedProfile(`failed to parse attribute ${textOfLatin1(line)}: ${integerProblem(value)}`);
  };
  if (name === 'format') return value === 'java';
  if (name === 'resolution') header.valueTypes = valueTypesIn(value, header);
  else if (header.isHeap) return false;
  else if (name === 'sampling period') header.period = number();
  else if (name === 'ms since reset') header.durationNanos = multiply(number(), NANOS_PER_MILLISECOND);
  else return false;
  return true;
}

function valueTypesIn(unit: string, { isHeap }: JavaHeader): ValueType[] {
  const [counted, measured] = isHeap ? ['inuse_objects', 'inuse_space'] : ['contentions', 'delay'];
  return [
    { type: counted, unit: 'count' },
    { type: measured, unit },
  ];
}

function addSample(builder: StackBuilder, line: string, match: RegExpExecArray, header: JavaHeader): void {
  const stack = sampleAddresses(match[3], line);
  const fail = (problem: string): never => {
    throw new MalformedProfile(`parsing sample ${textOfLatin1(line)}: ${problem}`);
  };
  const number = (digits: string): Int64 => parseDecimal(digits) ?? fail(integerProblem(digits));
  const measured = number(match[1]);
  const count = number(match[2]);
  const locations = builder.locationsOf(stack);
  if (header.isHeap) {
    if (count === 0) fail('second value must be non-zero');
    const blocks = unsampled({ count, bytes: measured }, HEAP_RATE);
    builder.addSample([blocks.count, blocks.bytes], locations, divide(measured, count));
  } else {
    const factor = header.period || 1;
    builder.addSample([multiply(count, factor), multiply(measured, factor)], locations);
  }
}

const LOCATION = /^0x([\da-fA-F]+)[\t\f\r ]+(.*)$/s;

/** Reads what the addresses of a Java profile stand for: `0x4d4a99 com.example.Server.serve (Server.java:120)`. */
export class JavaSymbolTable implements JavaSymbols {
  readonly functions: JavaFunction[] = [];
  readonly frames = new Map<number, { readonly function: number; readonly line: number }>();
  readonly #functionsByName = new Map<string, number>();
  readonly #builder: StackBuilder;

  constructor(builder: StackBuilder) {
    this.#builder = builder;
  }

  /** Takes over a line without white space around it; any that does not look like the above says nothing. */
  addLine(text: string): void {
    const match = LOCATION.exec(text);
    if (match === null) return;
    const address = parseAddress(match[1]);
    if (address === undefined) {
      const problem = `strconv.ParseUint: parsing "${match[1]}": value out of range`;
      throw new MalformedProfile(`parsing sample ${textOfLatin1(text)}: ${problem}`);
    }
    const location = this.#builder.locationAt(address);
    if (location === undefined) return;
    const { line, ...named } = frameOf(match[2]);
    let index = this.#functionsByName.get(named.name);
    if (index === undefined) {
      index = this.functions.push(named) - 1;
      this.#functionsByName.set(named.name, index);
    }
    this.frames.set(location, { function: index, line });
  }
}

interface JavaFrame extends JavaFunction {
  readonly line: number;
}

/** `name (file:line)`, `name (path of a library)`, or whatever the virtual machine says instead. */
function frameOf(text: string): JavaFrame {
  if (text.endsWith(')')) {
    const line = /:(-?\d+)\)$/.exec(text);
    const beforeLine = line === null ? 0 : spacedParenthesis(text, line.index - 2);
    if (line !== null && beforeLine > 0) {
      const number = Number(parseDecimal(line[1]) ?? 0);
      return {
        name: text.slice(0, beforeLine - 1),
        file: text.slice(beforeLine + 1, line.index),
        line: Math.max(0, number),
      };
    }
    const parenthesis = spacedParenthesis(text, text.length - 2);
    if (parenthesis > 0) {
      return { name: text.slice(0, parenthesis - 1), file: baseName(text.slice(parenthesis + 1, -1)), line: 0 };
    }
  }
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0 };
}

/** The last position, up to a given one, of a parenthesis with a name and white space before it; 0 if there is none. */
function spacedParenthesis(text: string, from: number): number {
  for (let at = text.lastIndexOf('(', from); at >= 2; at = text.lastIndexOf('(', at - 1)) {
    if (/[\t\n\f\r ]/.test(text[at - 1])) return at;
  }
  return 0;
}
