import type { AzureCall } from './context.js';
import { type WireProject, zWireProject } from './wire-site.js';

/** The project's own description, below the organisation. @internal */
export function projectPath({ settings }: Pick<AzureCall, 'settings'>): string {
  return `/_apis/projects/${encodeURIComponent(settings.project)}`;
}

/** The project with its true id and name; read once, and a failure is not kept. @internal */
export async function readProject(call: AzureCall): Promise<WireProject> {
  const { known } = call;
  const shared = await known.project?.catch(() => undefined);
  if (shared !== undefined) return shared;
  const request = { at: 'collection', path: projectPath(call), schema: zWireProject } as const;
  const reading = call.send(request).then(({ body }) => body);
  known.project = reading;
  reading.catch(() => {
    if (known.project === reading) known.project = undefined;
  });
  return reading;
}
