/** The path of the module whose go.mod this is; undefined where it names none. */
export function moduleOfGoMod(goMod: string): string | undefined {
  return /^\s*module\s+["`]?([^\s"`]+)/m.exec(goMod)?.[1];
}
