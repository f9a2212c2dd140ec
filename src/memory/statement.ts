/** Statements about a program's memory, each with what they rest on. */

/**
 * How sure a statement is. `confirmed`: what was read leaves no other explanation; `likely`: at least two independent signs
 * say so; `possible`: one sign does.
 */
export type Confidence = 'confirmed' | 'likely' | 'possible';

/** Where something was read. */
export interface Place {
  readonly file: string;
  /** Counted from 1; 0 for the file as a whole. */
  readonly line: number;
}

/** One sign: a sentence with the figures in it, without a full stop. */
export interface Evidence {
  readonly text: string;
  readonly at?: Place | undefined;
}

/** A frame as people look for it. The line is 0 and the file empty where they are not known. */
export interface SourceFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** Code that keeps or takes much memory, as found in one profile, in several, or in a log. */
export interface Suspect {
  /** The line to look at first: of the user's own code where the stack has any. */
  readonly frame: SourceFrame;
  /** The whole stack, leaf first. */
  readonly stack: readonly SourceFrame[];
  /** The signature that fits (`memory/suspects/catalogue.ts`); undefined where only size or growth speak. */
  readonly signature: string | undefined;
  /** What is happening, in one sentence. */
  readonly meaning: string;
  /** What is usually done about it, in one sentence. */
  readonly remedy: string | undefined;
  readonly confidence: Confidence;
  /** Bytes it holds, or has allocated, in the last profile. */
  readonly bytes: number;
  readonly objects: number;
  /** Bytes that can be saved at most. */
  readonly savesAtMost: number;
  readonly evidence: readonly Evidence[];
  /** What would make it surer, or show that it is a false alarm. */
  readonly wouldConfirm: string;
  /** The command to type next. */
  readonly next: string;
}
