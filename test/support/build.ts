/** Builds dist/ before the tests, unless it is current: some of them run the built program. */
export default async function setUpOnce(): Promise<void> {
  const { setUp } = (await import('../../setup.mjs' as string)) as { setUp(): Promise<void> };
  await setUp();
}
