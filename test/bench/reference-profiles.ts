/** The profiles that goals are set for. */
import type { ProfileSpec } from './generate.ts';

export type ProfileKind = Pick<ProfileSpec, 'shape' | 'sampleTypes' | 'labels'>;
export type ProfileSize = keyof typeof SIZES;

/** Random stacks are as deep as they are meant to be, walks through a graph end early: hence the two depths. */
const SIZES = {
  /** 2.6 MB. */
  'A/10': { samples: 20_000, functions: 5000, depth: { graph: 52, random: 39 } },
  /** 26 MB. */
  A: { samples: 200_000, functions: 50_000, depth: { graph: 52, random: 39 } },
  /** 98 MB. */
  B: { samples: 1_000_000, functions: 50_000, depth: { graph: 52, random: 39 } },
  /** 160 MB. */
  C: { samples: 1_000_000, functions: 50_000, depth: { graph: 88, random: 72 } },
} as const;

export const HEAP: ProfileKind = { sampleTypes: 'heap', shape: 'graph', labels: true };
export const HEAP_PLAIN: ProfileKind = { ...HEAP, labels: false };
export const HEAP_RANDOM: ProfileKind = { ...HEAP, shape: 'random' };
export const CPU: ProfileKind = { ...HEAP, sampleTypes: 'cpu' };

export function referenceSpec(size: ProfileSize, kind: ProfileKind): ProfileSpec {
  const { samples, functions, depth } = SIZES[size];
  return { seed: 1, size: { samples }, functions, depth: depth[kind.shape], ...kind };
}

export function kindText({ sampleTypes, shape, labels }: ProfileKind): string {
  return [sampleTypes, shape === 'random' && 'random', !labels && 'no labels'].filter(Boolean).join(', ');
}

/** One of a series of profiles that double in size; programs grow slower than what is recorded of them. */
export function growthSpec(rawMegabytes: number): ProfileSpec {
  return { seed: 1, size: { rawMegabytes }, functions: Math.round(1500 * Math.sqrt(rawMegabytes)), depth: 52, ...HEAP };
}
