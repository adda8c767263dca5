import type { FieldSetting, Json } from './fixtures.js';
import type { State, StoredComment, StoredIssue } from './state.js';

/** `Single` or `Multi`, where a field's kind says it: issues call their fields otherwise than projects do. */
export function issueFieldType({ $type, fieldType }: Pick<FieldSetting, '$type' | 'fieldType'>): string {
  const kind = $type.replace('ProjectCustomField', '');
  if (fieldType === 'date') return 'DateIssueCustomField';
  const count = fieldType.endsWith('[*]') ? 'Multi' : 'Single';
  return `${/^(?:Enum|User|Version)$/.test(kind) ? count : ''}${kind}IssueCustomField`;
}

/** What is stored, as YouTrack's entities, complete. */
export function entitiesOf(state: State) {
  const user = (id: unknown) => state.users.find((one) => one.id === id) ?? null;
  const inBundle = (bundle: string | undefined, name: unknown) =>
    state.bundles[bundle ?? '']?.find((one) => one.name === name) ?? null;

  const valueIn = (setting: FieldSetting, stored: unknown): unknown => {
    if (stored === null || stored === undefined) return setting.fieldType.endsWith('[*]') ? [] : null;
    if (Array.isArray(stored)) return stored.map((one) => valueIn({ ...setting, fieldType: '' }, one));
    if (setting.$type.startsWith('User')) return user(stored);
    if (setting.bundle) return inBundle(setting.bundle, stored);
    if (setting.fieldType === 'period') {
      return {
        $type: 'PeriodValue',
        id: `P${String(stored)}`,
        minutes: stored,
        presentation: `${String(stored)} Min.`,
      };
    }
    if (setting.fieldType === 'text') return { $type: 'TextFieldValue', id: '', text: stored, markdownText: stored };
    return stored;
  };

  const projectField = (setting: FieldSetting, at: number): Json => ({
    $type: setting.$type,
    id: `92-${at}`,
    canBeEmpty: setting.canBeEmpty ?? true,
    ordinal: at,
    field: {
      $type: 'CustomField',
      id: `58-${at}`,
      name: setting.name,
      localizedName: `${setting.name} (örtlich)`,
      fieldType: { $type: 'FieldType', id: setting.fieldType },
    },
    ...(setting.bundle && {
      bundle: {
        $type: `${setting.$type.replace('ProjectCustomField', '')}Bundle`,
        id: setting.bundle,
        values: state.bundles[setting.bundle],
      },
    }),
  });

  const customField = (issue: StoredIssue, setting: FieldSetting, at: number): Json => ({
    $type: issueFieldType(setting),
    id: `92-${at}`,
    name: setting.name,
    value: valueIn(setting, issue.values[setting.name]),
    projectCustomField: () => projectField(setting, at),
    ...(setting.$type.startsWith('StateMachine') && {
      possibleEvents: (state.options.machine ?? [])
        .filter(({ from }) => from === issue.values[setting.name])
        .map(({ id, presentation }) => ({ $type: 'Event', id, presentation })),
    }),
  });

  const isResolved = ({ values }: StoredIssue): boolean => {
    const setting = state.fields.find(({ $type }) => $type.startsWith('State'));
    return setting !== undefined && inBundle(setting.bundle, values[setting.name])?.isResolved === true;
  };

  const project = (shortName: string): Json => ({
    ...state.projects.find((one) => one.shortName === shortName),
    customFields: state.options.showsFields === false ? [] : state.fields.map(projectField),
  });

  const linksOf = (issue: StoredIssue): Json[] =>
    state.linkTypes.flatMap((linkType) =>
      (linkType.directed ? ['OUTWARD', 'INWARD'] : ['BOTH']).map((direction) => {
        const others = state.links.flatMap(({ type, source, target }) => {
          if (type !== linkType.id) return [];
          if (direction !== 'INWARD' && source === issue.id) return [target];
          return direction !== 'OUTWARD' && target === issue.id ? [source] : [];
        });
        return {
          $type: 'IssueLink',
          id: `${linkType.id}${{ OUTWARD: 's', INWARD: 't', BOTH: '' }[direction]}`,
          direction,
          linkType,
          issues: () => others.flatMap((id) => state.issues.get(id) ?? []).map(issueEntity),
        };
      }),
    );

  const issueEntity = (issue: StoredIssue): Json => ({
    $type: 'Issue',
    id: issue.id,
    idReadable: state.keyOf(issue),
    numberInProject: issue.number,
    summary: issue.summary,
    description: issue.description,
    usesMarkdown: issue.usesMarkdown,
    created: issue.created,
    updated: issue.updated,
    resolved: isResolved(issue) ? issue.updated : null,
    isDraft: issue.isDraft,
    project: () => project(issue.project),
    reporter: () => user(issue.reporter),
    visibility: issue.visibility,
    tags: issue.tags.flatMap((id) => {
      const tag = state.tags.get(id);
      return tag?.isVisible ? [{ $type: 'Tag', id, name: tag.name }] : [];
    }),
    links: () => linksOf(issue),
    customFields: () => state.fields.map((setting, at) => customField(issue, setting, at)),
  });

  return {
    user,
    project,
    projectField,
    issue: issueEntity,
    isResolved,
    comment: (comment: StoredComment): Json => ({
      $type: 'IssueComment',
      id: comment.id,
      text: comment.text,
      usesMarkdown: true,
      created: comment.created,
      updated: comment.updated,
      deleted: comment.deleted,
      author: () => user(comment.author),
      visibility: comment.visibility,
      issue: () => issueEntity(state.issues.get(comment.issue) as StoredIssue),
    }),
    tag: (id: string): Json => {
      const tag = state.tags.get(id);
      return { $type: 'Tag', id, name: tag?.name, owner: () => user(tag?.owner) };
    },
    attachment: (id: string): Json => {
      const file = state.files.get(id)?.file;
      return {
        $type: 'IssueAttachment',
        id,
        name: file?.name,
        mimeType: file?.type || null,
        size: file?.size,
        url: `/youtrack/api/files/${id}?sign=MTc3Mz&updated=1773133200000`,
        removed: false,
      };
    },
  };
}
