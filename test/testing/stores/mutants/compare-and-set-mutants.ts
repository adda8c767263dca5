import type { Version, Versioned } from '../../../../src/contracts/versioned.js';
import { createLeakyCache, type Mutants } from './mutant.js';

type Read<Key, Value> = (key: Key) => Promise<Versioned<Value> | undefined>;
type Write<Key, Value> = (key: Key, value: Value, expected: Version | 'absent') => Promise<Version | undefined>;

interface Door<Key, Value> {
  readonly read: Read<Key, Value>;
  readonly write: Write<Key, Value>;
}

interface Subject<Store, Key, Value> {
  readonly prefix: string;
  readonly create: () => Store;
  readonly open: (store: Store) => Door<Key, Value>;
  readonly close: (store: Store, door: Door<Key, Value>) => Store;
}

export function compareAndSetMutants<Store, Key, Value>(subject: Subject<Store, Key, Value>): Mutants<Store> {
  const mutant = (change: (door: Door<Key, Value>) => Partial<Door<Key, Value>>) => () => {
    const store = subject.create();
    const door = subject.open(store);
    return subject.close(store, { ...door, ...change(door) });
  };
  const expecting = (
    choose: (expected: Version | 'absent', current: Version | undefined) => Version | 'absent' | undefined,
  ) =>
    mutant(({ read, write }) => ({
      write: async (key, value, expected) => {
        const chosen = choose(expected, (await read(key))?.version);
        return chosen === undefined ? undefined : write(key, value, chosen);
      },
    }));
  // Looks, waits, then writes over whatever is there by then.
  const racing = (applies: (expected: Version | 'absent') => boolean) =>
    mutant(({ read, write }) => ({
      write: async (key, value, expected) => {
        if (!applies(expected)) return write(key, value, expected);
        if (((await read(key))?.version ?? 'absent') !== expected) return undefined;
        for (;;) {
          const version = await write(key, value, (await read(key))?.version ?? 'absent');
          if (version !== undefined) return version;
        }
      },
    }));

  const { prefix } = subject;
  return {
    [`${prefix}/first-write`]: mutant(({ write }) => ({
      write: async (key, value, expected) => {
        // Gives no version out for the first write, as a driver does that returns the row it replaced.
        const version = await write(key, value, expected);
        return expected === 'absent' ? version && '' : version;
      },
    })),
    [`${prefix}/absent-loses`]: expecting((expected, current) =>
      expected === 'absent' ? (current ?? 'absent') : expected,
    ),
    [`${prefix}/current-version-wins`]: expecting((expected) => (expected === 'absent' ? expected : undefined)),
    [`${prefix}/stale-version-loses`]: expecting((expected, current) =>
      expected === 'absent' ? expected : (current ?? expected),
    ),
    [`${prefix}/version-of-nothing-loses`]: expecting((expected, current) =>
      current === undefined ? 'absent' : expected,
    ),
    [`${prefix}/one-first-write-wins`]: racing((expected) => expected === 'absent'),
    [`${prefix}/one-next-write-wins`]: racing((expected) => expected !== 'absent'),
    [`${prefix}/copies-in`]: mutant(({ read, write }) => {
      const handedIn = new Map<string, Value>();
      return {
        read: async (key) => {
          const found = await read(key);
          const value = handedIn.get(JSON.stringify(key));
          return found && value ? structuredClone({ ...found, value }) : found;
        },
        write: async (key, value, expected) => {
          const version = await write(key, value, expected);
          if (version !== undefined) handedIn.set(JSON.stringify(key), value);
          return version;
        },
      };
    }),
    [`${prefix}/copies-out`]: mutant(({ read, write }) => {
      const cache = createLeakyCache();
      return {
        read: (key) => cache.through(key, () => read(key)),
        write: async (...write_) => {
          cache.clear();
          return write(...write_);
        },
      };
    }),
  };
}
