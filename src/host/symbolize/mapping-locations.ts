import { type LocationIndex, type MappingIndex, NONE, type Profile } from '../../profile/tables.ts';

/** The locations of every mapping that has some, in the order of both tables. */
export function locationsByMapping({
  mappings,
  locations,
}: Profile): ReadonlyMap<MappingIndex, readonly LocationIndex[]> {
  const lists = mappings.map((): LocationIndex[] => []);
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location];
    if (mapping !== NONE) lists[mapping].push(location as LocationIndex);
  }
  const byMapping = lists.map((list, mapping) => [mapping as MappingIndex, list] as const);
  return new Map(byMapping.filter(([, list]) => list.length > 0));
}
