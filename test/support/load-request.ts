import type { LoadRequest } from '../../src/shell/load-request.ts';

/** A request for files as they are, with nothing else said. */
export function requestFor(...sources: readonly string[]): LoadRequest {
  return {
    sources,
    base: undefined,
    normalize: false,
    symbolize: '',
    buildId: '',
    comment: undefined,
    tools: '',
    http: { seconds: 0, timeout: 0, tls: { cert: '', key: '', ca: '' } },
  };
}
