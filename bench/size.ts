// npm run bench:size: what the gate measures (scripts/size.ts), in the words of the other benches.
import { capture } from '../scripts/command.ts';
import { report } from './report.ts';

const { stdout, stderr } = await capture(process.execPath, ['scripts/size.ts']);
if (stderr !== '') console.error(stderr.trim());
for (const [, figure = '', bytes, limit] of stdout.matchAll(/^(.+): (\d+) bytes of (\d+)$/gm)) {
  const met = Number(bytes) <= Number(limit);
  report({ figure: `size of ${figure}`, measured: `${bytes} bytes`, limit: `${limit} bytes`, met });
}
for (const [, figure = '', ms] of stdout.matchAll(/^(cold import of .+): ([\d.]+) ms$/gm)) {
  report({ figure, measured: `${ms} ms` });
}
