/**
 * A module of the built package that no entry point exports. The types come from the source, because dist need not be
 * there when the types are checked.
 */
export async function built<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../dist/${path}`, import.meta.url).href)) as Module;
}
