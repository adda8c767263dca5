/** Imports modules by name: `ok`, or what went wrong, for each. */
export async function importAll(specifiers) {
  const imported = {};
  for (const specifier of specifiers) {
    try {
      imported[specifier] = Object.keys(await import(specifier)).length > 0 ? 'ok' : 'exports nothing';
    } catch (error) {
      imported[specifier] = String(error);
    }
  }
  return imported;
}
