import * as z from 'zod/mini';
import { object } from '../contracts/objects.js';
import { check } from '../contracts/problems.js';
import type { Runtime } from '../runtime/runtime.js';
import type { IngestSettings } from './ingest-options.js';
import type { Principal } from './principal.js';
import { type Refusal, refuse } from './refusal.js';
import { reportFault } from './report-fault.js';

// A team list that is a text would make `includes` a search for a part of it.
const zPrincipal = object({ id: z.string(), teams: z.array(z.string()) });

/** Asks the host who sent the request and settles for which team. */
export async function identifyCaller(
  request: Request,
  settings: IngestSettings,
  runtime: Runtime,
): Promise<{ readonly principal: Principal; readonly team: string } | Refusal> {
  let principal: Principal;
  try {
    const found = await settings.authenticate(request);
    if (found === undefined || found === null) {
      return refuse('unauthenticated', 'send a valid token: Authorization: Bearer <token>', {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    const checked = check(zPrincipal, found);
    if (!checked.ok) throw new TypeError('authenticate must return { id, teams } or undefined');
    principal = found as Principal;
  } catch (error) {
    reportFault(runtime, request, 'authenticate', error);
    return refuse('authentication_unavailable', 'the sender could not be checked at the moment; send the same again');
  }
  const team = chooseTeam(principal, request.headers.get('x-team-slug')?.trim());
  return typeof team === 'string' ? { principal, team } : team;
}

function chooseTeam({ teams }: Principal, named: string | undefined): string | Refusal {
  if (named) {
    return teams.includes(named) ? named : refuse('team_forbidden', 'X-Team-Slug names a team that is not yours');
  }
  const [only, ...others] = new Set(teams);
  return only !== undefined && others.length === 0
    ? only
    : refuse('team_required', 'name the team in the header X-Team-Slug');
}
