import { defineConfig } from 'tsup';

// One module per source file, so that importing one function costs only that function. Declarations come from tsc
// (scripts/build.ts): bundled ones have hashed names.
export default defineConfig({
  entry: ['src/**/*.ts'],
  format: ['esm'],
  bundle: false,
  dts: false,
  sourcemap: false,
  target: 'es2023',
});
