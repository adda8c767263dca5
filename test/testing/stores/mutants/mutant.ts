/**
 * Stores that break one rule each, by the id of the case that must notice. Made from the in-memory twins by replacing a
 * method. A case with several mutants must fail on each of them.
 */
export type Mutants<Store> = Readonly<Record<string, (() => Store) | readonly (() => Store)[]>>;

/** Makes mutants of one kind of store: the store with some methods replaced. */
export function mutantOf<Store extends object>(create: () => Store) {
  return (change: (store: Store) => Partial<Store>) => (): Store => {
    const store = create();
    return { ...store, ...change(store) };
  };
}

/** A value of the wrong type, where a mutant must hand one out. */
export function wrong(value: unknown): never {
  return value as never;
}

/** A read cache that hands out the same object again and again, until it is cleared. */
export function createLeakyCache() {
  const found = new Map<string, unknown>();
  return {
    clear: () => found.clear(),
    through: async <Value>(question: unknown, ask: () => Promise<Value>): Promise<Value> => {
      const key = JSON.stringify(question) ?? '';
      if (!found.has(key)) found.set(key, await ask());
      return found.get(key) as Value;
    },
  };
}

/** Ways to mix up streams: each part left out, null taken for a text, the parts joined. */
export function mixedUp<Stream extends object>(sample: Stream): ((stream: Stream) => Stream)[] {
  const parts = Object.keys(sample) as (keyof Stream)[];
  const nulls = (text: string) => (stream: Stream) =>
    Object.fromEntries(Object.entries(stream).map(([part, value]) => [part, value ?? text])) as Stream;
  const joined = (stream: Stream) => {
    const [first = '', ...rest] = parts;
    const texts = Object.values(stream).map((value) => (value === null ? 'null value' : String(value)));
    return { ...stream, ...Object.fromEntries(rest.map((part) => [part, ''])), [first]: texts.join(':') };
  };
  const without = parts.map((part) => (stream: Stream) => ({ ...stream, [part]: '' }));
  return [...without, nulls('null'), nulls(''), joined];
}
