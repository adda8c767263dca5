import { ADAM, type Json, MONA, PROJECT, PROJECT_ID, ZOE } from './fixtures.js';
import { type Ask, json, Refusal, type Routes } from './route.js';
import { shown } from './site.js';

const OTHER_ID = '5f1b3c52-0a4e-4f0e-8b1c-3a54ab5a1c7e';
const PROJECTS: readonly Json[] = [
  [PROJECT_ID, PROJECT],
  [OTHER_ID, 'Gadgets'],
].map(([id, name]) => ({
  id,
  name,
  url: `x/_apis/projects/${id}`,
  state: 'wellFormed',
  revision: 11,
  visibility: 'private',
}));

function projectAt(name = ''): Json {
  const wanted = decodeURIComponent(name).toLowerCase();
  const found = PROJECTS.find((each) => String(each.name).toLowerCase() === wanted || each.id === wanted);
  if (found) return found;
  const what = `TF200016: The following project does not exist: ${wanted}.`;
  throw new Refusal(404, what, 'ProjectDoesNotExistWithNameException');
}

function skipped({ search }: Ask, all: readonly Json[]): Response {
  const skip = Number(search.get('$skip') ?? 0);
  const value = all.slice(skip, skip + Number(search.get('$top') ?? 100));
  return json({ count: value.length, value });
}

function subscribe({ site, body }: Ask): Response {
  const { publisherInputs, consumerInputs } = body as { publisherInputs: Json; consumerInputs: Json };
  if (!PROJECTS.some(({ id }) => id === publisherInputs.projectId)) {
    throw new Refusal(400, 'VS402813: projectId must be the id of a project', 'SubscriptionInputException');
  }
  if (!/^https:\/\//.test(String(consumerInputs.url))) {
    throw new Refusal(400, 'VS402814: url must be https', 'SubscriptionInputException');
  }
  if (!/^[\w-]+:\S+$/.test(String(consumerInputs.httpHeaders ?? 'a:b'))) {
    throw new Refusal(400, 'VS402815: httpHeaders must be Key:value', 'SubscriptionInputException');
  }
  const id = `3f1c9a10-77aa-4c0e-9f00-${String(site.subscriptions.size).padStart(12, '0')}`;
  const masked = { ...consumerInputs, ...(consumerInputs.basicAuthPassword ? { basicAuthPassword: '********' } : {}) };
  const made = { ...(body as Json), id, status: 'enabled', consumerInputs: masked, createdBy: MONA };
  site.subscriptions.set(id, made);
  return json(made);
}

function subscriptionAt({ site }: Ask, id = ''): Json {
  const found = site.subscriptions.get(id);
  if (found) return found;
  throw new Refusal(404, `VS402816: The subscription ${id} does not exist`, 'SubscriptionNotFoundException');
}

/** Below the organisation or collection. */
export const SITE_ROUTES: Routes = [
  [
    'GET',
    /^\/_apis\/projects$/i,
    ({ search }) => {
      // One by one, so that there are pages.
      const from = Number(search.get('continuationToken') ?? 0);
      const next = from + 1 < PROJECTS.length ? { 'x-ms-continuationtoken': String(from + 1) } : {};
      return json({ count: 1, value: PROJECTS.slice(from, from + 1) }, 200, next as Record<string, string>);
    },
  ],
  [
    'GET',
    /^\/_apis\/wit\/workitems\/(\d+)$/i,
    ({ site }, id) => {
      // Of whichever project.
      const item = site.items.get(Number(id));
      return item && !item.isDeleted ? json(shown(item, null)) : json({ message: 'TF401232' }, 404);
    },
  ],
  ['GET', /^\/_apis\/projects\/([^/]+)$/i, (_, name) => json(projectAt(name))],
  [
    'GET',
    /^\/_apis\/projects\/([^/]+)\/teams$/i,
    (ask, name) => {
      projectAt(name);
      return skipped(ask, [
        { id: 'team-1', name: 'Widget Team' },
        { id: 'team-2', name: 'Core' },
      ]);
    },
  ],
  [
    'GET',
    /^\/_apis\/projects\/([^/]+)\/teams\/([^/]+)\/members$/i,
    (ask, _, team) => {
      const group = { ...MONA, uniqueName: '[Widgets]\\Readers', isContainer: true };
      const members = team === 'team-1' ? [ZOE, MONA] : [MONA, ADAM, group];
      return skipped(
        ask,
        members.map((identity) => ({ isTeamAdmin: false, identity })),
      );
    },
  ],
  [
    'GET',
    /^\/_apis\/connectionData$/i,
    () => json({ authenticatedUser: { id: MONA.id, providerDisplayName: 'Mona Doe' }, instanceId: 'x' }),
  ],
  ['POST', /^\/_apis\/hooks\/subscriptions$/i, subscribe],
  [
    'GET',
    /^\/_apis\/hooks\/subscriptions$/i,
    ({ site }) => json({ count: 0, value: [...site.subscriptions.values()] }),
  ],
  ['GET', /^\/_apis\/hooks\/subscriptions\/([^/]+)$/i, (ask, id) => json(subscriptionAt(ask, id))],
  [
    'DELETE',
    /^\/_apis\/hooks\/subscriptions\/([^/]+)$/i,
    (ask, id = '') => {
      subscriptionAt(ask, id);
      ask.site.subscriptions.delete(id);
      return json(null, 204);
    },
  ],
];

/** Below a project. */
export const PROJECT_ROUTES: Routes = [
  ['GET', /^\/_apis\/wit\/workitemtypes$/i, ({ site }) => json({ count: site.types.length, value: site.types })],
  [
    'GET',
    /^\/_apis\/wit\/workitemtypes\/([^/]+)\/states$/i,
    ({ site }, name = '') => {
      const type = site.types.find((each) => each.name === decodeURIComponent(name));
      return json({ count: 1, value: type?.states ?? type?.hiddenStates ?? [] });
    },
  ],
  [
    'GET',
    /^\/_apis\/wit\/tags$/i,
    ({ site }) =>
      json({ count: site.tags.size, value: [...site.tags.values()].map((name) => ({ id: name, name, url: 'x' })) }),
  ],
];

export { projectAt };
