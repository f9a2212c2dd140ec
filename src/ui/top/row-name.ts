import { joinedAt } from '../../base/joined-texts.ts';
import { baseName } from '../../base/path-text.ts';
import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import type { TableData } from '../../report/views/table.ts';
import type { LetterRange } from '../../search/rank-names.ts';
import type { SessionFacts } from '../screen/spec.ts';
import { type NamePiece, namePieces } from '../widgets/name-pieces.ts';

/** Functions get as much beside the place of a line, where the place is not too long itself. */
const LEAST_FUNCTION_WIDTH = 8;

/**
 * The name of a row in at most `width` cells, with what of it is matched. Where a line has no room, its file loses the
 * directories, then its function the beginning: what line it is stays.
 *
 *     net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2102
 *     net/http.(*conn).serve server.go:2102
 *     …http.(*conn).… server.go:2102
 */
export function rowNamePieces(
  table: TableData,
  row: number,
  {
    shorten,
    matched,
    width,
  }: Pick<SessionFacts, 'shorten'> & {
    readonly matched: readonly LetterRange[];
    readonly width: number;
  },
): readonly NamePiece[] {
  const name = joinedAt(table.names, row);
  // The directories of a package are most of its name.
  const short = table.asked.grouping === 'packages' ? name : shorten(name);
  const pieces = (text: string, room: number) => namePieces(text, room, shortRanges(name, text, [...matched]));
  const whole = joinedAt(table.files, row);
  // Short names have the file alone.
  const file = short.includes(whole) ? whole : baseName(whole);
  const fileAt = file === '' ? -1 : short.lastIndexOf(file);
  if (fileAt <= 0 || textWidth(safeText(short)) <= width) return pieces(short, width);

  const place = baseName(file) + short.slice(fileAt + file.length);
  const room = width - textWidth(safeText(place)) - 1;
  if (room < LEAST_FUNCTION_WIDTH) return pieces(short.slice(0, fileAt) + place, width);
  const functionName = short.slice(0, fileAt - 1);
  const inName = (from: number, to: number) =>
    matched
      .map(([start, end]): LetterRange => [start - from, Math.min(end, to) - from])
      .filter(([a, b]) => a >= 0 && a < b);
  const functionEnd = name.length - (short.length - functionName.length);
  const ofFunction = shortRanges(name.slice(0, functionEnd), functionName, inName(0, functionEnd));
  const placeStart = name.length - place.length;
  return [
    ...namePieces(functionName, room, ofFunction),
    { text: ' ', isMatched: false },
    ...namePieces(place, width, inName(placeStart, name.length)),
  ];
}
