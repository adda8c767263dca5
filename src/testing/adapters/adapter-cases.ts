import type { AdapterCase } from './adapter-case.js';
import { clientKeyCases } from './client-key-cases.js';
import { commentCases } from './comment-cases.js';
import { fileCases } from './file-cases.js';
import { findCases } from './find-cases.js';
import { linkCases } from './link-cases.js';
import { listCases } from './list-cases.js';
import { lostAnswerCases } from './lost-answer-cases.js';
import { presenceCases } from './presence-cases.js';
import { surroundingsCases } from './surroundings-cases.js';
import { transitionCases } from './transition-cases.js';
import { createCases, updateCases } from './write-cases.js';

/**
 * The rules of a `TrackerAdapter`.
 *
 * @public
 */
export const adapterCases: readonly AdapterCase[] = [
  ...presenceCases,
  ...listCases,
  ...findCases,
  ...createCases,
  ...clientKeyCases,
  ...lostAnswerCases,
  ...updateCases,
  ...transitionCases,
  ...commentCases,
  ...linkCases,
  ...fileCases,
  ...surroundingsCases,
];
