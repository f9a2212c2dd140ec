import { asColumn, type Profile } from './tables.ts';

/** Of every location only the function that was really called. Columns go too, unless they are asked for. */
export function withoutInlines(profile: Profile, keepsColumns: boolean): Profile {
  const { locations, lines } = profile;
  const lineStart = Int32Array.from({ length: locations.length }, (_, location) =>
    Math.max(locations.lineStart[location], locations.lineEnd[location] - 1),
  );
  return {
    ...profile,
    locations: { ...locations, lineStart: asColumn(lineStart) },
    lines: keepsColumns ? lines : { ...lines, column: new Float64Array(lines.length) },
    mappings: profile.mappings.map((mapping) => ({ ...mapping, hasInlineFrames: false })),
  };
}
