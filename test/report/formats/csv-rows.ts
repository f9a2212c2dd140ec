/** Reads CSV after RFC 4180, character by character: an independent check of what is written, without a library. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') field += text[at++];
      else isQuoted = false;
    } else if (char === '"') {
      if (field !== '') throw new Error(`a quote within a field at ${at}`);
      isQuoted = true;
    } else if (char === ',' || char === '\n') {
      rows[rows.length - 1].push(field);
      field = '';
      if (char === '\n') rows.push([]);
    } else {
      field += char;
    }
  }
  if (isQuoted || field !== '' || rows.pop()?.length !== 0) throw new Error('the last line does not end');
  return rows;
}
