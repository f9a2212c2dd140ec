/** The profile that topproto writes, as `wire-text.ts` shows it: a line for each node that says all about it, sorted. */

export function withSortedTopproto(text: string): string {
  if (!/^sample \{ location_id: /m.test(text)) return text;
  const lines = text.trimEnd().split('\n');
  const strings = lines.flatMap((line) => /^string_table: (.*)$/.exec(line)?.[1] ?? []);
  const withoutIds = (shown: string) =>
    shown
      .replaceAll(/\b(function_|location_)?id: \d+ ?/g, '')
      .replaceAll(/\b(name|filename|type|unit): (\d+)/g, (_, field, index) => `${field}: ${strings[Number(index)]}`);
  const byId = (kind: string) =>
    new Map(
      lines.flatMap(
        (line) =>
          line
            .match(`^${kind} \\{ id: (\\d+)`)
            ?.slice(1)
            .map((id) => [id, line]) ?? [],
      ),
    );
  const functions = byId('function');
  const locations = byId('location');
  return lines
    .flatMap((line) => {
      if (/^(location|function|string_table)\b/.test(line)) return [];
      const location = locations.get(/\blocation_id: (\d+)/.exec(line)?.[1] ?? '') ?? '';
      const fn = functions.get(/\bfunction_id: (\d+)/.exec(location)?.[1] ?? '') ?? '';
      return [withoutIds([line, location, fn].join(' '))];
    })
    .sort()
    .join('\n');
}
