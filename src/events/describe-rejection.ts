import { type Problem, summarizeProblems } from '../errors/problem.js';
import { missingField } from './check-field.js';

const IN_PAYLOAD = 'payload.';

// "missing required field 'wp_id'" names its field already.
function withoutPrefix({ path, message }: Problem): Problem {
  const name = path.startsWith(IN_PAYLOAD) ? path.slice(IN_PAYLOAD.length) : path;
  return { path: message === missingField(name) ? '' : name, message };
}

const summarize = (problems: readonly Problem[]) => summarizeProblems(problems.map(withoutPrefix));

/**
 * The problems of an event as the one line that a receiving side answers with:
 * `Invalid payload for ErrorLogged: missing required field 'error_type'`.
 *
 * @param eventType - The `event_type` that was sent. It is repeated only where the payload is at fault, and a payload is
 * judged only under a type that is known.
 * @param problems - What `validateEventEnvelope` found.
 *
 * @internal
 */
export function describeRejection(eventType: unknown, problems: readonly Problem[]): string {
  const inPayload = problems.filter(({ path }) => path.startsWith(IN_PAYLOAD));
  const elsewhere = problems.filter((problem) => !inPayload.includes(problem));
  const texts: string[] = [];
  if (elsewhere.length > 0) texts.push(`Invalid event: ${summarize(elsewhere)}`);
  if (inPayload.length > 0) texts.push(`Invalid payload for ${eventType}: ${summarize(inPayload)}`);
  return texts.join('; ');
}
