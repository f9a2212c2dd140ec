/**
 * Build info: what Go's linker leaves in a program for `go version -m`. It begins with a mark at a multiple of 16 bytes, in
 * a section of its own or somewhere in the data, followed by the size of a pointer and flags. Since Go 1.18 the texts stand
 * 32 bytes behind the mark, each with its length in front. Before that two pointers stand there, to strings as Go keeps
 * them in memory: a pointer to the bytes and a length. Go before 1.13 wrote none.
 */
import { textOfBytes } from '../../base/byte-text.ts';
import { type ByteSource, beginningOf, partOf } from './byte-source.ts';
import {
  type Area,
  type Executable,
  type ExecutableFormat,
  executablesIn,
  type FoundExecutable,
} from './executable.ts';
import { type GoBuild, parseGoBuild } from './go-build.ts';

export interface BuildInfo {
  readonly format: ExecutableFormat;
  /** The processor as Go names it (GOARCH): what the header says, else the settings; empty where neither does. */
  readonly architecture: string;
  /** The other processors that a universal binary is for. */
  readonly otherArchitectures: readonly string[];
  /** How wide addresses are: 32 bits end at 4 GB. */
  readonly wordBits: 32 | 64 | undefined;
  /** Whether names of functions were taken out; undefined where that cannot be told. */
  readonly isStripped: boolean | undefined;
  readonly isPacked: boolean;
  /** Undefined where there is no build info: see `problems`. */
  readonly go: GoBuild | undefined;
  /** Whether it is a Go program: it has build info, or tables that only Go's linker writes. */
  readonly isGo: boolean;
  /** What is wrong with the file, or cannot be known from it: whole sentences without a full stop. */
  readonly problems: readonly string[];
}

/** Undefined where the file is no program. Of a universal binary the first Go program is read. */
export function readBuildInfo(source: ByteSource): BuildInfo | undefined {
  const read = executablesIn(source).map((found) => ({ ...found, go: goBuildIn(found) }));
  const chosen =
    read.find(({ go }) => go !== undefined) ?? read.find(({ executable }) => executable.hasGoTables) ?? read[0];
  if (chosen === undefined) return undefined;
  const { executable, go } = chosen;
  return {
    format: executable.format,
    architecture: executable.architecture || (go?.settings['GOARCH'] ?? ''),
    otherArchitectures: read.filter((other) => other !== chosen).map((other) => other.executable.architecture),
    wordBits: executable.wordBits,
    isStripped: executable.isStripped,
    isPacked: executable.isPacked,
    go,
    isGo: go !== undefined || executable.hasGoTables,
    problems: [...problemsOf(chosen.source, executable, go)],
  };
}

function* problemsOf(source: ByteSource, executable: Executable, go: GoBuild | undefined): Generator<string> {
  const isCut = executable.wholeSize > source.size;
  if (isCut) yield `the file was cut off: it has ${source.size} bytes of ${executable.wholeSize}`;
  const said = go?.settings['GOARCH'];
  if (said !== undefined && executable.architecture !== '' && said !== executable.architecture) {
    yield `the header is that of a program for ${executable.architecture}, but its build info says GOARCH=${said}`;
  }
  if (go !== undefined) return;
  if (executable.isPacked) yield 'the program is packed by UPX, which hides the build info: unpack it with upx -d';
  else if (executable.hasGoTables)
    yield 'a Go program without build info: built with Go before 1.13, or the build info was removed';
  else if (!isCut) yield 'no Go program: it holds no build info';
}

function goBuildIn({ source, executable }: FoundExecutable): GoBuild | undefined {
  const areas = executable.dataAreas ?? [{ start: 0, length: source.size }];
  for (const area of areas) {
    for (const at of marksIn(source, area)) {
      const texts = textsBehind(source, executable, at);
      if (texts !== undefined)
        return parseGoBuild(textOfBytes(texts.version), textOfBytes(withoutFrame(texts.modules)));
    }
  }
  return undefined;
}

const MARK = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER_SIZE = 32;
const POINTER_SIZE = 14;
const FLAGS = 15;
const IS_BIG_ENDIAN = 1;
const IS_INLINE = 2;

/** As many bytes are searched at a time. */
const CHUNK = 2 ** 20;

