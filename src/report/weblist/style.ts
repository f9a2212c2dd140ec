/** How the page looks, by day, by night and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff;
  --panel: #f5f6f8;
  --text: #1b1f24;
  --quiet: #59636e;
  --rule: #d5dae0;
  --link: #0a5bb5;
  --heat: #d9480f;
  --path: #f2b38f;
  --less: #1971c2;
  --mark: #fff3bf;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #15181c;
    --panel: #1d2126;
    --text: #e3e6ea;
    --quiet: #9aa5b1;
    --rule: #343b43;
    --link: #7ab7ff;
    --heat: #ff7a3d;
    --path: #7a4a33;
    --less: #4dabf7;
    --mark: #4a4221;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 0.5rem; top: 0.5rem; z-index: 3; background: var(--page); padding: 0.5rem; }
header {
  position: sticky; top: 0; z-index: 2;
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem;
  padding: 0.5rem 1rem;
  background: var(--panel); border-bottom: 1px solid var(--rule);
}
h1 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.total { margin: 0; }
.facts { position: relative; }
.facts summary { cursor: pointer; }
.facts ul {
  position: absolute; margin: 0.5rem 0 0; padding: 0.75rem 1rem; list-style: none;
  width: max-content; max-width: 90vw; overflow-wrap: anywhere;
  background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
}
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem; margin-left: auto; }
.actions button {
  font: inherit; font-size: 0.85rem; color: inherit; cursor: pointer;
  background: var(--page); border: 1px solid var(--rule); border-radius: 6px; padding: 0.15rem 0.6rem;
}
.actions button[aria-pressed=true] { border-color: var(--link); color: var(--link); }
kbd { font: 0.8rem ui-monospace, monospace; color: var(--quiet); }
output { color: var(--quiet); font-size: 0.85rem; }
.columns { display: grid; grid-template-columns: minmax(12rem, 18rem) minmax(0, 1fr); align-items: start; }
nav { position: sticky; top: 3.2rem; max-height: calc(100vh - 3.2rem); overflow: auto; padding: 0.5rem 1rem; font-size: 0.88rem; }
nav h2 { font-size: 0.8rem; font-weight: 600; color: var(--quiet); margin: 0.9rem 0 0.25rem; overflow-wrap: anywhere; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { padding: 0.2rem 0 0.2rem 0.6rem; border-left: 3px solid var(--rule); overflow-wrap: anywhere; }
nav li.valued { border-image: linear-gradient(var(--heat) calc(var(--cum) * 100%), var(--rule) 0) 1; }
nav li.less { border-image: linear-gradient(var(--less) calc(var(--cum) * 100%), var(--rule) 0) 1; }
nav li span { display: block; color: var(--quiet); font-size: 0.8rem; }
main { padding: 0.5rem 1rem 3rem; min-width: 0; }
section { margin: 0.75rem 0 2rem; }
section h2 { margin: 0; font: 600 1.05rem ui-monospace, monospace; overflow-wrap: anywhere; }
.file, .sums { margin: 0.1rem 0; color: var(--quiet); overflow-wrap: anywhere; }
.sums strong { color: var(--text); }
.note { margin: 0.4rem 0; padding: 0.4rem 0.7rem; background: var(--mark); border-radius: 6px; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 6px; margin-top: 0.5rem; }
table { border-collapse: collapse; width: 100%; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; tab-size: 4; }
thead { color: var(--quiet); background: var(--panel); font-family: system-ui, sans-serif; font-size: 0.8rem; }
th, td { padding: 0 0.6rem; text-align: right; white-space: pre; font-weight: normal; vertical-align: top; }
th:nth-child(5), td:nth-child(5), .gap td:last-child, .symbol td:last-child { text-align: left; width: 100%; }
tr > :first-child:not([colspan]) { padding: 0; min-width: 3rem; }
tbody th { color: var(--quiet); }
.missing { color: var(--quiet); font-style: italic; }
.valued > td { font-weight: 600; }
.valued > .source { font-weight: normal; }
tr.valued { background: color-mix(in srgb, var(--heat) calc(var(--flat) * 30%), transparent); }
tr.valued > :first-child {
  background:
    linear-gradient(var(--heat) 0 0) 0 0 / calc(var(--flat) * 100%) 55% no-repeat,
    linear-gradient(var(--path) 0 0) 0 100% / calc(var(--cum) * 100%) 45% no-repeat;
}
tr.less { background: color-mix(in srgb, var(--less) calc(var(--flat) * 30%), transparent); }
tr.less > :first-child { background: linear-gradient(var(--less) 0 0) 0 0 / calc(var(--flat) * 100%) 55% no-repeat; }
tr.current { outline: 2px solid var(--link); outline-offset: -2px; }
tbody button {
  font: inherit; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer;
}
tbody button::before { content: '▸ '; }
tbody button[aria-expanded=true]::before { content: '▾ '; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.code { background: var(--panel); }
.code td:last-child { padding-left: 2.5rem; }
.place { color: var(--quiet); padding-left: 2rem; }
.gap, .symbol { color: var(--quiet); }
@media (max-width: 800px) {
  .columns { display: block; }
  nav { position: static; max-height: 30vh; border-bottom: 1px solid var(--rule); }
  html { scroll-padding-top: 7rem; }
  .actions { margin-left: 0; }
  main { padding: 0.5rem 0.5rem 3rem; }
  th, td { padding: 0 0.35rem; }
  tr > :first-child:not([colspan]) { min-width: 1.5rem; }
}
@media print {
  :root { color-scheme: light; }
  header { position: static; }
  .actions, .skip { display: none; }
  .columns { display: block; }
  nav { position: static; max-height: none; }
  section { break-inside: auto; }
  section h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  th, td { white-space: pre-wrap; overflow-wrap: anywhere; }
  th:not(:nth-child(5)), td:not(:nth-child(5)) { white-space: nowrap; }
  tr { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
