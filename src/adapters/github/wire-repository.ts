import { answer, flag, list, maybe, object, text, time, type ValueOf, whole } from '../../contracts/adapter/shape.js';

// What a repository has beside its issues, which is not asked for in a pull of them.

const maybeText = maybe(text);
const maybeFlag = maybe(flag);
const account = object({ login: text });

const comment = object({
  id: whole,
  body: maybeText,
  user: maybe(account),
  issue_url: maybeText,
  created_at: time,
  updated_at: time,
});

/** @internal */
export type WireComment = ValueOf<typeof comment>;

/** @internal */
export const zWireComment = answer(comment);

/** @internal */
export const zWireComments = answer(list(comment));

const project = object({
  full_name: text,
  html_url: maybeText,
  private: maybeFlag,
  archived: maybeFlag,
  has_issues: maybeFlag,
  permissions: maybe(object({ pull: maybeFlag, triage: maybeFlag, push: maybeFlag })),
});

/** A repository with what says how it may be used. @internal */
export type WireProject = ValueOf<typeof project>;

/** @internal */
export const zWireProject = answer(project);

/** @internal */
export const zWireProjects = answer(list(project));

/** What an installation's token gets in place of a plain list. @internal */
export const zWireInstalled = answer(object({ repositories: list(project) }));

/** @internal */
export const zWireUser = answer(account);

/** @internal */
export const zWireUsers = answer(list(account));

/** @internal */
export const zWireLabels = answer(list(object({ name: text })));

/** @internal */
export const zWireTypes = answer(list(object({ id: whole, name: text, is_enabled: maybeFlag })));

const hook = object({ id: whole, active: flag, config: object({ url: maybeText }) });

/** @internal */
export type WireHook = ValueOf<typeof hook>;

/** @internal */
export const zWireHook = answer(hook);

/** @internal */
export const zWireHooks = answer(list(hook));
