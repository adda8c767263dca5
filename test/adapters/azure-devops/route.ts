import type { Json } from './fixtures.js';
import type { Site } from './site.js';

/** A request, and the site that it is for. */
export interface Ask {
  readonly site: Site;
  readonly request: Request;
  readonly search: URLSearchParams;
  readonly body: unknown;
}

type Route = (ask: Ask, ...parts: string[]) => Response | Promise<Response>;
export type Routes = readonly (readonly [method: string, path: RegExp, route: Route])[];

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8; api-version=7.1', activityid: 'a1b2', ...headers },
  });
}

/** What Azure DevOps says when it refuses. */
export class Refusal extends Error {
  readonly status: number;
  readonly typeKey: string;
  readonly customProperties: Json | undefined;
  constructor(status: number, message: string, typeKey: string, customProperties?: Json) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
    this.customProperties = customProperties;
  }
}

export function refusal({ status, message, typeKey, customProperties }: Refusal): Response {
  return json(
    {
      $id: '1',
      ...(customProperties && { customProperties }),
      innerException: null,
      message,
      typeName: `Microsoft.TeamFoundation.WorkItemTracking.Server.${typeKey}, Microsoft.TeamFoundation`,
      typeKey,
      errorCode: 0,
      eventId: 3200,
    },
    status,
  );
}

export const SIGN_IN_PAGE =
  '\r\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><title>Azure DevOps Services | Sign In</title></head></html>';
