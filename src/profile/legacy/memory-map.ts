import { type Address, parseAddress } from './address.ts';
import { type LineReader, trimSpace } from './line-reader.ts';

/** A part of the address space and the file that is loaded there. */
export interface MappedRange {
  readonly start: Address;
  readonly limit: Address;
  readonly offset: Address;
  /** One character per byte, as in the lines. */
  readonly file: string;
  readonly buildId: string;
}

/** Whether a line announces the memory map that may follow in any text format. */
export function announcesMemoryMap(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

/** Reads the memory map behind the current line or one of the lines after it; empty where there is none. */
export function readTrailingMemoryMap(lines: LineReader): MappedRange[] {
  while (!announcesMemoryMap(lines.text)) {
    if (!lines.next()) {
      lines.expectEnd();
      return [];
    }
  }
  return readMemoryMap(lines);
}

/**
 * Reads the executable ranges of a memory map, down to the end of the file: lines of Linux's /proc/PID/maps, or brief
 * ones (`start-end: file (@offset) build-id`). `name=value` defines what `$name` stands for in the lines below. Anything
 * else is skipped, as pprof does: programs mix the map with their log.
 */
export function readMemoryMap(lines: LineReader): MappedRange[] {
  const ranges: MappedRange[] = [];
  const attributes = new Attributes();
  while (lines.next()) {
    const line = attributes.replaceIn(withoutLogPrefix(lines.text));
    const fields = fieldsOf(line);
    if (fields !== undefined) {
      const range = rangeOf(fields);
      if (range !== undefined) ranges.push(range);
    } else if (line.includes('=')) {
      const equals = line.indexOf('=');
      attributes.define(trimSpace(line.slice(0, equals)), trimSpace(line.slice(equals + 1)));
    }
  }
  lines.expectEnd();
  return ranges;
}

/** The parts of a line, as it has them. */
interface MapFields {
  readonly start: string;
  readonly limit: string;
  readonly permissions?: string;
  readonly offset?: string;
  readonly file?: string;
  readonly buildId?: string;
}

// White space is spelt out, as RE2 and JavaScript differ in what `\s` is.
const PERMISSIONS = String.raw`(?:[\t\f\r ]+(?<permissions>[-rwxp]+))?`;
const FILE = String.raw`(?:[\t\f\r ]+(?<file>[^\t\f\r ]+))?`;
const OFFSET = String.raw`(?:[\t\f\r ]+(?<offset>[\da-fA-F]+))?`;
const DEVICE_AND_INODE = String.raw`[\t\f\r ]+[\da-fA-F]+:[\da-fA-F]+[\t\f\r ]+\d+`;
const OFFSET_IN_BRACKETS = String.raw`(?:[\t\f\r ]+\(@(?<offset>[\da-fA-F]+)\))?`;
const BUILD_ID = String.raw`(?:[\t\f\r ]+(?<buildId>[\da-fA-F]+))?`;

/** Behind the range in `00400000-00452000 r-xp 00001000 08:02 173521 /usr/bin/dbus-daemon`. */
const PROC_MAPS = new RegExp(`:?${PERMISSIONS}${OFFSET}${DEVICE_AND_INODE}${FILE}`, 'y');

/** Behind the range in `00400000-00452000: r-xp /usr/bin/dbus-daemon (@1000) 9f3c11aa`, and less. */
const BRIEF = new RegExp(`:?${PERMISSIONS}${FILE}${OFFSET_IN_BRACKETS}${BUILD_ID}`, 'y');

/** Undefined where a line is no range of a memory map. */
function fieldsOf(line: string): MapFields | undefined {
  const rangeTexts = rangeTextsOf(line);
  for (const { start, limit, end } of rangeTexts) {
    const rest = matchAt(PROC_MAPS, line, end);
    if (rest !== null) return { start, limit, ...rest.groups };
  }
  if (rangeTexts.length === 0) return undefined;
  const [{ start, limit, end }] = rangeTexts;
  return { start, limit, ...matchAt(BRIEF, line, end)?.groups };
}

const FIRST_NUMBER = /[\t\f\r ]*(?:0x)?([\da-fA-F]+)/y;
const SECOND_NUMBER = /-?[\t\f\r ]*(?:0x)?([\da-fA-F]+)/y;
const PREFIXED_NUMBER = /0x([\da-fA-F]+)/y;

interface RangeText {
  readonly start: string;
  readonly limit: string;
  /** Where in the line the range ends. */
  readonly end: number;
}

/**
 * The ways to read the two numbers that a line begins with, the best first. There need not be anything between them: for
 * pprof `400x50` is a range, and so is `40`, from 4 to 0. A pattern would find the same, but in quadratic time.
 */
function rangeTextsOf(line: string): RangeText[] {
  const first = matchAt(FIRST_NUMBER, line, 0);
  if (first === null) return [];
  const [all, start] = first;
  const ways: RangeText[] = [];
  const second = matchAt(SECOND_NUMBER, line, all.length);
  if (second !== null) ways.push({ start, limit: second[1], end: all.length + second[0].length });
  if (start.length > 1) {
    const shorter = start.slice(0, -1);
    const prefixed = matchAt(PREFIXED_NUMBER, line, all.length - 1);
    if (prefixed !== null) ways.push({ start: shorter, limit: prefixed[1], end: all.length - 1 + prefixed[0].length });
    ways.push({ start: shorter, limit: start.slice(-1), end: all.length });
  }
  return ways;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Undefined for what is not executable, and for numbers of more than 64 bits. */
function rangeOf({ permissions, file = '', buildId = '', ...numbers }: MapFields): MappedRange | undefined {
  if (permissions !== undefined && !permissions.includes('x')) return undefined;
  const start = parseAddress(numbers.start);
  const limit = parseAddress(numbers.limit);
  const offset = parseAddress(numbers.offset ?? '0');
  if (start === undefined || limit === undefined || offset === undefined) return undefined;
  return { start, limit, offset, file, buildId };
}

/** Without what a logger writes in front: `I0102 03:04:05 server.cc:678] ` */
function withoutLogPrefix(line: string): string {
  return line.replace(/^[^[\]]+:\d+\][\t\f\r ]+/, '');
}

/** What `$name` stands for. Of names that begin alike the one defined first is taken, as pprof does. */
class Attributes {
  readonly #values: { readonly name: string; readonly value: string }[] = [];

  define(name: string, value: string): void {
    this.#values.push({ name: `$${name}`, value });
  }

  replaceIn(line: string): string {
    if (this.#values.length === 0 || !line.includes('$')) return line;
    let replaced = '';
    let at = 0;
    for (let dollar = line.indexOf('$'); dollar !== -1; dollar = line.indexOf('$', at)) {
      const attribute = this.#values.find(({ name }) => line.startsWith(name, dollar));
      replaced += line.slice(at, dollar) + (attribute?.value ?? '$');
      at = dollar + (attribute?.name.length ?? 1);
    }
    return replaced + line.slice(at);
  }
}
