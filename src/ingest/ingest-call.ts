import type { Runtime } from '../runtime/runtime.js';
import type { IngestSettings } from './ingest-options.js';
import type { Principal } from './principal.js';
import { type Refusal, refuse } from './refusal.js';
import { reportFault } from './report-fault.js';

/** One authenticated request on its way through a route. */
export interface IngestCall {
  readonly request: Request;
  readonly principal: Principal;
  readonly team: string;
  readonly settings: IngestSettings;
  readonly runtime: Runtime;
}

/** Runs a step of the host's stores; a fault is logged and becomes a 503 that tells nothing of it. */
export async function storeStep<Result>(
  { runtime, request }: IngestCall,
  step: string,
  run: () => Promise<Result>,
): Promise<Result | Refusal> {
  try {
    return await run();
  } catch (error) {
    reportFault(runtime, request, step, error);
    return refuse('store_unavailable', 'could not be stored at the moment; send the same again');
  }
}

/** Whether the principal may write for a project of a team; a fault of the host's check is a refusal, not a yes. */
export async function mayWrite(
  { principal, settings, runtime, request }: IngestCall,
  team: string,
  projectUuid: string,
): Promise<boolean | Refusal> {
  try {
    return (await settings.authorizeProject({ principal, team, projectUuid })) === true;
  } catch (error) {
    reportFault(runtime, request, 'authorizeProject', error);
    return refuse(
      'authorization_unavailable',
      'the permission could not be checked at the moment; send the same again',
    );
  }
}
