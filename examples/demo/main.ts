// `npm run demo`
import { runDemo } from './run-demo.ts';

const colours = !process.env.NO_COLOR;
process.exitCode = (await runDemo(process.stdout, { colours })).exitCode;
