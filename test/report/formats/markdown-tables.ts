/** The cells of the tables in a Markdown document as a reader sees them. */
export function markdownTables(text: string): string[][][] {
  const tables: string[][][] = [];
  let isTable = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) {
      isTable = false;
      continue;
    }
    if (!isTable) tables.push([]);
    isTable = true;
    tables[tables.length - 1].push(line.slice(1, -1).split('|').map(shownText));
  }
  return tables.map(([heading, , ...rows]) => [heading, ...rows]);
}

function shownText(cell: string): string {
  const inner = cell.trim();
  const code = /^`([^`]*)`$/.exec(inner)?.[1];
  if (code !== undefined) return code;
  const html = /^<code>(.*)<\/code>$/.exec(inner)?.[1];
  return html === undefined ? inner : html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
