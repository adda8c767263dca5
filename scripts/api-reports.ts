// Writes or checks the API report of every entry point: etc/<entry>.api.md. With --local a changed report is written;
// without it a changed report fails, so that a change of the public surface is always seen in review.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type ExtractorResult,
  type IConfigFile,
} from '@microsoft/api-extractor';
import ts from 'typescript';
import { ensureBuilt } from './build.ts';
import { conclude } from './command.ts';
import { type EntryPoint, entryPoints, ROOT } from './entry-points.ts';

const local = process.argv.includes('--local');
const FORGOTTEN = /The symbol "(.+)" needs to be exported/;

/** Every name that some entry point exports: another may use it without exporting it again. */
function exportedNames(entries: readonly EntryPoint[]): Set<string> {
  const files = entries.map(({ types }) => `${ROOT}/${types}`);
  const program = ts.createProgram(files, { module: ts.ModuleKind.NodeNext, types: [] });
  const checker = program.getTypeChecker();
  return new Set(
    files.flatMap((file) => {
      const source = program.getSourceFile(file);
      const module = source && checker.getSymbolAtLocation(source);
      return module ? checker.getExportsOfModule(module).map(({ name }) => name) : [];
    }),
  );
}

function analyse(entry: EntryPoint, base: IConfigFile, exported: ReadonlySet<string>): ExtractorResult {
  const configObject: IConfigFile = {
    ...base,
    mainEntryPointFilePath: `${ROOT}/${entry.types}`,
    apiReport: { ...base.apiReport, enabled: true, reportFileName: entry.report },
  };
  return Extractor.invoke(
    ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: `${ROOT}/api-extractor.json`,
      packageJsonFullPath: `${ROOT}/package.json`,
    }),
    {
      localBuild: local,
      printApiReportDiff: true,
      messageCallback: (message: ExtractorMessage) => {
        if (message.messageId === 'console-preamble' || message.messageId === 'console-compiler-version-notice') {
          message.logLevel = ExtractorLogLevel.None;
        }
        // Documented once, where TrackerError declares them; each error only names its own value.
        const isErrorLiteral =
          message.messageId === 'ae-undocumented' &&
          message.sourceFilePath?.includes('/dist/errors/') &&
          /"(name|code|retryable)"/.test(message.text);
        if (isErrorLiteral) message.logLevel = ExtractorLogLevel.None;
        const forgotten = message.messageId === 'ae-forgotten-export' && FORGOTTEN.exec(message.text)?.[1];
        // The root stands by itself; what it has is there for users of the others.
        if (forgotten && entry.subpath !== '.' && exported.has(forgotten)) {
          message.logLevel = ExtractorLogLevel.None;
        }
      },
    },
  );
}

await ensureBuilt();
mkdirSync(`${ROOT}/etc`, { recursive: true });
mkdirSync(`${ROOT}/temp/api`, { recursive: true });
const base = ExtractorConfig.loadFile(`${ROOT}/api-extractor.json`);
const entries = entryPoints();
const exported = exportedNames(entries);
const faults: string[] = [];
for (const entry of entries) {
  if (!existsSync(`${ROOT}/${entry.types}`)) {
    faults.push(`${entry.specifier}: ${entry.types} was not built`);
    continue;
  }
  const { succeeded, apiReportChanged, errorCount } = analyse(entry, base, exported);
  if (apiReportChanged && !local)
    faults.push(`etc/${entry.report}.api.md is out of date; run npm run api and review it`);
  else if (!succeeded) faults.push(`${entry.specifier}: ${errorCount} faults`);
}
const known = new Set(entries.map(({ report }) => `${report}.api.md`));
for (const file of readdirSync(`${ROOT}/etc`).filter((name) => !known.has(name))) {
  faults.push(`etc/${file} belongs to no entry point; remove it`);
}
conclude('API reports', faults);
