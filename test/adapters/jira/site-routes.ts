import { fault, json, pageOf, type Routes, withLast } from './route.js';
import { BadJql, search } from './search.js';
import { statusOf } from './site.js';

/** What the site says of itself, and its search. */
export const SITE_ROUTES: Routes = [
  [
    'GET',
    /^\/serverInfo$/,
    ({ site }) => json({ baseUrl: site.url, version: '1001.0.0', deploymentType: site.deploymentType }),
  ],
  ['GET', /^\/myself$/, ({ site }) => json(site.users[0])],
  [
    'GET',
    /^\/mypermissions$/,
    ({ site, search: query }) => {
      const names = (query.get('permissions') ?? '').split(',');
      const entries = names.map((key) => {
        return [key, { id: '1', key, name: key, type: 'PROJECT', havePermission: !site.missingRights.includes(key) }];
      });
      return json({ permissions: Object.fromEntries(entries) });
    },
  ],
  [
    'GET',
    /^\/project\/search$/,
    ({ site, search: query }) => {
      const values = ['ACME', 'BETA', 'GAMA'].map((key, at) => {
        return { id: String(10_000 + at), key, name: `Project ${key}`, projectTypeKey: 'software', simplified: true };
      });
      return json(withLast({ ...pageOf('values', values, query), self: site.url }));
    },
  ],
  [
    'GET',
    /^\/project\/([^/]+)\/statuses$/,
    ({ site }, key) =>
      key === 'NONE'
        ? fault(404, [`No project could be found with key '${key}'.`])
        : json(
            site.types.map((type) => {
              const statuses = site.workflow.statuses.map(({ id }) => statusOf(site, id));
              return { self: site.url, id: type.id, name: type.name, subtask: type.subtask, statuses };
            }),
          ),
  ],
  [
    'GET',
    /^\/project\/([^/]+)$/,
    ({ site }, key) =>
      key === 'NONE'
        ? fault(404, [`No project could be found with key '${key}'.`])
        : json({
            id: '10000',
            key,
            name: 'Acme',
            projectTypeKey: site.projectTypeKey,
            simplified: true,
            style: 'next-gen',
          }),
  ],
  [
    'GET',
    /^\/label$/,
    ({ site, search: query }) => {
      const labels = [...site.issues.values()].flatMap(({ fields }) => fields.labels as string[]);
      return json(withLast(pageOf('values', [...new Set(labels)].sort(), query, 1000)));
    },
  ],
  [
    'GET',
    /^\/user\/assignable\/search$/,
    ({ site, search: query }) => {
      const startAt = Number(query.get('startAt'));
      return json(site.users.slice(startAt, startAt + Number(query.get('maxResults'))).filter(({ active }) => active));
    },
  ],
  [
    'GET',
    /^\/issue\/createmeta\/[^/]+\/issuetypes$/,
    ({ site, search: query }) => json(pageOf('issueTypes', site.types, query, 2)),
  ],
  [
    'GET',
    /^\/issue\/createmeta\/[^/]+\/issuetypes\/(\d+)$/,
    ({ site, search: query }) => {
      const fields = [...new Set([...site.screen, ...site.required])].map((fieldId) => {
        const required = site.required.includes(fieldId) || ['summary', 'issuetype', 'project'].includes(fieldId);
        return {
          required,
          schema: { type: 'string' },
          name: fieldId === 'customfield_10020' ? 'Team' : fieldId,
          key: fieldId,
          fieldId,
          hasDefaultValue: fieldId === 'project',
          operations: ['set'],
        };
      });
      return json(pageOf('fields', fields, query, 4));
    },
  ],
  [
    'POST',
    /^\/search\/jql$/,
    ({ site, body }) => {
      try {
        return json(search(site, body));
      } catch (error) {
        if (error instanceof BadJql) return fault(400, [error.message]);
        throw error;
      }
    },
  ],
];
