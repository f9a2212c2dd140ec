/** Names without their arguments: those of types, `<…>` and `[…]`, and those of functions, `(…)`. */

/** Arguments up to this length stay, where they have none of their own. */
const LONGEST_ARGUMENTS = 12;
/** Nobody reads what is in more brackets than that. */
const DEEPEST = 6;

/** Without brackets but those of a receiver: most names. */
const PLAIN = /^[^([{<]*(?:\.\(\*\w+\)\.[^([{<]*)?$/;

/**
 * Leaves out long arguments and what a function returns. What stands in brackets for another reason stays: receivers
 * (`(*T)`), `(anonymous namespace)`, operators, the types of Rust's `<T as Trait>`, which lose their paths.
 */
export function withoutArguments(text: string): string {
  if (PLAIN.test(text)) return text;
  const closing = closingBrackets(text);
  return closing === undefined ? text : rangeText({ text, closing }, resultLength(text, closing), text.length, 0);
}

interface BracketedText {
  readonly text: string;
  /** Where the bracket at a position closes; 0 for what is no opening bracket. */
  readonly closing: Int32Array;
}

function rangeText(whole: BracketedText, start: number, end: number, depth: number): string {
  const { text, closing } = whole;
  let shown = '';
  let copied = start;
  for (let at = start; at < end; at++) {
    const close = closing[at];
    if (close === 0) continue;
    shown += text.slice(copied, at + 1) + bracketText(whole, at, depth);
    copied = close;
    at = close;
  }
  return shown + text.slice(copied, end);
}

/** What is shown between a bracket and the one that closes it. */
function bracketText(whole: BracketedText, open: number, depth: number): string {
  const close = whole.closing[open];
  const inner = whole.text.slice(open + 1, close);
  const kind = bracketKind(whole.text, open, inner);
  if (kind === 'arguments') return argumentsText(inner);
  if (kind === 'members' || depth === DEEPEST) return inner.length > 1 ? '…' : inner;
  const text = rangeText(whole, open + 1, close, depth + 1);
  return kind === 'types' ? withoutQualifiers(text) : withoutDirectories(text);
}

type BracketKind = 'arguments' | 'members' | 'types' | 'other';

/** What brackets are for: arguments follow a name, the members of a type the word for it. */
function bracketKind(text: string, open: number, inner: string): BracketKind {
  const bracket = text[open];
  if (bracket === '{')
    return /(?:struct|interface) ?$/.test(text.slice(Math.max(0, open - 10), open)) ? 'members' : 'other';
  const before = text[open - 1] ?? '';
  if (/[\w$)\]}>]/.test(before)) return 'arguments';
  if (bracket === '<') {
    if (/^impl | as /.test(inner)) return 'types';
    return before === ':' ? 'arguments' : inner.includes('::') ? 'types' : 'other';
  }
  return bracket === '(' && /operator\W{1,3}$/.test(text.slice(Math.max(0, open - 11), open)) ? 'arguments' : 'other';
}

/** Go's shapes are called what they are shapes of. */
function argumentsText(inner: string): string {
  if (inner.length <= 1) return inner;
  if (inner === '...' || /[()[\]{}<>]/.test(inner)) return '…';
  const text = withoutDirectories(inner.replaceAll('go.shape.', ''));
  return text.length <= LONGEST_ARGUMENTS ? text : '…';
}

function withoutDirectories(text: string): string {
  return text.includes('/') ? text.replace(/(?<![^\s,*&()[\]{}<>])[^\s,*&()[\]{}<>]+\//g, '') : text;
}

function withoutQualifiers(text: string): string {
  return text.replace(/(?<![\w$:])(?:[\w$]+::)+(?=[\w$<])/g, '');
}

/** C++ has operators that are called brackets or arrows. */
const OPERATOR = /operator ?(?:\(\)|\[\]|<=>|<<=?|>>=?|->\*?|<=?|>=?)/y;
/** By the code of a letter: 1 to 4 for brackets that open, -1 to -4 for those that close them. */
const KINDS = new Int8Array(128);
for (const [i, pair] of ['()', '[]', '{}', '<>'].entries()) {
  KINDS[pair.charCodeAt(0)] = i + 1;
  KINDS[pair.charCodeAt(1)] = -i - 1;
}
const TYPES = 4;
const SMALL_O = 0x6f;

/** Where each bracket that has another closes; one alone is a letter. Undefined where there is none. */
function closingBrackets(text: string): Int32Array | undefined {
  let closing: Int32Array | undefined;
  const open: number[] = [];
  const openOfKind = [0, 0, 0, 0, 0];
  const kindAt = (at: number) => KINDS[text.charCodeAt(at)];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : 0;
    if (kind === 0) {
      if (code === SMALL_O && text.startsWith('operator', at)) at = operatorEnd(text, at) - 1;
    } else if (kind > 0) {
      open.push(at);
      openOfKind[kind]++;
    } else if (openOfKind[-kind] > 0 && !(kind === -TYPES && isNoBracket(at))) {
      // A bracket like `<` that another kind closes around was none.
      let start = open.pop() ?? 0;
      for (; kindAt(start) !== -kind; start = open.pop() ?? 0) openOfKind[kindAt(start)]--;
      openOfKind[-kind]--;
      closing ??= new Int32Array(text.length);
      closing[start] = at;
    }
  }
  return closing;

  /** A `>` that is part of an arrow, or stands inside brackets that are still open. */
  function isNoBracket(at: number): boolean {
    return kindAt(open[open.length - 1]) !== TYPES || text[at - 1] === '-' || text[at - 1] === '=';
  }
}

/** Behind the name of an operator at a position, or of a word that begins so. */
function operatorEnd(text: string, at: number): number {
  OPERATOR.lastIndex = at;
  return OPERATOR.test(text) ? OPERATOR.lastIndex : at + 1;
}

/** How much in front of a function's name says what it returns: `void ` of `void sort<int>(int*, int*)`. */
function resultLength(text: string, closing: Int32Array): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ' ') length = at + 1;
    if (closing[at] === 0) continue;
    if (text[at] === '(' && length > 0 && /[\w$>]/.test(text[at - 1])) {
      return /(?:operator\S{0,3}|to|for|new|delete|struct|func) $/.test(text.slice(Math.max(0, length - 12), length))
        ? 0
        : length;
    }
    at = closing[at];
  }
  return 0;
}
