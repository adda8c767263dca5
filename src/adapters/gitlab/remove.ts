import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { HttpRequest } from '../../http/http-request.js';
import type { GitlabCall } from './context.js';
import { zWireHolder } from './wire.js';

/** What is to be deleted. @internal */
export interface Removal extends Pick<HttpRequest, 'path' | 'repeatability'> {
  /** What holds it, by its path: the issue of a comment, the project of an issue. */
  readonly holder: string;
  /** Looks for it, where it has no reading by its own path. */
  readonly isThere?: () => Promise<unknown>;
}

/** Deletes a thing, or proves that it is gone. @internal */
export function remove(call: GitlabCall, { holder, isThere, ...request }: Removal): Promise<void> {
  const read = (path: string) => call.send({ path, schema: zWireHolder });
  return deleteOrGone(
    () => call.send({ ...request, method: 'DELETE' }),
    isThere ?? (() => read(request.path)),
    () => read(holder),
  );
}
