import { invalid, type YoutrackCall } from './context.js';
import type { ProjectField } from './project.js';

/**
 * A custom field's value as a request has it, from the plain form in which issues show it.
 *
 * @throws InvalidInputError for a value that the field cannot hold.
 *
 * @internal
 */
export function wireValue(call: YoutrackCall, { name, $type }: ProjectField, value: unknown): unknown {
  const isMany = $type.startsWith('Multi');
  if (value === null) return isMany ? [] : null;
  const path = `customFields.${name}`;
  if (isMany) {
    if (!Array.isArray(value)) throw invalid(call, path, 'expected a list: the field holds several values');
    return value.map((one: unknown, at) => wireOne(call, `${path}[${at}]`, $type, one));
  }
  return wireOne(call, path, $type, value);
}

function wireOne(call: YoutrackCall, path: string, $type: string, value: unknown): unknown {
  const expect = <Kind extends 'string' | 'number'>(kind: Kind) => {
    if (typeof value !== kind) throw invalid(call, path, `expected ${kind === 'string' ? 'text' : 'a number'}`);
    return value;
  };
  if (/^(?:Single|Multi)User/.test($type)) return { id: expect('string') };
  if (/^(?:Single|Multi|State)/.test($type)) return { name: expect('string') };
  if ($type.startsWith('Period')) return { presentation: `${expect('number')}m` };
  if ($type.startsWith('Text')) return { text: expect('string') };
  if ($type.startsWith('Date')) return expect('number');
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw invalid(call, path, 'expected text, a number or a flag');
  return value;
}
