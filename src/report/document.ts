/** Pictures that the text of a graph can be drawn as. */
export type ImageFormat = 'svg' | 'png' | 'pdf' | 'ps' | 'gif';

/** Programs that show a document: a web browser, or a viewer by its own name. */
export type Viewer = 'browser' | 'gv' | 'eog' | 'evince' | 'kcachegrind';

/** What a report makes that is meant for other programs, not to be read here. */
export interface DocumentKind {
  /** The ending of the files it is written to, without a dot in front: `svg`, `pb.gz`. */
  readonly extension: string;
  /** The picture that its text, a graph, is drawn as. */
  readonly drawnAs?: ImageFormat;
  /** What it is shown with. It then goes to a temporary file. */
  readonly viewer?: Viewer;
}
