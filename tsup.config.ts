import { defineConfig } from 'tsup';

// One module per source file, so that importing one function costs only that function.
// Declarations come from tsc (see package.json, "build"): bundled ones have hashed names.
export default defineConfig({
  entry: ['src/**/*.ts'],
  format: ['esm'],
  bundle: false,
  dts: false,
  sourcemap: false,
  clean: true,
  target: 'es2023',
});
