import { entitiesOf, issueFieldType } from './entities.js';
import { ADA, type FieldSetting, type Json, SERVER } from './fixtures.js';
import { quickReadingsOf as readingsOf } from './local-time.js';
import { parseFields, project, type Selection } from './projection.js';
import { parseQuery, QueryFault, type Searchable } from './query-language.js';
import { violationsIn } from './spec.js';
import { createState, type State, type StoredComment, type StoredIssue, type YoutrackServerOptions } from './state.js';

export type { YoutrackServerOptions };

/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'perm:YWRh.NDItNw==.canary5Xk29vQpLmZr8TtYw3N';

export interface YoutrackServer extends State {
  /** Answers as YouTrack would. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Every request so far. */
  readonly requests: Request[];
  /** The `baseUrl`. */
  readonly url: string;
  /** What YouTrack's description has against the requests so far, and what was asked for that there is none of. */
  readonly complaints: string[];
  /** Commands that were carried out. */
  readonly commands: string[];
  /** The path of a request below the API, and its query. */
  path(request: Request | undefined): string;
}

interface Ask {
  readonly method: string;
  readonly parts: readonly string[];
  readonly search: URLSearchParams;
  readonly body: Json;
  readonly form: FormData | undefined;
}

/** What YouTrack refuses with, in the language of the token's user. */
class Refusal extends Error {
  readonly status: number;
  readonly body: Json;

  constructor(status: number, body: Json) {
    super(String(body.error));
    this.status = status;
    this.body = body;
  }
}

const notFound = (kind: string, id: unknown) =>
  new Refusal(404, {
    error: 'Not Found',
    error_description: `Сущность типа ${kind} с идентификатором ${String(id)} не найдена`,
  });
const bad = (error_description: string, error = 'bad_request') => new Refusal(400, { error, error_description });

