/** The syntax of source files, by highlight.js, as plain columns: what a view draws is found by the line. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import clojure from 'highlight.js/lib/languages/clojure';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import d from 'highlight.js/lib/languages/d';
import dart from 'highlight.js/lib/languages/dart';
import elixir from 'highlight.js/lib/languages/elixir';
import erlang from 'highlight.js/lib/languages/erlang';
import fortran from 'highlight.js/lib/languages/fortran';
import go from 'highlight.js/lib/languages/go';
import haskell from 'highlight.js/lib/languages/haskell';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import julia from 'highlight.js/lib/languages/julia';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import nim from 'highlight.js/lib/languages/nim';
import objectivec from 'highlight.js/lib/languages/objectivec';
import ocaml from 'highlight.js/lib/languages/ocaml';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import { baseName } from '../../base/path-text.ts';
import { type SourceColors, TOKEN_KINDS, type TokenKind } from './source-tokens.ts';

const LANGUAGES = {
  bash,
  c,
  clojure,
  cpp,
  csharp,
  d,
  dart,
  elixir,
  erlang,
  fortran,
  go,
  haskell,
  java,
  javascript,
  julia,
  kotlin,
  lua,
  nim,
  objectivec,
  ocaml,
  perl,
  php,
  python,
  ruby,
  rust,
  scala,
  swift,
  typescript,
};
type Language = keyof typeof LANGUAGES;

/** Languages by the ends of file names. Assembly is not among them: there are too many kinds with one ending. */
const ENDINGS: Readonly<Record<Language, string>> = {
  bash: 'sh bash zsh',
  c: 'c',
  clojure: 'clj cljs cljc',
  cpp: 'cc cpp cxx c++ h hh hpp hxx inc inl ipp tcc cu cuh',
  csharp: 'cs',
  d: 'd',
  dart: 'dart',
  elixir: 'ex exs',
  erlang: 'erl hrl',
  fortran: 'f f90 f95 f03 for',
  go: 'go',
  haskell: 'hs',
  java: 'java',
  javascript: 'js jsx mjs cjs',
  julia: 'jl',
  kotlin: 'kt kts',
  lua: 'lua',
  nim: 'nim',
  objectivec: 'm mm',
  ocaml: 'ml mli',
  perl: 'pl pm',
  php: 'php',
  python: 'py pyx pyi',
  ruby: 'rb',
  rust: 'rs',
  scala: 'scala sc',
  swift: 'swift',
  typescript: 'ts tsx mts cts',
};

const languageOfEnding = new Map(
  Object.entries(ENDINGS).flatMap(([language, endings]) =>
    endings.split(' ').map((ending) => [ending, language as Language] as const),
  ),
);

/** Standard headers of C++ have no ending. */
const CPP_HEADERS = /\/c\+\+\/|\/include\/[^.]*$/;

function languageOf(path: string): Language | undefined {
  const ending = /\.([^./]+)$/.exec(baseName(path))?.[1].toLowerCase();
  if (ending === undefined) return CPP_HEADERS.test(path) ? 'cpp' : undefined;
  return languageOfEnding.get(ending);
}

/** Longer files are generated, mostly, and take longer than anybody waits for colours. */
const LONGEST = 400_000;

/** The syntax of a file; undefined for languages that are not known and for files too long. */
export function sourceColors(path: string, lines: readonly string[]): SourceColors | undefined {
  const language = languageOf(path);
  const text = lines.join('\n');
  if (language === undefined || text.length > LONGEST) return undefined;
  if (hljs.getLanguage(language) === undefined) hljs.registerLanguage(language, LANGUAGES[language]);
  return colorsOf(hljs.highlight(text, { language, ignoreIllegals: true }).value, lines.length);
}

/** What the highlighter puts out: elements with classes, text, and characters spelt for HTML. */
const PARTS = /<span class="([^"]*)">|(<\/span>)|(\n)|(&(?:amp|lt|gt|quot|#x27);)|[^<&\n]+/g;

/** Reads the highlighter's HTML, whose form is part of its interface, into columns. */
function colorsOf(html: string, lineCount: number): SourceColors {
  const lineStart = new Int32Array(lineCount + 1);
  const ends: number[] = [];
  const kinds: number[] = [];
  const around: number[] = [];
  let kind = 0;
  let line = 0;
  let column = 0;
  for (const [part, classes, end, lineEnd, spelt] of html.matchAll(PARTS)) {
    if (classes !== undefined) {
      around.push(kind);
      kind = kindOf(classes) ?? kind;
    } else if (end !== undefined) {
      kind = around.pop() ?? 0;
    } else if (lineEnd !== undefined) {
      lineStart[++line] = ends.length;
      column = 0;
    } else {
      column += spelt === undefined ? part.length : 1;
      const isSame = ends.length > lineStart[line] && kinds[kinds.length - 1] === kind;
      if (isSame) {
        ends[ends.length - 1] = column;
      } else {
        ends.push(column);
        kinds.push(kind);
      }
    }
  }
  lineStart.fill(ends.length, line + 1);
  return { lineStart, end: Int32Array.from(ends), kind: Uint8Array.from(kinds) };
}

/** Classes by what they begin with, each in front of those it would be taken for. */
const KINDS_OF_CLASSES: readonly (readonly [pattern: RegExp, kind: TokenKind])[] = [
  [/^hljs-(keyword|literal|selector|section)/, 'keyword'],
  [/^hljs-(type|built_in|class|title class_)/, 'type'],
  [/^hljs-title/, 'name'],
  [/^hljs-(string|regexp|char|symbol|quote|link)/, 'string'],
  [/^hljs-number/, 'number'],
  [/^hljs-(comment|doctag)/, 'comment'],
  [/^hljs-(meta|attribute)/, 'meta'],
  [/^hljs-(subst|params|operator|punctuation|property|variable|attr)/, 'plain'],
];

/** The kind of a class; undefined for one that looks like what is around it. */
function kindOf(classes: string): number | undefined {
  const kind = KINDS_OF_CLASSES.find(([pattern]) => pattern.test(classes))?.[1];
  return kind === undefined ? undefined : TOKEN_KINDS.indexOf(kind);
}
