import type { Page } from '../page.js';
import type { CallOptions } from './call-options.js';
import type { TrackerAdapter } from './tracker-adapter.js';

/**
 * The methods of a `TrackerAdapter`, by group. Deliveries are verified and read without a call.
 *
 * @public
 */
export type MethodNames = {
  readonly [Group in
    | 'issues'
    | 'directory'
    | 'comments'
    | 'links'
    | 'attachments'
    | 'backlinks'
    | 'body'
    | 'webhooks']: Exclude<keyof NonNullable<TrackerAdapter[Group]>, 'verify' | 'parse'>;
};

/** How many arguments stand before a method's last one, which is its options. */
type LastAt<Method> = Method extends (...args: infer Args) => unknown
  ? Required<Args> extends readonly [...infer Before, unknown]
    ? Before['length']
    : never
  : never;
type Grouped = Required<TrackerAdapter>;
/** As the interface has it: another number does not compile. The methods of `body` take no options. */
type OptionsAt = {
  readonly [Group in keyof MethodNames]: {
    readonly [Name in MethodNames[Group]]-?: Group extends 'body'
      ? 1
      : LastAt<NonNullable<Grouped[Group][Name & keyof Grouped[Group]]>>;
  };
};

/** Behind how many arguments the options of each method of a `TrackerAdapter` stand. */
const OPTIONS_AT: OptionsAt = {
  issues: {
    list: 1,
    get: 1,
    ids: 1,
    search: 1,
    create: 1,
    update: 2,
    transition: 2,
    delete: 1,
    findByClientKey: 1,
  },
  directory: { projects: 1, labels: 1, users: 1, statuses: 1, issueTypes: 1 },
  comments: { list: 2, add: 2, update: 3, delete: 2, findByClientKey: 2 },
  links: { list: 1, add: 2, remove: 2, findByClientKey: 2 },
  attachments: { list: 1, add: 2, findByClientKey: 2 },
  backlinks: { upsert: 2, remove: 2 },
  body: { render: 1, activeNodes: 1 },
  webhooks: { list: 0, register: 1, unregister: 1, renew: 1, health: 1 },
};
/** The methods that give pages; all others give a promise. */
const PAGES = /^directory|^issues\.(?:list|ids|search)|^comments\.list/;

/**
 * Operations by group and method.
 *
 * @public
 */
export type OperationGroups<Call> = {
  readonly [Group in keyof MethodNames]?: { readonly [Name in MethodNames[Group]]?: Operation<Call, never, unknown> };
};

/**
 * An operation of an adapter: a function of a call, and of what its caller passes.
 *
 * @public
 */
export type Operation<Call, Args extends readonly unknown[], Result> = (call: Call, ...args: Args) => Result;

/**
 * The method that an operation becomes: its caller passes no call.
 *
 * @public
 */
export type MethodOf<Run> = Run extends (call: never, ...args: infer Args) => infer Result
  ? (...args: Args) => Result
  : never;

/**
 * Groups of methods from groups of operations.
 *
 * @public
 */
export type MethodGroups<Groups> = {
  readonly [Group in keyof Groups]: { readonly [Name in keyof Groups[Group]]: MethodOf<Groups[Group][Name]> };
};

/**
 * Those of a module's operations that are wanted.
 *
 * @public
 */
export type NamesIn<Module> = { readonly [Group in keyof Module]?: readonly (keyof Module[Group])[] };

/**
 * Groups of methods from the operations of a module that were named.
 *
 * @public
 */
export type NamedMethods<Module, Names extends NamesIn<Module>> = {
  readonly [Group in keyof Names & keyof Module]: {
    readonly [Name in NonNullable<Names[Group]>[number] & keyof Module[Group]]: MethodOf<Module[Group][Name]>;
  };
};

/**
 * What {@link methodsOf} gives.
 *
 * @public
 */
