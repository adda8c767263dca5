import { checkInput } from '../../contracts/adapter/check-input.js';
import { createLabelCodec } from '../../contracts/adapter/label-codec.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import type { Schema } from '../../contracts/schema.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { Problem } from '../../errors/problem.js';
import type { CallContext, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpClient, HttpReply, HttpRequest } from '../../http/http-request.js';
import type { ProjectTypes } from './item-types.js';
import type { AzureSettings } from './options.js';
import type { WireProject } from './wire-site.js';

/** What names mean. @internal */
export interface AzureWords {
  readonly status: Words<IssueStatus>;
  readonly priority: Words<Priority>;
  readonly type: Words<IssueType>;
}

/** What the operations work with. @internal */
export interface AzureContext {
  readonly settings: Omit<AzureSettings, 'client'>;
  readonly http: HttpClient;
  readonly words: AzureWords;
  /** What is known of the project, read once and shared by all calls. */
  readonly known: { types?: Promise<ProjectTypes> | undefined; project?: Promise<WireProject> | undefined };
}

/** A request, its path below the project unless it says `collection`. @internal */
export interface AzureRequest<Body> extends Omit<HttpRequest<Body>, 'operation' | 'signal' | 'search'> {
  readonly search?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** For a path below the organisation or collection. */
  readonly at?: 'collection';
  /** What follows the version where Azure DevOps has a preview only, by the version that is spoken. */
  readonly preview?: Readonly<Partial<Record<'7.1' | '6.0', string>>>;
}

/** One call of an operation. @internal */
export interface AzureCall extends AzureContext {
  readonly operation: string;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Sends a request of this call. */
  send<Body = unknown>(request: AzureRequest<Body>): Promise<HttpReply<Body>>;
  /** What the call was handed, checked. */
  check<Value>(schema: Schema<Value>, value: unknown): Value;
  /** A number as Azure DevOps gives them, checked before it becomes part of a path. */
  number(id: string, field: string): string;
}

/** @internal */
export function begin(context: AzureContext, operation: string, signal: AbortSignal | undefined): AzureCall {
  const { apiVersion, project } = context.settings;
  const call: AzureCall = {
    ...context,
    operation,
    signal,
    send({ search, at, preview, path, ...request }) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(search ?? {})) {
        // Some of them are refused when they are there and empty.
        if (value !== undefined) parameters.set(name, String(value));
      }
      parameters.set('api-version', `${apiVersion}${preview?.[apiVersion] ?? ''}`);
      return context.http.send({
        operation,
        signal,
        ...request,
        path: at ? path : `/${encodeURIComponent(project)}${path}`,
        search: parameters,
      });
    },
    check: (schema, value) => checkInput(schema, value, operation, 'azure_devops'),
    number(id, field) {
      if (/^[1-9]\d{0,9}$/.test(id)) return id;
      throw invalid(call, field, 'expected a number as text, such as 42');
    },
  };
  return call;
}

/** Tags are kept in one text, which is cut at semicolons, and at commas where people type it. @internal */
export const LABELS = /* @__PURE__ */ createLabelCodec(',;\\p{Cc}\\p{Cf}');

/** A call of which nothing was sent. @internal */
export function unsent({ operation }: Pick<AzureCall, 'operation'>): CallContext {
  return { operation, provider: 'azure_devops', attempts: 0 };
}

/** @internal */
export function invalid(call: AzureCall, path: string, message: string): InvalidInputError {
  return invalidAt(call, [{ path, message }]);
}

/** @internal */
export function invalidAt(call: AzureCall, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: unsent(call) });
}

/** @internal */
export function unsupported(call: AzureCall, why: string): UnsupportedError {
  return new UnsupportedError(`azure_devops ${call.operation}: ${why}`, { context: unsent(call) });
}

/** An error about an answer that has arrived. @internal */
export function about<Facts, Fault>(
  { operation }: AzureCall,
  { attempts, status }: Pick<HttpReply<unknown>, 'attempts' | 'status'>,
  Class: new (message: string, details: TrackerErrorDetails & Facts) => Fault,
  what: string,
  facts: Facts & Pick<TrackerErrorDetails, 'cause'>,
): Fault {
  const context: CallContext = { operation, provider: 'azure_devops', attempts, httpStatus: status };
  return new Class(`azure_devops ${operation}: ${what}`, { context, ...facts });
}

/** The path of a work item below its project, by its id. @internal */
export function itemPath(call: AzureCall, id: string, field = 'issueId'): string {
  return `/_apis/wit/workitems/${call.number(id, field)}`;
}
