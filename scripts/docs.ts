// Writes the API reference of every entry point to docs/api (not committed); a warning fails.

import { runScript } from './command.ts';
import { entryPoints } from './entry-points.ts';

const entries = entryPoints().flatMap(({ source }) => ['--entryPoints', source]);
console.log((await runScript('node_modules/typedoc/bin/typedoc', entries)).trim());
