import type { Version, Versioned } from '../../contracts/versioned.js';

/** Records under text keys with compare-and-set; values are copied both ways. */
interface VersionedRecords<Value> {
  readonly get: (key: string) => Versioned<Value> | undefined;
  /** Whether a write that expects this would win. */
  readonly isAt: (key: string, expected: Version | 'absent') => boolean;
  readonly put: (key: string, value: Value, expected: Version | 'absent') => Version | undefined;
  readonly delete: (key: string, expected: Version) => boolean;
}

export function createVersionedRecords<Value>(): VersionedRecords<Value> {
  const records = new Map<string, Versioned<Value>>();
  // One count for all keys: a version never comes back, not even after a delete.
  let writes = 0;
  const isAt = (key: string, expected: Version | 'absent') => (records.get(key)?.version ?? 'absent') === expected;
  return {
    get: (key) => structuredClone(records.get(key)),
    isAt,
    put: (key, value, expected) => {
      if (!isAt(key, expected)) return undefined;
      const version = `v${++writes}`;
      records.set(key, { value: structuredClone(value), version });
      return version;
    },
    delete: (key, expected) => isAt(key, expected) && records.delete(key),
  };
}
