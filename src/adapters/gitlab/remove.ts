import { NotFoundError } from '../../errors/not-found-error.js';
import { detailsOf, type GitlabContext } from './context.js';

/**
 * Deletes a thing. One that is gone is as good as deleted; a project that is not there, or may not be seen, is a fault:
 * then nothing is known of the thing.
 *
 * @internal
 */
export async function remove(
  { http }: GitlabContext,
  operation: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reply = await http.send({ operation, method: 'DELETE', path, answers: [404, 410], signal });
  const { message } = Object(reply.body) as { readonly message?: unknown };
  if (reply.status === 404 && /project/i.test(String(message))) {
    const what = 'the project does not exist, or these credentials may not see it';
    throw new NotFoundError(`gitlab ${operation}: ${what}`, detailsOf(reply, operation));
  }
}
