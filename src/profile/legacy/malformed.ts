/** The bytes are of an older format, but damaged: `message` is pprof's sentence for it. */
export class MalformedProfile extends Error {
  override readonly name = 'MalformedProfile';
}
