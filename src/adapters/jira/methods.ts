import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { Page } from '../../contracts/page.js';
import type { JiraContext } from './options.js';
import type { Scope } from './request.js';

type Operation<Args extends readonly unknown[], Result> = (scope: Scope, ...args: Args) => Result;
type Pages<Item> = AsyncGenerator<Page<Item>, void, void>;

/**
 * Makes methods of operations: each gets its name, for errors, and its call's options, which stand behind so many arguments.
 *
 * @internal
 */
export function methodsOf(context: JiraContext) {
  const scopeFor = (operation: string, args: readonly unknown[], optionsAt: number): Scope => {
    const { signal } = (args[optionsAt] ?? {}) as CallOptions;
    return { ...context, operation, signal };
  };
  return {
    method:
      <Args extends readonly unknown[], Result>(name: string, optionsAt: number, run: Operation<Args, Result>) =>
      (...args: Args) =>
        run(scopeFor(name, args, optionsAt), ...args),

    /** Methods of a module that is loaded with the first use of one. */
    methodsIn: <Module>(load: () => Promise<Module>) => ({
      later:
        <Args extends readonly unknown[], Result>(
          name: string,
          optionsAt: number,
          runOf: (module: Module) => Operation<Args, Promise<Result>>,
        ) =>
        async (...args: Args) =>
          runOf(await load())(scopeFor(name, args, optionsAt), ...args),

      pagesLater: <Args extends readonly unknown[], Item>(
        name: string,
        optionsAt: number,
        runOf: (module: Module) => Operation<Args, Pages<Item>>,
      ) =>
        async function* (...args: Args): Pages<Item> {
          yield* runOf(await load())(scopeFor(name, args, optionsAt), ...args);
        },
    }),
  };
}
