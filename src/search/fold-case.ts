/**
 * The text in lower case, letter for letter, so that a position in one is the same position in the other. The few
 * letters whose lower case is longer stay as they are.
 */
export function foldCase(text: string): string {
  const folded = text.toLowerCase();
  if (folded.length === text.length) return folded;
  return Array.from({ length: text.length }, (_, i) => {
    const letter = text[i].toLowerCase();
    return letter.length === 1 ? letter : text[i];
  }).join('');
}
