type Json = Readonly<Record<string, unknown>>;

const text = (value: unknown) => String(value ?? '');
const lower = (value: unknown) => text(value).toLowerCase();
const isBefore = (a: unknown, b: unknown) =>
  typeof a === 'number' ? a < Number(b) : Date.parse(text(a)) < Date.parse(text(b));

const COMPARATORS: Readonly<Record<string, (value: unknown, wanted: unknown) => boolean>> = {
  eq: (value, wanted) => (value ?? null) === wanted,
  neq: (value, wanted) => (value ?? null) !== wanted,
  in: (value, wanted) => (wanted as unknown[]).includes(value),
  nin: (value, wanted) => !(wanted as unknown[]).includes(value),
  eqIgnoreCase: (value, wanted) => lower(value) === lower(wanted),
  contains: (value, wanted) => text(value).includes(text(wanted)),
  containsIgnoreCase: (value, wanted) => lower(value).includes(lower(wanted)),
  null: (value, wanted) => (value === null || value === undefined) === wanted,
  lt: isBefore,
  gt: (value, wanted) => isBefore(wanted, value),
  gte: (value, wanted) => !isBefore(value, wanted),
  lte: (value, wanted) => !isBefore(wanted, value),
};

/** Whether something fits a filter of Linear's: comparators, their combination, and filters of what it is linked to. */
export function fits(value: unknown, filter: unknown): boolean {
  if (filter === null || filter === undefined) return true;
  return Object.entries(filter as Json).every(([name, wanted]) => {
    if (wanted === null || wanted === undefined) return true;
    if (name === 'and') return (wanted as unknown[]).every((each) => fits(value, each));
    if (name === 'or') return (wanted as unknown[]).some((each) => fits(value, each));
    if (name === 'some') return (value as unknown[]).some((each) => fits(each, wanted));
    if (name === 'every') return (value as unknown[]).every((each) => fits(each, wanted));
    const compare = COMPARATORS[name];
    if (compare) return compare(value, wanted);
    return fits((Object(value) as Json)[name], wanted);
  });
}
