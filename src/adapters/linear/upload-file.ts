import { flag, list, maybe, object, text } from '../../contracts/adapter/shape.js';
import { ContractError } from '../../errors/contract-error.js';
import { createHttpClient } from '../../http/http-client.js';
import { checkServerUrl } from '../../http/server-url.js';
import { about, type LinearCall } from './context.js';
import { expectDone } from './create-once.js';
import { dataOf } from './wire.js';

const UPLOAD =
  'mutation Upload($contentType:String!,$filename:String!,$size:Int!){fileUpload(contentType:$contentType,filename:$filename,size:$size){success uploadFile{uploadUrl assetUrl headers{key value}}}}';
const zUpload = dataOf({
  fileUpload: object({
    success: flag,
    uploadFile: maybe(object({ uploadUrl: text, assetUrl: text, headers: list(object({ key: text, value: text })) })),
  }),
});

/**
 * Uploads a file to where Linear says: a signed address of another server, which gets none of our credentials.
 *
 * @returns Where the file is then, for those who may see it.
 *
 * @internal
 */
export async function uploadFile(
  call: LinearCall,
  file: Blob,
  filename: string,
  clientKey: string | undefined,
): Promise<string> {
  const { operation, signal, allowInsecureHttp, plain, ports } = call;
  const variables = { contentType: file.type, filename, size: file.size };
  // It only signs an address, so it may be asked for twice.
  const reply = await call.send({ document: UPLOAD, variables, schema: zUpload, repeatability: 'keyed' });
  const { uploadFile: place } = expectDone(call, reply, reply.body.data.fileUpload);
  const target = place && URL.canParse(place.uploadUrl) ? new URL(place.uploadUrl) : undefined;
  const server = target && checkServerUrl(target.origin, { allowInsecureHttp });
  if (!place || !target || !server?.ok) {
    throw about(call, reply, ContractError, 'Linear names no address that a file could safely be sent to', {});
  }
  const given = Object.fromEntries(place.headers.map(({ key, value }) => [key.toLowerCase(), value]));
  // Where the host's function fails now, the call has ended before.
  const secrets = await call.secrets().catch(() => []);
  await createHttpClient({ ...plain, baseUrl: server.value }, ports).send({
    operation,
    signal,
    method: 'PUT',
    path: target.pathname,
    search: target.search.slice(1),
    headers: { 'content-type': file.type, 'cache-control': 'public, max-age=31536000', ...given },
    body: new Uint8Array(await file.arrayBuffer()),
    secrets: [...secrets, target.search.slice(1), ...target.searchParams.values()].filter(({ length }) => length > 15),
    ...(clientKey !== undefined && { clientKey }),
  });
  return place.assetUrl;
}
