/** Command lines with more than one file: profiles added up or taken from each other, and a binary before its profiles. */
import { join } from 'node:path';
import type { Case } from '../case.ts';
import type { Source } from '../corpus/corpus.ts';
import { BINARY } from '../corpus/go-profiles.ts';
import { anySource, type Draw, reportCase, reportNames } from './cases.ts';
import { randomCombination } from './combinations.ts';
import { pick } from './pick.ts';

/** Profiles that have something in common more often than chance would have it: of one folder, or one kind. */
function relatives(draw: Draw, source: Source): Source {
  const { random, sources } = draw;
  const kind = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const related = sources.filter(
    ({ path }) => path !== source.path && (kind(path) === kind(source.path) || folder(path) === folder(source.path)),
  );
  return related.length === 0 || random.below(6) === 0 ? anySource(draw) : pick(random, related);
}

/** Several profiles in one report: added up, or one taken from the other. */
export function severalProfileCases(draw: Draw, count: number): Case[] {
  const { random } = draw;
  return Array.from({ length: count }, () => {
    const source = anySource(draw);
    const other = random.below(8) === 0 ? source : relatives(draw, source);
    const combination = random.below(2) === 0 ? [] : randomCombination(random);
    const { args } = reportCase(draw, pick(random, reportNames(source)), combination, source);
    const normalize = random.below(3) === 0 ? ['-normalize'] : [];
    switch (random.below(4)) {
      case 0:
        return { args: [...args.slice(0, -1), ...normalize, `-base=${other.path}`, source.path] };
      case 1:
        return { args: [...args.slice(0, -1), ...normalize, `-diff_base=${other.path}`, source.path] };
      case 2:
        return { args: [...args, other.path, relatives(draw, source).path] };
      default:
        return { args: [...args, other.path] };
    }
  });
}

/** A binary before the profiles it is of: names and lines come out of it, and instructions. */
export function binaryCases({ sources }: Draw): Case[] {
  const binary = join('kinds', BINARY);
  return sources
    .filter(({ path }) => path.startsWith('kinds/'))
    .flatMap(({ path }) =>
      [
        ...['-top', '-traces', '-raw', '-dot', '-proto', '-tree -lines', '-list=fill|mix', '-disasm=main.fill'],
        ...['-disasm=zzz', '-disasm=.', '-disasm=main.mix -intel_syntax', '-top -addresses -symbolize=fastlocal'],
        ...['-raw -symbolize=force', '-raw -symbolize=none', '-top -buildid=feedface', '-raw -symbolize=remote'],
      ].map((flags) => ({ args: [...flags.split(' '), binary, path] })),
    );
}
