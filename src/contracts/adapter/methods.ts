import type { Page } from '../page.js';
import type { CallOptions } from './call-options.js';

/**
 * Makes the methods of an adapter from its operations, which are functions of a call: each method gets the name of its
 * operation, for errors, and its call's signal.
 *
 * @param begin - Makes a call: what operations work with, beside the operation's name and the caller's signal.
 *
 * @example
 * ```ts
 * const { method, methodsIn } = methodsOf((operation, signal) => ({ ...context, operation, signal }));
 * const { later } = methodsIn(() => import('./writing.js'));
 * const issues = {
 *   list: method('issues.list', 1, listIssues),
 *   create: later('issues.create', 1, (writing) => writing.createIssue),
 * };
 * ```
 *
 * @public
 */
export function methodsOf<Call>(begin: (operation: string, signal: AbortSignal | undefined) => Call): Methods<Call> {
  const callOf = (operation: string, args: readonly unknown[], optionsAt: number) => {
    const { signal } = (args[optionsAt] ?? {}) as CallOptions;
    return begin(operation, signal);
  };
  return {
    method:
      (name, optionsAt, run) =>
      (...args) =>
        run(callOf(name, args, optionsAt), ...args),
    methodsIn: (load) => ({
      later:
        (name, optionsAt, runOf) =>
        async (...args) =>
          runOf(await load())(callOf(name, args, optionsAt), ...args),
      pagesLater: (name, optionsAt, runOf) =>
        async function* (...args) {
          yield* runOf(await load())(callOf(name, args, optionsAt), ...args);
        },
    }),
  };
}

/**
 * An operation of an adapter: a function of a call, and of what its caller passes.
 *
 * @public
 */
export type Operation<Call, Args extends readonly unknown[], Result> = (call: Call, ...args: Args) => Result;

/**
 * What {@link methodsOf} gives.
 *
 * @public
 */
export interface Methods<Call> {
  /**
   * A method.
   *
   * @param name - `issues.list`.
   * @param optionsAt - Behind how many arguments its options stand.
   */
  method<Args extends readonly unknown[], Result>(
    name: string,
    optionsAt: number,
    run: Operation<Call, Args, Result>,
  ): (...args: Args) => Result;
  /** Methods whose operations are in a module that is loaded with the first use of one: who never uses them never pays. */
  methodsIn<Module>(load: () => Promise<Module>): LaterMethods<Call, Module>;
}

/**
 * Methods of a module that is loaded on demand.
 *
 * @public
 */
export interface LaterMethods<Call, Module> {
  /** A method that gives a promise. */
  later<Args extends readonly unknown[], Result>(
    name: string,
    optionsAt: number,
    runOf: (module: Module) => Operation<Call, Args, Promise<Result>>,
  ): (...args: Args) => Promise<Result>;
  /** A method that gives pages. */
  pagesLater<Args extends readonly unknown[], Item>(
    name: string,
    optionsAt: number,
    runOf: (module: Module) => Operation<Call, Args, AsyncGenerator<Page<Item>, void, void>>,
  ): (...args: Args) => AsyncGenerator<Page<Item>, void, void>;
}
