/** The sizes of the blocks that samples are about. */
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';

/** By sample: the bytes of its blocks, which Go writes as the label `bytes`; 0 where it has none. */
export function blockSizeReader({ samples, labels, strings }: Profile): (sample: number) => number {
  let bytesKey: number = NONE;
  for (let label = 0; label < labels.length && bytesKey === NONE; label++) {
    if (stringAt(strings, labels.key[label]) === 'bytes') bytesKey = labels.key[label];
  }
  return (sample) => {
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      if (labels.key[label] === bytesKey && labels.text[label] === NONE) return Number(labels.number[label]);
    }
    return 0;
  };
}
