/** The words of a profile that flags can be about. */
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';

export interface Vocabulary {
  readonly functions: readonly string[];
  readonly files: readonly string[];
  readonly objects: readonly string[];
  readonly labelKeys: readonly string[];
  readonly labelTexts: readonly string[];
  readonly sampleTypes: readonly string[];
}

/** What a profile that has no words of its own is asked about. */
const NOTHING: Vocabulary = {
  functions: ['main'],
  files: ['main.go'],
  objects: ['app'],
  labelKeys: ['bytes'],
  labelTexts: ['cart'],
  sampleTypes: ['space'],
};

/** Reads them with pprof-format. A file that is no profile.proto has none. */
export function vocabularyOf(content: Uint8Array): Vocabulary {
  const profile = decoded(content);
  if (profile === undefined) return NOTHING;
  const texts = (indexes: readonly (number | bigint)[], otherwise: readonly string[]) => {
    const words = [...new Set(indexes.map((index) => profile.stringTable.strings[Number(index)] ?? ''))];
    const named = words.filter((word) => word !== '');
    return named.length === 0 ? otherwise : named;
  };
  const labels = profile.sample.flatMap(({ label }) => label);
  return {
    functions: texts(
      profile.function.map(({ name }) => name),
      NOTHING.functions,
    ),
    files: texts(
      profile.function.map(({ filename }) => filename),
      NOTHING.files,
    ),
    objects: texts(
      profile.mapping.map(({ filename }) => filename),
      NOTHING.objects,
    ),
    labelKeys: texts(
      labels.map(({ key }) => key),
      NOTHING.labelKeys,
    ),
    labelTexts: texts(
      labels.map(({ str }) => str),
      NOTHING.labelTexts,
    ),
    sampleTypes: texts(
      profile.sampleType.map(({ type }) => type),
      NOTHING.sampleTypes,
    ),
  };
}

function decoded(content: Uint8Array): Profile | undefined {
  try {
    const isZipped = content[0] === 0x1f && content[1] === 0x8b;
    const profile = Profile.decode(isZipped ? gunzipSync(content) : content);
    return profile.sampleType.length > 0 ? profile : undefined;
  } catch {
    // Some files of the corpus are damaged on purpose, others in formats from before.
    return undefined;
  }
}
