import { safeText } from '../../base/safe-text.ts';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE } from './style.ts';

/** What the page says; all text is as it comes, and is made safe when it is written. */
export interface Page {
  readonly title: string;
  readonly total: string;
  /** What is known about the profile, and what was asked for. */
  readonly facts: readonly string[];
  /** What is missing of several functions. */
  readonly notes: readonly string[];
  /** In the order of the page: those of a file behind each other. */
  readonly functions: readonly PageFunction[];
}

export interface PageSums {
  readonly flat: string;
  readonly cum: string;
  /** How much of the hottest flat value of the page it is, and how much of the total: 0 to 1. */
  readonly flatHeat: number;
  readonly cumHeat: number;
  /** A comparison may go below zero. */
  readonly isNegative: boolean;
}

export interface PageFunction {
  readonly name: string;
  /** Empty where it is not known. */
  readonly file: string;
  readonly sums: PageSums;
  readonly share: string;
  /** What is missing, and how to help. */
  readonly notes: readonly string[];
  /** The lines without those between that are not shown. */
  readonly ranges: readonly (readonly PageLine[])[];
}

export interface PageLine {
  readonly number: number;
  /** Undefined where the source is missing. */
  readonly text: string | undefined;
  /** Undefined where nothing was sampled. */
  readonly sums: PageSums | undefined;
  readonly isHot: boolean;
  readonly code: readonly PageInstruction[];
}

export interface PageInstruction {
  readonly address: string;
  readonly text: string;
  readonly sums: PageSums | undefined;
  /** The line it was inlined from; empty where it was not. */
  readonly place: string;
  /** What stands between it and the one before: other code, or the name of the symbol where that changes. */
  readonly before: { readonly type: 'nothing' | 'gap' } | { readonly type: 'symbol'; readonly name: string };
}

/** The page as lines of HTML. Nothing in it is loaded from anywhere, and nothing but its own script can run. */
export function* pageLines(page: Page): Generator<string> {
  yield* headLines(page);
  yield '<body>';
  yield '<a class="skip" href="#functions">Skip to the functions</a>';
  yield* headerLines(page);
  yield '<div class="columns">';
  yield* indexLines(page.functions);
  yield '<main id="functions">';
  yield* noteLines(page.notes);
  for (const [i, fn] of page.functions.entries()) yield* functionSection(fn, functionId(i));
  yield '</main>';
  yield '</div>';
  yield `<script>${SCRIPT}</script>`;
  yield '</body>';
  yield '</html>';
}

function* headLines({ title }: Page): Generator<string> {
  yield '<!doctype html>';
  yield '<html lang="en">';
  yield '<head>';
  yield '<meta charset="utf-8">';
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">';
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  yield `<title>${html(title)}</title>`;
  yield `<style>${STYLE}</style>`;
  // Where no script runs, nothing can be unfolded.
  yield '<noscript><style>.code[hidden] { display: table-row-group } .actions { display: none }</style></noscript>';
  yield '</head>';
}

function* headerLines({ title, total, facts }: Page): Generator<string> {
  yield '<header>';
  yield `<h1>${html(title)}</h1>`;
  yield `<p class="total">Total <strong>${html(total)}</strong></p>`;
  yield '<details class="facts"><summary>Profile</summary><ul>';
  for (const fact of facts) yield `<li>${html(fact)}</li>`;
  yield '</ul></details>';
  yield '<div class="actions">';
  yield '<button type="button" data-action="previous">Previous hot line <kbd>p</kbd></button>';
  yield '<button type="button" data-action="next">Next hot line <kbd>n</kbd></button>';
  yield '<button type="button" data-action="line">Its assembly <kbd>e</kbd></button>';
  yield '<button type="button" data-action="all" aria-pressed="false">All assembly <kbd>a</kbd></button>';
  yield '<output aria-live="polite"></output>';
  yield '</div>';
  yield '</header>';
}

const functionId = (index: number) => `f${index + 1}`;

