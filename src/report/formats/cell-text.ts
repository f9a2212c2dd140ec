import type { Cell, Column, LabelCell, NameList } from '../data/table.ts';

/** A share with six digits that count: more are noise of the division. */
export function roundedShare(share: number): number {
  return Number(share.toPrecision(6));
}

/** A cell as one text, as formats without lists have it; empty for a cell that says nothing. */
export function cellText(cell: Cell, { kind }: Column): string {
  if (cell === undefined) return '';
  switch (kind) {
    case 'share':
      return String(roundedShare(cell as number));
    case 'names': {
      const { names, indexes } = cell as NameList;
      return indexes.map((index) => withoutSeparator(names[index])).join(SEPARATOR);
    }
    case 'integers':
      return (cell as readonly (number | bigint)[]).join(SEPARATOR);
    case 'labels':
      return (cell as readonly LabelCell[]).map((label) => withoutSeparator(labelText(label))).join(SEPARATOR);
    default:
      return String(cell);
  }
}

const SEPARATOR = ';';

/** A text that is one of several; what separates them becomes a colon in it. */
export function withoutSeparator(text: string): string {
  return text.includes(SEPARATOR) ? text.replaceAll(SEPARATOR, ':') : text;
}

function labelText(label: LabelCell): string {
  if ('text' in label) return `${label.key}=${label.text}`;
  return `${label.key}=${label.number}${label.unit === '' ? '' : ` ${label.unit}`}`;
}
