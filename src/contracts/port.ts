import * as z from 'zod/mini';

/** A port or store of the host: anything with these methods. */
export function zPort<Port>(
  methods: readonly (keyof Port & string)[],
  error = `expected methods ${methods.join(', ')}`,
) {
  return z.custom<Port>(
    (value) =>
      methods.every((name) => typeof (value as Partial<Record<string, unknown>> | null)?.[name] === 'function'),
    { error },
  );
}
