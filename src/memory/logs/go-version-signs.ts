/** What the stacks of a crash tell about the toolchain: paths name it, and each change of their form narrows it down. */
import type { GoVersionRange } from './log-report.ts';

const VERSION_IN_PATH =
  /(?:toolchain@v[\d.]+-|[/\\](?:sdk[/\\])?)(go1\.\d+(?:\.\d+|(?:rc|beta)\d+)?)(?:\.[a-z]+-[a-z0-9]+)?[/\\]|[/\\]go[/\\](1\.\d+(?:\.\d+)?)[/\\]/;
const ASSEMBLY = /[/\\]?asm_([a-z0-9]+)\.s$/;

/** The files that the runtime has for several architectures. */
const ARCHITECTURES: Readonly<Record<string, string>> = { mips64x: 'mips64', mipsx: 'mips', ppc64x: 'ppc64' };

/** Each with the minor version of Go that began to print so, as recorded in test/memory/messages. */
const SIGNS: readonly { readonly pattern: RegExp; readonly since: number }[] = [
  { pattern: /^goroutine \d+ gp=/, since: 22 },
  { pattern: /\.gowrap\d+\(/, since: 22 },
  { pattern: /^created by .* in goroutine \d+$/, since: 21 },
  { pattern: /0x[0-9a-f]+\?/, since: 18 },
  { pattern: /\(\{0x|, \{0x/, since: 17 },
];

/** Versions that always print `gp=` in the stacks of a fatal error, and a `?` somewhere. */
const ALWAYS_GP = 22;

/** Gathers the signs of one crash. */
export class GoVersionSigns {
  #version: string | undefined;
  #goarch: string | undefined;
  #atLeast: number | undefined;
  #hasFramePointers = false;

  /** Looks at a header, a call, or the line with who created a goroutine. */
  seeLine(line: string): void {
    for (const { pattern, since } of SIGNS) {
      if (since > (this.#atLeast ?? 0) && pattern.test(line)) this.#atLeast = since;
    }
  }

  /** Looks at the line with the place of a frame. */
  seePlace(file: string, line: string): void {
    if (line.includes(' fp=0x')) this.#hasFramePointers = true;
    const [, named, brew] = VERSION_IN_PATH.exec(file) ?? [];
    this.#version ??= named ?? (brew === undefined ? undefined : `go${brew}`);
    const arch = ASSEMBLY.exec(file)?.[1];
    if (arch !== undefined) this.#goarch ??= ARCHITECTURES[arch] ?? arch;
  }

  get version(): string | undefined {
    return this.#version;
  }

  get goarch(): string | undefined {
    return this.#goarch;
  }

  get hasFramePointers(): boolean {
    return this.#hasFramePointers;
  }

  range(): GoVersionRange {
    const atMost = this.#hasFramePointers && (this.#atLeast ?? 0) < ALWAYS_GP ? ALWAYS_GP - 1 : undefined;
    return { atLeast: this.#atLeast, atMost };
  }
}
