import { AuthenticationError } from '../../errors/authentication-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { FaultTable } from '../../http/http-request.js';

/**
 * Redmine's answers outside 2xx as errors of ours. Most have no body; 422 has sentences in the account's language, which
 * name fields for people and are told as they are. What has no row here is left to the table by status.
 *
 * @internal
 */
export const redmineFaults: FaultTable = ({ body, redact, status }, details) => {
  const who = `redmine ${details.context.operation}`;
  const { errors } = Object(body) as { readonly errors?: unknown };
  const said = Array.isArray(errors) ? errors.filter((text) => typeof text === 'string' && text !== '') : [];
  const theirs = said.length > 0 ? `: ${redact(said.join('; '))}` : '';
  switch (status) {
    case 401:
      return new AuthenticationError(`${who}: Redmine does not know the key, or its account is locked`, details);
    case 403: {
      // Who may use the API at all may ask who he is.
      const isSelf = details.context.operation === 'testConnection';
      const what = isSelf
        ? 'Redmine refuses: its REST API is switched off (Administration, Settings, API), or the account must change its password first'
        : 'the account lacks a right in this project, or the REST API is switched off';
      return new PermissionError(`${who}: ${what}${theirs}`, details);
    }
    case 404:
    case 410:
      return new NotFoundError(`${who}: it does not exist, or this account may not see it`, details);
    case 406:
    case 412:
      return new RejectedError(`${who}: Redmine refuses the form of the request (${status})`, details);
    case 409:
      return new ConflictError(`${who}: a conflict with what Redmine has${theirs}`, details);
    case 422:
      if (Array.isArray(errors) && errors.length === 0) {
        return new ConflictError(`${who}: somebody else changed it meanwhile`, details);
      }
      return new RejectedError(`${who}: Redmine refuses it${theirs}`, {
        ...details,
        fields: said.map((text) => ({ path: '', message: redact(text) })),
      });
    default:
      return undefined;
  }
};
