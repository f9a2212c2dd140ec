import { UserError } from '../../base/errors.ts';
import { baseName } from '../../base/path-text.ts';
import { type Frame, type MappingFlags, withFrames, withMappingFlags } from '../../profile/symbolized.ts';
import type { LocationIndex, Mapping, MappingIndex, Profile } from '../../profile/tables.ts';
import type { BinaryFiles } from '../binaries/binary-files.ts';
import { addressInBinary, isInCode, type ObjectFile } from '../binaries/object-file.ts';
import { openObjectFile } from '../binaries/open-object-file.ts';
import { askTools } from './ask-tools.ts';
import type { InstalledTool } from './find-tools.ts';
import { locationsByMapping } from './mapping-locations.ts';
import { isFromServer } from './mapping-sources.ts';
import type { Programs } from './programs.ts';

export interface LocalOptions {
  /** Asks again for what has names already. */
  readonly force: boolean;
  readonly files: BinaryFiles;
  /** Whether binaries are asked for their build ids, and refused where those differ. pprof in Go 1.26 does not. */
  readonly readsBuildIds: boolean;
  readonly programs: Programs;
  /** Looks for the tools that there are, the best first. */
  readonly tools: () => readonly InstalledTool[];
  /** Told what pprof says. */
  readonly notify: (message: string) => void;
  /** Told what pprof has no need to say, as it brings its own tools. */
  readonly advise: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** The profile with the functions and lines that binaries of this machine have for its addresses. Rejects with Cancelled. */
export async function symbolizeLocally(profile: Profile, options: LocalOptions): Promise<Profile> {
  const { binaries, isMissingSome } = binariesOf(profile, options);
  const symbolized = binaries.length === 0 ? profile : await withAnswersAbout(binaries, profile, options);
  if (isMissingSome) {
    options.notify('Some binary filenames not available. Symbolization may be incomplete.');
    options.notify('Try setting PPROF_BINARY_PATH to the search path for local binaries.');
  }
  return symbolized;
}

/** A binary with the mappings it is the file of, and the locations in each. */
interface AskedBinary {
  readonly path: string;
  readonly mappings: Map<MappingIndex, readonly AskedLocation[]>;
}

interface AskedLocation {
  readonly location: LocationIndex;
  /** The binary's own. */
  readonly address: bigint;
}

/** The binaries that can be asked. What keeps others from being asked is told. */
function binariesOf(
  profile: Profile,
  { force, files, readsBuildIds, notify }: LocalOptions,
): { readonly binaries: readonly AskedBinary[]; readonly isMissingSome: boolean } {
  const binaries = new Map<string, AskedBinary>();
  let isMissingSome = false;
  for (const [index, locations] of locationsByMapping(profile)) {
    const mapping = profile.mappings[index];
    const isSymbolized = mapping.hasFunctions || mapping.hasFilenames || mapping.hasLineNumbers;
    if (isSymbolized && !force) continue;
    if (mapping.file === '') {
      if (index === 0) notify('Main binary filename not available.');
      else isMissingSome = true;
      continue;
    }
    if (isNoFile(mapping)) continue;
    try {
      const object = openBinaryOf(mapping, files, readsBuildIds);
      const binary = binaries.get(mapping.file) ?? { path: mapping.file, mappings: new Map() };
      binaries.set(mapping.file, binary);
      binary.mappings.set(
        index,
        locations
          .map((location) => ({
            location,
            address: addressInBinary(object, mapping, profile.locations.address[location]),
          }))
          // Tools name the nearest function for what is none.
          .filter(({ address }) => isInCode(object, address)),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notify(`${failureOf(mapping)}: ${error.message}`);
      isMissingSome = true;
    }
  }
  return { binaries: [...binaries.values()], isMissingSome };
}

/** What the kernel maps without there being a file, and what a server mapped that did not say from where. */
function isNoFile(mapping: Mapping): boolean {
  const { file } = mapping;
  const name = baseName(file);
  return (
    name.startsWith('[') ||
    name.startsWith('linux-vdso') ||
    file === '//anon' ||
    file.startsWith('/dev/dri/') ||
    file.startsWith('/memfd:') ||
    isFromServer(mapping)
  );
}

function openBinaryOf({ file, buildId }: Mapping, files: BinaryFiles, readsBuildIds: boolean): ObjectFile {
  const object = openObjectFile(files, file);
  const isOther = readsBuildIds && buildId !== '' && object.buildId !== '' && object.buildId !== buildId;
  if (isOther) throw new UserError('build ID mismatch');
  return object;
}

function failureOf({ file, buildId }: Mapping): string {
  return `Local symbolization failed for ${baseName(file)}${buildId === '' ? '' : ` (build ID ${buildId})`}`;
}

async function withAnswersAbout(
  binaries: readonly AskedBinary[],
  profile: Profile,
  { programs, tools, notify, advise, signal }: LocalOptions,
): Promise<Profile> {
  const installed = tools();
  if (installed.length === 0) {
    advise('Install llvm-symbolizer or addr2line to see the names of functions in place of addresses.');
    return profile;
  }
  const questions = binaries.map(({ path, mappings }) => {
    const addresses = new Set([...mappings.values()].flat().map(({ address }) => address));
    return { path, addresses: [...addresses] };
  });
  const answers = await askTools(questions, { tools: installed, programs, ...(signal ? { signal } : {}) });

  const found = new Map<LocationIndex, readonly Frame[]>();
  const flags = new Map<MappingIndex, MappingFlags>();
  for (const [row, { path, mappings }] of binaries.entries()) {
    const { frames, problems } = answers[row];
    for (const problem of problems) notify(`Local symbolization failed for ${baseName(path)}: ${problem}`);
    for (const [mapping, locations] of mappings) {
      const ofMapping = locations.flatMap(({ location, address }) => {
        const frame = frames.get(address);
        if (frame !== undefined) found.set(location, [frame]);
        return frame ?? [];
      });
      if (ofMapping.length > 0) flags.set(mapping, flagsFor(ofMapping));
    }
  }
  return withMappingFlags(withFrames(profile, found), flags);
}

function flagsFor(frames: readonly Frame[]): MappingFlags {
  return {
    hasFunctions: frames.some(({ name }) => name !== ''),
    hasFilenames: frames.some(({ file }) => file !== ''),
    hasLineNumbers: frames.some(({ line }) => line !== 0),
    // pprof says so of every mapping it has found names for.
    hasInlineFrames: true,
  };
}
