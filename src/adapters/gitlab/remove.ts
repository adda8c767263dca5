import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { HttpRequest } from '../../http/http-request.js';
import type { GitlabCall } from './context.js';
import { zWireHolder } from './wire.js';

/** What is to be deleted. @internal */
export interface Removal extends Pick<HttpRequest, 'path' | 'repeatability'> {
  /** What holds it, by its path: the issue of a comment, the project of an issue. */
  readonly holder: string;
}

/** Deletes a thing, or proves that it is gone. @internal */
export function remove(call: GitlabCall, { holder, ...request }: Removal): Promise<void> {
  return deleteOrGone(
    () => call.send({ ...request, method: 'DELETE' }),
    () => call.send({ path: holder, schema: zWireHolder }),
  );
}
