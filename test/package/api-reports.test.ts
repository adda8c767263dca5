import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { entryPoints, ROOT } from '../../scripts/entry-points.ts';

it.each(['ae-missing-release-tag', 'ae-undocumented', 'ae-forgotten-export'])('%s fails the API reports', (message) => {
  const config = JSON.parse(readFileSync(`${ROOT}/api-extractor.json`, 'utf8'));
  // A message that goes into the report is not counted, whatever its level.
  expect(config.messages.extractorMessageReporting[message]).toEqual({ logLevel: 'error', addToApiReportFile: false });
});

it.each(entryPoints().map(({ specifier, report }) => [specifier, report]))('%s has a report', (_specifier, report) => {
  expect(existsSync(`${ROOT}/etc/${report}.api.md`)).toBe(true);
});
