import { PermissionError } from '../../errors/permission-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { failed, type GithubCall } from './call.js';

/** GitHub said "not found" of what was to be deleted, and then showed it. @internal */
export function stillThere(call: GithubCall, what: string, reply?: HttpReply<unknown>): PermissionError {
  return failed(call, PermissionError, `${what} is there, and these credentials may not remove it`, reply);
}