/** A YouTrack below a sub-path, its state in memory. */
export function createYoutrackServer(options: YoutrackServerOptions = {}): YoutrackServer {
  const {
    zone = 'Europe/Berlin',
    profileZone = zone,
    overlap = 'later',
    gap = 'refuse',
    nestedTop = Number.POSITIVE_INFINITY,
  } = options;
  const state = createState(options);
  const entities = entitiesOf(state);
  const requests: Request[] = [];
  const complaints: string[] = [];
  const commands: string[] = [];
  const rules = { unknown: (what: string) => void complaints.push(what), nestedTop };

  const json = (body: unknown, status = 200) =>
    new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json;charset=UTF-8' },
    });
  const selectionOf = ({ search }: Ask): Selection => parseFields(search.get('fields') ?? '');
  const one = (ask: Ask, entity: unknown) => json(project(entity, selectionOf(ask), rules));
  /** A part of a list: 42 of it where nobody says how many. */
  const many = (ask: Ask, list: readonly unknown[]) => {
    const skip = Number(ask.search.get('$skip') ?? 0);
    const top = Math.min(Number(ask.search.get('$top') ?? 42), options.maxTop ?? Number.POSITIVE_INFINITY);
    return json(list.slice(skip, skip + top).map((entity) => project(entity, selectionOf(ask), rules)));
  };

  const toMs = (literal: string): number | undefined => {
    const readings = readingsOf(literal, zone);
    if (readings.length > 0) return overlap === 'earlier' ? readings[0] : readings.at(-1);
    if (gap === 'refuse') return undefined;
    // As Java does: later by as much as is left out.
    const before = readingsOf(new Date(Date.parse(`${literal}Z`) - 7_200_000).toISOString().slice(0, 19), zone);
    return (before[0] ?? 0) + 7_200_000;
  };
  const searchable = (issue: StoredIssue): Searchable & { readonly stored: StoredIssue } => ({
    stored: issue,
    shortName: issue.project,
    tags: issue.tags.flatMap((id) => (state.tags.get(id)?.isVisible ? [state.tags.get(id)?.name ?? ''] : [])),
    state: String(issue.values.State),
    isResolved: entities.isResolved(issue),
    reporter: issue.reporter,
    created: issue.created,
    updated: issue.updated,
    number: issue.number,
    text: issue.indexed,
  });

  const nowCalled = (name: string) => state.formerNames.get(name) ?? name;

  function listIssues(ask: Ask): Response {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    try {
      const query = parseQuery(ask.search.get('query') ?? '', {
        toMs,
        now: state.now(),
        me: ADA.id,
        isTag: (name) => [...state.tags.values()].some((tag) => tag.isVisible && same(tag.name, name)),
        isProject: (name) => state.projects.some(({ shortName }) => same(shortName, nowCalled(name))),
        nowCalled,
      });
      const found = [...state.issues.values()].map(searchable).filter(query.matches).sort(query.compare);
      return many(
        ask,
        found.map(({ stored }) => entities.issue(stored)),
      );
    } catch (error) {
      if (!(error instanceof QueryFault)) throw error;
      throw bad(`Не удалось разобрать запрос: ${error.message}`, 'invalid_query');
    }
  }

  /** A custom field's value as it is kept; a fault of the request where it cannot be. */
  function kept(setting: FieldSetting, value: unknown): unknown {
    if (value === null) return null;
    if (Array.isArray(value)) return value.map((each) => kept({ ...setting, fieldType: '' }, each));
    const { id, name, login, presentation, text } = Object(value) as Json;
    if (setting.$type.startsWith('User')) {
      const found = state.users.find((user) => user.id === id || user.login === login);
      if (!found) throw bad(`YouTrack не может найти сущность типа User`);
      return found.id;
    }
    if (setting.bundle) {
      const found = state.bundles[setting.bundle]?.find((each) => each.name === name);
      if (!found) throw bad(`Нет такого значения: ${String(name)}`);
      return found.name;
    }
    if (setting.fieldType === 'period') return Number(/^(\d+)m$/.exec(String(presentation))?.[1]);
    if (setting.fieldType === 'text') return text;
    return value;
  }

  function applyFields(issue: StoredIssue, body: Json): void {
    if (typeof body.summary === 'string') issue.summary = body.summary;
    if (body.description !== undefined) issue.description = (body.description as string | null) ?? null;
    if (body.usesMarkdown !== undefined) issue.usesMarkdown = body.usesMarkdown === true;
    // Anything else that an issue has not is passed over in silence, a `state` for one.
    if (body.visibility !== undefined) issue.visibility = keptVisibility(body.visibility as Json, issue.id);
    for (const write of (body.customFields ?? []) as Json[]) {
      const setting = state.fields.find(({ name }, at) => name === write.name || `92-${at}` === write.id);
      if (!setting) throw bad('Нет такого поля');
      if (write.$type !== issueFieldType(setting)) throw bad(`Тип поля не подходит: ${String(write.$type)}`);
      if (options.ignores?.includes(setting.name)) continue;
      if (setting.$type.startsWith('StateMachine')) {
        if (write.event === undefined) throw bad('Значение меняется только событием');
        const { id } = write.event as Json;
        const step = options.machine?.find((each) => each.id === id && each.from === issue.values[setting.name]);
        if (!step) throw bad('Нет такого события');
        issue.values[setting.name] = step.to;
        continue;
      }
      if (write.value === null && setting.canBeEmpty === false) throw bad('Поле обязательно');
      issue.values[setting.name] = kept(setting, write.value);
    }
  }

  function keptVisibility(visibility: Json, id: string): Json {
    if (visibility.$type === 'LimitedVisibility' && options.ignoresVisibility)
      return { $type: 'UnlimitedVisibility', id };
    return { ...visibility, id };
  }

  function createIssue(ask: Ask): Response {
    const { body } = ask;
    const id = (body.project as Json | undefined)?.id;
    const place = state.projects.find((each) => each.id === id);
    if (!/^\d+-\d+$/.test(String(id))) throw bad(`Invalid structure of entity id: ${String(id)}`);
    if (!place) throw bad('Нет такого проекта');
    if (typeof body.summary !== 'string' || body.summary.trim() === '') {
      throw new Refusal(400, {
        error: 'Bad Request',
        error_description: 'Заголовок обязателен',
        error_field: 'summary',
      });
    }
    const made = state.issues.get(
      state.seed({ project: place.shortName, description: null, summary: '' }),
    ) as StoredIssue;
    try {
      applyFields(made, body);
    } catch (error) {
      state.issues.delete(made.id);
      throw error;
    }
    if (!options.lags) state.index();
    return one(ask, entities.issue(made));
  }

  function onComments(ask: Ask, issue: StoredIssue, id: string | undefined): Response {
    const { method, body } = ask;
    const of = [...state.comments.values()].filter((comment) => comment.issue === issue.id);
    if (id === undefined && method === 'GET') return many(ask, of.map(entities.comment));
    const found = of.find((comment) => comment.id === id);
    if (id !== undefined && !found) throw notFound('IssueComment', id);
    if (method === 'GET') return one(ask, entities.comment(found as StoredComment));
    if (method === 'DELETE' && found) {
      state.comments.delete(found.id);
      state.touch(issue);
      return json(undefined);
    }
    if (typeof body.text !== 'string' || body.text === '') throw bad('Пустой комментарий');
    state.touch(issue);
    if (found) {
      Object.assign(found, { text: body.text, updated: state.now() });
      return one(ask, entities.comment(found));
    }
    const made: StoredComment = {
      id: state.nextId(4),
      issue: issue.id,
      text: body.text,
      created: state.now(),
      updated: null,
      deleted: false,
      visibility: keptVisibility((body.visibility as Json) ?? { $type: 'UnlimitedVisibility' }, `vis-${state.now()}`),
      author: ADA.id,
    };
    state.comments.set(made.id, made);
    return one(ask, entities.comment(made));
  }

  function onAttachments(ask: Ask, issue: StoredIssue): Response {
    const of = () => [...state.files.values()].filter((file) => file.issue === issue.id);
    if (ask.method === 'GET')
      return many(
        ask,
        of().map(({ id }) => entities.attachment(id)),
      );
    const uploaded = [...(ask.form?.values() ?? [])].filter((part) => part instanceof File);
    const made = uploaded.map((file) => {
      const id = state.nextId(8);
      state.files.set(id, { id, issue: issue.id, file });
      return entities.attachment(id);
    });
    state.touch(issue);
    return json(made.map((entity) => project(entity, selectionOf(ask), rules)));
  }

  function onIssueTags(ask: Ask, issue: StoredIssue, id: string | undefined): Response {
    if (ask.method === 'DELETE') {
      if (!issue.tags.includes(id ?? '')) throw notFound('Tag', id);
      issue.tags = issue.tags.filter((tag) => tag !== id);
      state.touch(issue);
      return json(undefined);
    }
    const tag = state.tags.get(String(ask.body.id));
    if (!tag?.isVisible) throw notFound('Tag', ask.body.id);
    if (!issue.tags.includes(tag.id)) issue.tags.push(tag.id);
    state.touch(issue);
    return one(ask, entities.tag(tag.id));
  }

  function onLinks({ method, parts }: Ask, issue: StoredIssue): Response {
    const [, , , linkId = '', , otherId = ''] = parts;
    if (method !== 'DELETE') throw new Refusal(405, { error: 'Method Not Allowed', error_description: 'Нельзя' });
    const side = linkId.at(-1);
    const at = state.links.findIndex(({ type, source, target }) => {
      const isIt = (a: string, b: string) => a === issue.id && b === otherId;
      return (
        linkId.startsWith(type) && ((side !== 't' && isIt(source, target)) || (side !== 's' && isIt(target, source)))
      );
    });
    if (at < 0) throw notFound('IssueLink', linkId);
    state.links.splice(at, 1);
    state.touch(issue);
    return json(undefined);
  }

  function onCommands(ask: Ask): Response {
    const query = String(ask.body.query);
    const targets = (ask.body.issues as Json[]).map(({ id, idReadable }) => state.find(String(id ?? idReadable)));
    for (const issue of targets) {
      if (!issue) throw bad('Нет такой задачи');
      const [, phrase = '', key = ''] = /^(.*) (\S+)$/.exec(query) ?? [];
      const type = state.linkTypes.find((each) => [each.sourceToTarget, each.targetToSource].includes(phrase));
      const other = state.find(key);
      if (!type || !other) throw bad(`Команда не распознана: ${query}`);
      commands.push(query);
      if (options.ignoresCommands) continue;
      const [source, target] = type.sourceToTarget === phrase ? [issue.id, other.id] : [other.id, issue.id];
      const isThere = state.links.some(
        (link) => link.type === type.id && link.source === source && link.target === target,
      );
      if (!isThere) state.links.push({ type: type.id, source, target });
      state.touch(issue);
    }
    return json({ $type: 'CommandList', id: '1-1' });
  }

  function onIssues(ask: Ask): Response {
    const { method, parts, body } = ask;
    const [, id, part, partId] = parts;
    if (id === undefined) return method === 'POST' ? createIssue(ask) : listIssues(ask);
    const issue = state.find(id);
    if (!issue) throw notFound('Issue', id);
    if (part === 'comments') return onComments(ask, issue, partId);
    if (part === 'attachments') return onAttachments(ask, issue);
    if (method === 'GET' && (part === 'tags' || part === 'links' || part === 'customFields')) {
      const lists = (entity: Json, name: string) =>
        (typeof entity[name] === 'function' ? entity[name]() : entity[name]) as Json[];
      const found = lists(entities.issue(issue), part);
      if (partId === undefined) return many(ask, found);
      const link = found.find((one) => one.id === partId);
      if (!link) throw notFound('IssueLink', partId);
      return many(ask, lists(link, 'issues'));
    }
    if (part === 'tags') return onIssueTags(ask, issue, partId);
    if (part === 'links') return onLinks(ask, issue);
    if (method === 'GET') return one(ask, entities.issue(issue));
    if (method === 'DELETE') {
      state.issues.delete(issue.id);
      return json(undefined);
    }
    applyFields(issue, body);
    state.touch(issue);
    return one(ask, entities.issue(issue));
  }

  function onTags(ask: Ask): Response {
    const visible = [...state.tags.values()].filter((tag) => tag.isVisible);
    if (ask.method === 'GET') {
      const query = (ask.search.get('query') ?? '').toLowerCase();
      return many(
        ask,
        visible.filter(({ name }) => name.toLowerCase().includes(query)).map(({ id }) => entities.tag(id)),
      );
    }
    const name = String(ask.body.name);
    if (/[\r\n]/.test(name)) throw bad('Недопустимое имя');
    const { permittedGroups = [] } = Object(ask.body.readSharingSettings) as { permittedGroups?: { id: string }[] };
    return one(ask, entities.tag(state.seedTag(name, { groups: permittedGroups.map(({ id }) => id) })));
  }

  function onAdmin(ask: Ask): Response {
    const [, room, id, part, partId] = ask.parts;
    if (room === 'projects') {
      if (id === undefined)
        return many(
          ask,
          state.projects.map(({ shortName }) => entities.project(shortName)),
        );
      const byName = options.takesShortNames !== false;
      const found = state.projects.find(
        (each) => each.id === id || (byName && each.shortName.toLowerCase() === nowCalled(id).toLowerCase()),
      );
      if (!found) throw notFound('Project', id);
      if (part === 'customFields') return many(ask, state.fields.map(entities.projectField));
      return one(ask, entities.project(found.shortName));
    }
    // customFieldSettings/bundles/{kind}/{id}/values
    if (part === 'user')
      return many(
        ask,
        state.users.filter((user) => user.id !== '1-4'),
      );
    return many(ask, state.bundles[partId ?? ''] ?? []);
  }

  function route(ask: Ask): Response {
    const [room = '', id, part] = ask.parts;
    if (room === 'issues') return onIssues(ask);
    if (room === 'tags') return onTags(ask);
    if (room === 'commands') return onCommands(ask);
    if (room === 'issueLinkTypes') return many(ask, state.linkTypes);
    if (room === 'admin') return onAdmin(ask);
    if (room === 'users' && part === 'profiles') {
      if (profileZone === null) throw new Refusal(403, { error: 'Forbidden', error_description: 'Нет прав' });
      return one(ask, {
        $type: 'GeneralUserProfile',
        id,
        timezone: { $type: 'TimeZoneDescriptor', id: profileZone, offset: 3_600_000 },
      });
    }
    if (room === 'users') return id === 'me' ? one(ask, ADA) : many(ask, state.users);
    throw notFound('Resource', room);
  }

  return Object.assign(state, {
    url: SERVER,
    requests,
    complaints,
    commands,
    path: (request: Request | undefined) => (request ? decodeURIComponent(request.url.split('/api')[1] ?? '') : ''),
    async handle(request: Request): Promise<Response> {
      requests.push(request.clone());
      if (!request.headers.get('user-agent')) complaints.push('no user-agent');
      complaints.push(...violationsIn(request));
      if (request.headers.get('authorization') !== `Bearer ${CANARY}`) {
        return json({ error: 'Unauthorized', error_description: 'Вы не вошли в систему' }, 401);
      }
      const { pathname, searchParams } = new URL(request.url);
      const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data') === true;
      const text = isForm ? '' : await request.text();
      const below = pathname.replace(/^.*?\/api\//, '');
      try {
        return route({
          method: request.method,
          parts: below.split('/').map(decodeURIComponent),
          search: searchParams,
          body: text === '' ? {} : (JSON.parse(text) as Json),
          form: isForm ? await request.formData() : undefined,
        });
      } catch (error) {
        if (error instanceof Refusal) return json(error.body, error.status);
        throw error;
      }
    },
  });
}