function* indexLines(functions: readonly PageFunction[]): Generator<string> {
  yield '<nav aria-label="Functions by file">';
  let file: string | undefined;
  for (const [i, fn] of functions.entries()) {
    if (fn.file !== file) {
      if (file !== undefined) yield '</ol>';
      file = fn.file;
      yield `<h2>${file === '' ? 'No file known' : html(file)}</h2>`;
      yield '<ol>';
    }
    const { flat, cum } = fn.sums;
    yield `<li class="${heatClass(fn.sums)}"${heatStyle(fn.sums)}><a href="#${functionId(i)}">${html(fn.name)}</a>`;
    yield `<span>${html(flat)} flat, ${html(cum)} cum</span></li>`;
  }
  if (file !== undefined) yield '</ol>';
  yield '</nav>';
}

function* functionSection(fn: PageFunction, id: string): Generator<string> {
  const { name, file, sums, share, notes, ranges } = fn;
  yield `<section id="${id}" aria-labelledby="${id}-name">`;
  yield `<h2 id="${id}-name">${html(name)}</h2>`;
  if (file !== '') yield `<p class="file">${html(file)}</p>`;
  yield `<p class="sums"><strong>${html(sums.flat)}</strong> flat, <strong>${html(sums.cum)}</strong> cum, ${html(share)} of the total</p>`;
  yield* noteLines(notes);
  if (ranges.length > 0) {
    yield '<div class="scroll"><table>';
    yield '<thead><tr><td></td><th scope="col">Line</th><th scope="col">Flat</th><th scope="col">Cum</th><th scope="col">Source</th></tr></thead>';
    for (const [i, range] of ranges.entries()) {
      if (i > 0) yield `<tbody>${gapRow('lines left out')}</tbody>`;
      for (const line of range) yield* lineRows(line, id);
    }
    yield '</table></div>';
  }
  yield '</section>';
}

function* noteLines(notes: readonly string[]): Generator<string> {
  for (const note of notes) yield `<p class="note">${html(note)}</p>`;
}

function* lineRows({ number, text, sums, isHot, code }: PageLine, id: string): Generator<string> {
  const codeId = `${id}-${number}-code`;
  const label =
    code.length === 0
      ? String(number)
      : `<button type="button" aria-expanded="false" aria-controls="${codeId}" aria-label="Assembly of line ${number}">${number}</button>`;
  const source = text === undefined ? '<td class="source missing">source not found</td>' : sourceCell(html(text));
  const classes = [heatClass(sums), isHot ? 'hot' : ''].filter((name) => name !== '').join(' ');
  const row = classes === '' ? '<tr' : `<tr class="${classes}"`;
  yield `<tbody>${row} id="${id}-${number}"${heatStyle(sums)}><td></td><th scope="row">${label}</th>${sumCells(sums)}${source}</tr></tbody>`;
  if (code.length === 0) return;
  yield `<tbody class="code" id="${codeId}" hidden>`;
  for (const instruction of code) yield* instructionRows(instruction);
  yield '</tbody>';
}

function* instructionRows({ address, text, sums, place, before }: PageInstruction): Generator<string> {
  if (before.type === 'gap') yield gapRow('other code between');
  if (before.type === 'symbol') yield `<tr class="symbol"><td colspan="4"></td><td>in ${html(before.name)}</td></tr>`;
  const inlined = place === '' ? '' : ` <span class="place">${html(place)}</span>`;
  yield `<tr><td></td><th scope="row">${html(address)}</th>${sumCells(sums)}${sourceCell(html(text) + inlined)}</tr>`;
}

const gapRow = (meaning: string) =>
  `<tr class="gap"><td colspan="4"></td><td><span role="img" aria-label="${meaning}">⋮</span></td></tr>`;

const sourceCell = (content: string) => `<td class="source">${content}</td>`;

function sumCells(sums: PageSums | undefined): string {
  return sums === undefined ? '<td></td><td></td>' : `<td>${html(sums.flat)}</td><td>${html(sums.cum)}</td>`;
}

function heatClass(sums: PageSums | undefined): string {
  if (sums === undefined) return '';
  return sums.isNegative ? 'valued less' : 'valued';
}

function heatStyle(sums: PageSums | undefined): string {
  if (sums === undefined) return '';
  return ` style="--flat:${heat(sums.flatHeat)};--cum:${heat(sums.cumHeat)}"`;
}

/** Three digits are finer than any screen. */
const heat = (share: number) => String(Math.round(share * 1000) / 1000);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside as HTML, between tags and in quoted attributes. */
export function html(text: string): string {
  return safeText(text).replace(/[&<>"']/g, (char) => ESCAPES[char]);
}
