interface Records<Identity, Value> {
  get(identity: Identity): Promise<Value | undefined>;
  put(value: Value): Promise<void>;
  delete(identity: Identity): Promise<void>;
}

/** Records of which those that share a key replace one another: what a store with a careless key does. */
export function keyedBy<Identity, Value>(
  { get, put, delete: remove }: Records<Identity, Value>,
  identityOf: (value: Value) => Identity,
  keyOf: (identity: Identity) => string,
): Records<Identity, Value> {
  const holders = new Map<string, Identity>();
  const holder = (identity: Identity) => holders.get(keyOf(identity)) ?? identity;
  return {
    get: (identity) => get(holder(identity)),
    put: async (value) => {
      const identity = identityOf(value);
      await remove(holder(identity));
      holders.set(keyOf(identity), identity);
      await put(value);
    },
    delete: (identity) => remove(holder(identity)),
  };
}
