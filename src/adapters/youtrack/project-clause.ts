import type { YoutrackCall } from './context.js';
import { ENTITY_ID } from './options.js';
import { braced } from './query.js';

/** The condition that an issue is of this project: queries know projects by their short names, and not by their ids. @internal */
export async function ownProject(call: YoutrackCall): Promise<string> {
  const { project } = call;
  if (!ENTITY_ID.test(project)) return `project: ${braced(project)}`;
  const { loadProject } = await import('./project.js');
  return `project: ${braced((await loadProject(call)).shortName) ?? ''}`;
}
