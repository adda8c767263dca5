import { NotFoundError } from '../../errors/not-found-error.js';
import { about, type GitlabCall } from './context.js';

/**
 * Deletes a thing. One that is gone is as good as deleted; a project that is not there, or may not be seen, is a fault:
 * then nothing is known of the thing.
 *
 * @internal
 */
export async function remove(call: GitlabCall, path: string): Promise<void> {
  const reply = await call.send({ method: 'DELETE', path, answers: [404, 410] });
  const { message } = Object(reply.body) as { readonly message?: unknown };
  if (reply.status === 404 && /project/i.test(String(message))) {
    throw about(call, reply, NotFoundError, 'the project does not exist, or these credentials may not see it', {});
  }
}
