import { compareUtf8 } from '../../digest/utf8-order.js';
import type { YoutrackFieldNames } from './options.js';

// What a project calls its state, its type and so on is the project's own: they are custom fields, told apart by their kind.

/** A custom field, of an issue or of a project. @internal */
export interface NamedField {
  readonly name: string;
  /** What kind of field it is: `SingleEnumIssueCustomField`. */
  readonly $type: string;
}

/** The fields that the canonical model has a place for. @internal */
export interface Roles<Field> {
  readonly state: Field | undefined;
  readonly type: Field | undefined;
  readonly priority: Field | undefined;
  readonly assignee: Field | undefined;
}

const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Which field says what. @internal */
export function rolesOf<Field extends NamedField>(
  fields: readonly Field[],
  names: YoutrackFieldNames = {},
): Roles<Field> {
  const pick = (
    kind: RegExp,
    asked: string | undefined,
    usual: string,
    otherwise?: (few: Field[]) => Field | undefined,
  ) => {
    const few = fields.filter(({ $type }) => kind.test($type));
    const found = few.find(({ name }) => isSame(name, asked ?? usual));
    return found ?? (asked === undefined ? otherwise?.(few) : undefined);
  };
  return {
    state: pick(/^State/, names.state, 'State', ([first]) => first),
    type: pick(/^SingleEnum/, names.type, 'Type'),
    priority: pick(/^SingleEnum/, names.priority, 'Priority'),
    assignee: pick(/^(?:Single|Multi)User/, names.assignee, 'Assignee', (few) =>
      few.length === 1 ? few[0] : undefined,
    ),
  };
}

/** A value's members; none for what has none. */
const membersOf = (value: unknown) => Object(value) as Readonly<Record<string, unknown>>;

/** The name of a value; undefined for none. @internal */
export function nameOf(value: unknown): string | undefined {
  const { name } = membersOf(value);
  return typeof name === 'string' ? name : undefined;
}

/** The ids of people in a field for one or for several. @internal */
export function idsOf(value: unknown): string[] {
  return [value ?? []].flat().flatMap((one) => {
    const { id } = membersOf(one);
    return typeof id === 'string' ? [id] : [];
  });
}

/** A custom field's value as plain data that can be written back; undefined for none. @internal */
export function plainValue({ $type }: NamedField, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const plain = value.flatMap((one) => plainOne($type, one) ?? []);
    return plain.length === 0 ? undefined : plain.sort((a, b) => compareUtf8(String(a), String(b)));
  }
  return plainOne($type, value);
}

function plainOne($type: string, value: unknown): unknown {
  if (typeof value !== 'object') return value;
  const { id, name, minutes, text } = membersOf(value);
  if (/User/.test($type)) return id;
  return name ?? minutes ?? text ?? undefined;
}
