// What a CommonJS host does: `require.cjs <specifier>...`. Prints one line of JSON.
const required = {};
for (const specifier of process.argv.slice(2)) {
  try {
    required[specifier] = Object.keys(require(specifier)).length > 0 ? 'ok' : 'exports nothing';
  } catch (error) {
    required[specifier] = String(error);
  }
}
console.log(JSON.stringify({ required }));
