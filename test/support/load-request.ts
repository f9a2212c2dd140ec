import { fileRequest, type LoadRequest } from '../../src/shell/load-request.ts';

/** A request for files as they are, with nothing else said. */
export function requestFor(...sources: readonly string[]): LoadRequest {
  return { ...fileRequest(''), sources };
}
