import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';

const require = createRequire(import.meta.url);
const schema: object = require('@atlaskit/adf-schema/dist/json-schema/v1/full.json');
const validate = new Ajv.default({ strict: false }).compile(schema);

/** What the official schema has against a document; undefined if it is valid. */
export function invalidity(document: unknown): string | undefined {
  return validate(document) ? undefined : JSON.stringify({ error: validate.errors?.[0], document });
}