/** Where the mark stands in an area, at positions that the linker can have given it. */
function* marksIn(source: ByteSource, { start, length }: Area): Generator<number> {
  const end = Math.min(start + length, source.size);
  // Chunks are multiples of the alignment, so that no mark that counts lies across two.
  for (let at = start; at < end; at += CHUNK) {
    const bytes = source.read(at, Math.min(CHUNK, end - at));
    if (bytes.length === 0) return;
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let found = chunk.indexOf(MARK); found !== -1; found = chunk.indexOf(MARK, found + 1)) {
      if (found % ALIGNMENT === 0) yield at + found;
    }
  }
}

interface Texts {
  readonly version: Uint8Array;
  readonly modules: Uint8Array;
}

/** Undefined where the mark stands for something else, as in a program that looks for marks. */
function textsBehind(source: ByteSource, executable: Executable, at: number): Texts | undefined {
  const header = partOf(source, at, HEADER_SIZE);
  if (header === undefined) return undefined;
  const flags = header.getUint8(FLAGS);
  const texts =
    (flags & IS_INLINE) === 0 ? textsByPointers(source, executable, header) : textsInline(source, at + HEADER_SIZE);
  return texts !== undefined && /go1|devel/.test(textOfBytes(texts.version)) ? texts : undefined;
}

/** The list of modules of the largest programs is some 100 kB. */
const LARGEST_TEXT = 2 ** 24;

function textsInline(source: ByteSource, start: number): Texts | undefined {
  const version = textWithLength(source, start);
  const modules = version && textWithLength(source, version.end);
  return version && modules && { version: version.bytes, modules: modules.bytes };
}

/** Of a length as unsigned LEB128, for any text that is not too large. */
const LONGEST_LENGTH = 4;

/** A text behind its length. Undefined where the file ends within it. */
function textWithLength(source: ByteSource, start: number) {
  const part = beginningOf(source, start, LONGEST_LENGTH);
  let length = 0;
  for (let at = 0; at < part.byteLength; at++) {
    const byte = part.getUint8(at);
    length += (byte & 0x7f) * 128 ** at;
    if (byte >= 0x80) continue;
    const text = start + at + 1;
    const found = length > LARGEST_TEXT ? undefined : partOf(source, text, length);
    return found && { bytes: bytesOf(found), end: text + length };
  }
  return undefined;
}

function textsByPointers(source: ByteSource, executable: Executable, header: DataView): Texts | undefined {
  const size = header.getUint8(POINTER_SIZE);
  if (size !== 4 && size !== 8) return undefined;
  const isLittle = (header.getUint8(FLAGS) & IS_BIG_ENDIAN) === 0;
  const word = (view: DataView, at: number) =>
    size === 8 ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle);
  const stringAt = (address: number) => {
    const string = loadedPart(source, executable, address, 2 * size);
    if (string === undefined) return undefined;
    const length = word(string, size);
    return length > LARGEST_TEXT ? undefined : loadedPart(source, executable, word(string, 0), length);
  };
  const version = stringAt(word(header, 16));
  if (version === undefined) return undefined;
  // In GOPATH mode there is no list of modules.
  return { version: bytesOf(version), modules: bytesOf(stringAt(word(header, 16 + size)) ?? NOTHING) };
}

const NOTHING = new DataView(new ArrayBuffer(0));

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView) => new Uint8Array(buffer, byteOffset, byteLength);

/** What stands at an address when the program runs, from the file. */
function loadedPart(source: ByteSource, { loaded }: Executable, address: number, length: number): DataView | undefined {
  if (length === 0) return NOTHING;
  const area = loaded.find((part) => address >= part.address && address + length <= part.address + part.length);
  return area && partOf(source, area.start + address - area.address, length);
}

/** Stands before and behind the list of modules, so that a program can find its own in memory. */
const FRAME_SIZE = 16;

function withoutFrame(modules: Uint8Array): Uint8Array {
  const isFramed = modules.length > 2 * FRAME_SIZE && modules[modules.length - FRAME_SIZE - 1] === 0x0a;
  return isFramed ? modules.subarray(FRAME_SIZE, -FRAME_SIZE) : modules;
}
