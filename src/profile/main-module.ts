/** The main module of a Go program: what its binary, or the go.mod around its sources, says it is. */
import { textOfBytes } from '../base/byte-text.ts';

/** What begins the build info that Go's linker leaves in a binary: `\xff Go buildinf:`. */
const MARK = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER_SIZE = 32;
const FLAGS = 15;
const IS_INLINE = 2;
/** Stand before and behind the list of modules, so that a program can find its own in memory. */
const SENTINEL_SIZE = 16;

/**
 * The path of the main module, from the build info in a part of a binary. Undefined where there is none. Binaries of Go
 * before 1.18, which refer to the text instead of holding it, are not read.
 */
export function moduleInBuildInfo(part: Uint8Array): string | undefined {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, at + 1)) {
    if (at + HEADER_SIZE > bytes.length || (bytes[at + FLAGS] & IS_INLINE) === 0) continue;
    const version = readText(bytes, at + HEADER_SIZE);
    const modules = version && readText(bytes, version.end);
    if (modules !== undefined) return moduleOfText(textOfBytes(withoutSentinels(modules.content)));
  }
  return undefined;
}

/** A text with its length in front, as an unsigned LEB128. Undefined where the part ends within it. */
function readText(bytes: Buffer, start: number): { readonly content: Buffer; readonly end: number } | undefined {
  let length = 0;
  let at = start;
  for (let factor = 1; ; factor *= 128) {
    if (at >= bytes.length || length > bytes.length) return undefined;
    const byte = bytes[at++];
    length += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
  }
  const end = at + length;
  return end > bytes.length ? undefined : { content: bytes.subarray(at, end), end };
}

function withoutSentinels(content: Buffer): Buffer {
  const isWrapped = content.length > 2 * SENTINEL_SIZE && content[content.length - SENTINEL_SIZE - 1] === 0x0a;
  return isWrapped ? content.subarray(SENTINEL_SIZE, -SENTINEL_SIZE) : content;
}

/** The list has a line `mod` for the main module, or only the `path` of the package, as GOPATH mode has no modules. */
function moduleOfText(text: string): string | undefined {
  const field = (name: string) => new RegExp(`^${name}\\t([^\\t\\n]+)`, 'm').exec(text)?.[1];
  const path = field('mod') ?? field('path');
  // What go run is given as files is a package without a path.
  return path === 'command-line-arguments' ? undefined : path;
}

/** The path of the module whose go.mod this is; undefined where it names none. */
export function moduleOfGoMod(goMod: string): string | undefined {
  return /^\s*module\s+["`]?([^\s"`]+)/m.exec(goMod)?.[1];
}
