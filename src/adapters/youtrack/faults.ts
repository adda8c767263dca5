import { RejectedError } from '../../errors/rejected-error.js';
import type { FaultTable } from '../../http/http-request.js';

/** What YouTrack says of a refused request. Its words are in the language of the token's user, so they are shown and not read. */
interface Refusal {
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly error_field?: unknown;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/**
 * YouTrack's answers outside 2xx as errors of ours, by status and error code only; what is not here is left to the table by
 * status.
 *
 * @internal
 */
export const youtrackFaults: FaultTable = ({ status, body, redact }, details) => {
  if (status !== 400 && status !== 405 && status !== 422) return undefined;
  const { error, error_description, error_field } = Object(body) as Refusal;
  const said = redact(textOf(error_description) || textOf(error));
  const code = redact(textOf(error)).toLowerCase().replaceAll(' ', '_');
  const path = redact(textOf(error_field));
  const fields = path && { fields: [{ path, message: said || 'refused' }] };
  const message = `youtrack ${details.context.operation}: YouTrack refuses the request${said ? `: ${said}` : ''}`;
  return new RejectedError(message, {
    ...details,
    ...fields,
    ...(/^[\w.:-]{1,64}$/.test(code) && { serverCode: code }),
  });
};
