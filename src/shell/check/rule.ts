/**
 * Rules that a profile has to keep, to be checked by a person or in CI:
 *
 *     rules    = rule { "and" rule }
 *     rule     = subject { clause } operator limit { clause }
 *     subject  = "total" | measure "(" pattern ")"
 *     clause   = "of" sample type | "since" profile
 *     operator = "<" | "<=" | ">" | ">=" | "==" | "!="
 *     limit    = number [ "%" | unit ]
 *
 * The measures are those of `MEASURES`. A pattern is one as everywhere, searched for in the names that `top` prints; its
 * parentheses are balanced, or behind a backslash, or in a class. `of` chooses another sample type than the one shown, `since`
 * names the open profile that an earlier state is in. A limit without a unit is in the unit of the values in the profile.
 * Filters and options hold as they do for reports.
 */

interface MeasureDeclaration {
  readonly help: string;
  /** What a limit in percent is a share of. */
  readonly whole: string;
  /** What it measures: values of the profile, which have a unit, or a number of functions or samples. */
  readonly counts: 'values' | 'functions' | 'samples';
  /** Whether it says something about a pattern. */
  readonly takesPattern: boolean;
  /** Whether it compares with an earlier profile. */
  readonly compares: 'always' | 'where asked' | 'never';
}

const USUAL = { counts: 'values', takesPattern: true, compares: 'never' } as const;

export const MEASURES = {
  flat: { ...USUAL, help: 'What matching functions use themselves.', whole: 'the total' },
  cum: { ...USUAL, help: 'What matching functions and all they call use, each sample once.', whole: 'the total' },
  total: {
    ...USUAL,
    help: 'What the whole profile uses.',
    whole: 'the total of the earlier profile',
    takesPattern: false,
    compares: 'where asked',
  },
  samples: {
    ...USUAL,
    help: 'How many samples have a matching function in their stack.',
    whole: 'all samples',
    counts: 'samples',
  },
  count: { ...USUAL, help: 'How many functions match.', whole: 'all functions', counts: 'functions' },
  grew: {
    ...USUAL,
    help: 'By how much cum is larger than in the earlier profile.',
    whole: 'cum in the earlier profile',
    compares: 'always',
  },
  new: {
    ...USUAL,
    help: 'How many matching functions the earlier profile does not have.',
    whole: 'all functions',
    counts: 'functions',
    compares: 'always',
  },
  gone: {
    ...USUAL,
    help: 'How many matching functions only the earlier profile has.',
    whole: 'all functions of the earlier profile',
    counts: 'functions',
    compares: 'always',
  },
} as const satisfies Readonly<Record<string, MeasureDeclaration>>;

export type MeasureName = keyof typeof MEASURES;

/** The declarations by name, without their exact types. */
export const measureDeclarations: ReadonlyMap<string, MeasureDeclaration> = new Map(Object.entries(MEASURES));

export const OPERATORS = ['<=', '<', '>=', '>', '==', '!='] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Rule {
  readonly measure: MeasureName;
  /** Empty where the measure takes none. */
  readonly pattern: string;
  readonly operator: Operator;
  readonly limit: Limit;
  /** Undefined for the one that reports show. */
  readonly sampleType: string | undefined;
  /** The earlier profile, by its number or name. */
  readonly since: string | undefined;
}

export interface Limit {
  readonly amount: number;
  /** `%`, a unit, or empty for the unit of the profile. */
  readonly unit: string;
}

/** A rule without its operator and limit, as it is written. */
export function subjectText({ measure, pattern, sampleType, since }: Rule): string {
  const argument = MEASURES[measure].takesPattern ? `(${pattern})` : '';
  const type = sampleType === undefined ? '' : ` of ${sampleType}`;
  return `${measure}${argument}${type}${since === undefined ? '' : ` since ${since}`}`;
}

export function limitText({ operator, limit }: Rule): string {
  return `${operator} ${limit.amount}${limit.unit}`;
}

export function ruleText(rule: Rule): string {
  return `${subjectText(rule)} ${limitText(rule)}`;
}