export interface Methods<Call> {
  /** Groups of methods, from operations that are there. */
  methods<Groups extends OperationGroups<Call>>(groups: Groups): MethodGroups<Groups>;
  /**
   * Groups of methods whose operations are in a module that is loaded with the first use of one: who never uses them never
   * pays.
   *
   * @param load - Loads the module, which exports groups of operations: `export const issues = { create: createIssue }`.
   * @param names - Which of them: `{ issues: ['create'] }`.
   */
  methodsIn<Module extends OperationGroups<Call>, const Names extends NamesIn<Module>>(
    load: () => Promise<Module>,
    names: Names,
  ): NamedMethods<Module, Names>;
  /** The one method that stands in no group, from a module that is loaded with its use. */
  testConnectionIn<Result>(
    load: () => Promise<{ readonly testConnection: (call: Call) => Promise<Result> }>,
  ): (options?: CallOptions) => Promise<Result>;
}

type Run<Call> = (call: Call, ...args: readonly unknown[]) => unknown;

/**
 * Makes the methods of an adapter from its operations, which are functions of a call: each method gets the name of its
 * operation, for errors, and its call's signal.
 *
 * @param begin - Makes a call: what operations work with, beside the operation's name and the caller's signal.
 *
 * @example
 * ```ts
 * const { methods, methodsIn } = methodsOf((operation, signal) => ({ ...context, operation, signal }));
 * const { issues } = methods({ issues: { list: listIssues, get: getIssue } });
 * const writing = methodsIn(() => import('./writing.js'), { issues: ['create', 'update'], comments: ['add'] });
 * return { ...adapter, issues: { ...issues, ...writing.issues }, comments: writing.comments };
 * ```
 *
 * @public
 */
export function methodsOf<Call>(begin: (operation: string, signal: AbortSignal | undefined) => Call): Methods<Call> {
  const callOf = (name: string, optionsAt: number, args: readonly unknown[]) => {
    const { signal } = (args[optionsAt] ?? {}) as CallOptions;
    return begin(name, signal);
  };
  /** @param names - The methods of each group; with their operations, or to be found in the module. */
  const grouped = (
    names: Readonly<Record<string, readonly string[]>>,
    methodFor: (group: string, name: string) => (...args: readonly unknown[]) => unknown,
  ) =>
    Object.fromEntries(
      Object.entries(names).map(([group, members]) => [
        group,
        Object.fromEntries(members.map((name) => [name, methodFor(group, name)])),
      ]),
    );
  const methodOf = (group: string, name: string) => {
    const operation = `${group}.${name}`;
    // The types let no other names through.
    const optionsAt = (OPTIONS_AT as unknown as Record<string, Record<string, number>>)[group]?.[name] ?? 0;
    return (run: Run<Call>, args: readonly unknown[]) => run(callOf(operation, optionsAt, args), ...args);
  };
  return {
    methods: (groups) => {
      // Seen by their names alone; the types of the result are those of the groups.
      const runs = groups as unknown as Record<string, Record<string, Run<Call>>>;
      const names = Object.fromEntries(Object.entries(runs).map(([group, members]) => [group, Object.keys(members)]));
      return grouped(names, (group, name) => {
        const call = methodOf(group, name);
        return (...args) => call(runs[group]?.[name] as Run<Call>, args);
      }) as never;
    },
    methodsIn: (load, names) =>
      grouped(names as never, (group, name) => {
        const call = methodOf(group, name);
        // The types let only names through that the module has.
        const runOf = async () =>
          ((await load()) as unknown as Record<string, Record<string, Run<Call>>>)[group]?.[name] as Run<Call>;
        if (!PAGES.test(`${group}.${name}`)) return async (...args) => call(await runOf(), args);
        return async function* (...args) {
          yield* call(await runOf(), args) as AsyncGenerator<Page<unknown>, void, void>;
        };
      }) as never,
    testConnectionIn: (load) => async (options) =>
      (await load()).testConnection(callOf('testConnection', 0, [options])),
  };
}
