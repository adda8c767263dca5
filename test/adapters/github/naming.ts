import type { Naming } from '../../../src/adapters/github/map.js';
import { type GithubOptions, parseOptions } from '../../../src/adapters/github/options.js';

export type Maps = Pick<GithubOptions, 'statusMap' | 'priorityMap' | 'typeMap'>;

/** What a mapping knows of an adapter of `owner/repo`. */
export function naming(workspace: string, maps: Maps = {}): Naming {
  const [owner = '', repo = ''] = workspace.split('/');
  return parseOptions({ owner, repo, token: 'unused', ...maps });
}
