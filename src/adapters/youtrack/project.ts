import { isTrackerError } from '../../errors/is-tracker-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { about, segment, type YoutrackCall } from './context.js';
import { type Roles, rolesOf } from './fields.js';
import { ENTITY_ID } from './options.js';
import { readAll } from './pages.js';
import { braced } from './query.js';
import { UNSAID_TOP } from './whole.js';
import {
  PROJECT_FIELD_FIELDS,
  PROJECT_FIELDS,
  VALUE_FIELDS,
  type WireProject,
  type WireProjectField,
  type WireValue,
  zWireFieldsSeen,
  zWireProject,
  zWireProjectFields,
  zWireProjects,
  zWireValues,
} from './wire-on-demand.js';

/** How long a project is remembered: an administrator may give it other fields and states. */
const KEPT_MS = 600_000;

/** A custom field of a project. @internal */
export interface ProjectField {
  readonly name: string;
  /** As issues say it: `StateIssueCustomField`. */
  readonly $type: string;
  readonly isRequired: boolean;
  readonly bundleId: string | undefined;
  /** In the project's order, without those in the archive. */
  readonly values: readonly WireValue[];
}

/** A project, as far as writing has to know it. @internal */
export interface ProjectInfo {
  readonly id: string;
  readonly shortName: string;
  readonly name: string;
  readonly isArchived: boolean;
  readonly fields: readonly ProjectField[];
  readonly roles: Roles<ProjectField>;
}

/** A project's short name or its id. */
const PROJECT = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;

/** A project and its fields: asked for once in some minutes. @internal */
export async function loadProject(call: YoutrackCall, name: string = call.project): Promise<ProjectInfo> {
  const kept = call.known.get(name);
  // Only this function puts something there.
  if (kept && kept.until > call.now()) return kept.project as ProjectInfo;
  const project = await readProject(call, name);
  if (name === call.project) call.own.id = project.id;
  call.known.set(name, { until: call.now() + KEPT_MS, project });
  return project;
}

/** This adapter's project as it is now: for who wants to know whether it is there. @internal */
export function reloadProject(call: YoutrackCall): Promise<ProjectInfo> {
  call.known.delete(call.project);
  return loadProject(call);
}

/** A project by its id or its short name. Not every YouTrack takes the latter in a path, so it is looked up then. */
async function readWire(call: YoutrackCall, project: string): Promise<WireProject> {
  const pathOf = (name: string) => `/admin/projects/${segment(call, name, 'project', PROJECT, 'DEV or 0-12')}`;
  const fields = `${PROJECT_FIELDS},customFields(${PROJECT_FIELD_FIELDS})`;
  const request = { path: pathOf(project), fields, schema: zWireProject };
  if (ENTITY_ID.test(project)) return (await call.send(request)).body;
  const reply = await call.send({ ...request, answers: [400, 404] });
  if (reply.status < 300) return reply.body;
  const all = await readAll(call, { path: '/admin/projects', fields: PROJECT_FIELDS, schema: zWireProjects });
  const found = all.find(({ shortName }) => shortName.toLowerCase() === project.toLowerCase());
  if (found) return (await call.send({ ...request, path: pathOf(found.id) })).body;
  const what = `there is no project ${JSON.stringify(project)}, or these credentials may not see it`;
  throw about(call, reply, NotFoundError, what, {});
}

async function readProject(call: YoutrackCall, project: string): Promise<ProjectInfo> {
  const wire = await readWire(call, project);
  let found: readonly WireProjectField[] = wire.customFields ?? [];
  if (found.length >= UNSAID_TOP) {
    const listing = {
      path: `/admin/projects/${wire.id}/customFields`,
      fields: PROJECT_FIELD_FIELDS,
      schema: zWireProjectFields,
    };
    found = await readAll(call, listing);
  }
  // Who may not see the project's fields sees those of its issues.
  if (found.length === 0) found = await fieldsSeen(call, wire.shortName);
  const ordered = [...found].sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0));
  const complete: ProjectField[] = [];
  for (const field of ordered) complete.push(await toField(call, field));
  return {
    id: wire.id,
    shortName: wire.shortName,
    name: wire.name ?? wire.shortName,
    isArchived: wire.archived === true,
    fields: complete,
    roles: rolesOf(complete, call.fieldNames),
  };
}

async function fieldsSeen(call: YoutrackCall, shortName: string): Promise<WireProjectField[]> {
  const { body } = await call.send({
    path: '/issues',
    search: { query: `project: ${braced(shortName) ?? ''}`, $top: '1', $skip: '0' },
    fields: `id,customFields(projectCustomField(${PROJECT_FIELD_FIELDS}))`,
    schema: zWireFieldsSeen,
  });
  return body.flatMap(({ customFields }) => customFields.flatMap(({ projectCustomField }) => projectCustomField ?? []));
}

async function toField(call: YoutrackCall, wire: WireProjectField): Promise<ProjectField> {
  const { $type, canBeEmpty, field, bundle } = wire;
  const named = $type.replace(/ProjectCustomField$/, '');
  // Projects count dates among what is simple, and issues do not.
  const kind = field.fieldType?.id === 'date' ? 'Date' : named;
  const count = field.fieldType?.id.endsWith('[*]') ? 'Multi' : 'Single';
  const isCounted = /^(?:Enum|User|Version|Build|Owned|Group)$/.test(kind);
  let values = bundle?.values ?? [];
  if (bundle && values.length >= UNSAID_TOP) values = await allValues(call, bundle.id, kind, values);
  return {
    name: field.name,
    $type: `${isCounted ? count : ''}${kind}IssueCustomField`,
    isRequired: canBeEmpty === false,
    bundleId: bundle?.id,
    values: values.filter(({ archived }) => !archived).sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0)),
  };
}

/** Every value of a bundle, or as many as are known already where these credentials may not read it. */
async function allValues(
  call: YoutrackCall,
  bundleId: string,
  kind: string,
  known: readonly WireValue[],
): Promise<readonly WireValue[]> {
  const bundle = /^State/.test(kind) ? 'state' : kind === 'Enum' && 'enum';
  if (!bundle) return known;
  try {
    return await readAll(call, {
      path: `/admin/customFieldSettings/bundles/${bundle}/${encodeURIComponent(bundleId)}/values`,
      fields: VALUE_FIELDS,
      schema: zWireValues,
    });
  } catch (error) {
    if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return known;
    throw error;
  }
}
