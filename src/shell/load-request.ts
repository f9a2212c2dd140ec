/** Which profiles to read and what to make of them: what the command line says, as plain data. */
export interface LoadRequest {
  /** Files and URLs, as the user named them. Several are merged. The first may be the binary they are about. */
  readonly sources: readonly string[];
  readonly base: BaseRequest | undefined;
  /** Scales the profile to the totals of its base. */
  readonly normalize: boolean;
  /** The value of `-symbolize`; empty for pprof's usual ways. */
  readonly symbolize: string;
  /** For a main binary whose profile does not tell its build id. */
  readonly buildId: string;
  /** Added to the comments of the profile. */
  readonly comment: string | undefined;
  /** Where to find tools, as `path` or `tool:path`, separated by commas. */
  readonly tools: string;
  readonly http: HttpRequest;
}

/** Profiles to compare with. */
export interface BaseRequest {
  readonly sources: readonly string[];
  /** Keeps the samples of both apart; percentages are shares of the base. */
  readonly isDiff: boolean;
}

export interface HttpRequest {
  /** How long a server is asked to record; 0 leaves it to the server. */
  readonly seconds: number;
  /** How many seconds to wait for an answer; 0 for what suits the recording. */
  readonly timeout: number;
  /** Files with the certificates of the client and the authority, and the client's key; empty for none. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** A request that reads one file or address, with nothing said about how. */
export function fileRequest(source: string): LoadRequest {
  return {
    sources: [source],
    base: undefined,
    normalize: false,
    symbolize: '',
    buildId: '',
    comment: undefined,
    tools: '',
    http: { seconds: 0, timeout: 0, tls: { cert: '', key: '', ca: '' } },
  };
}
