/** Bodies in Azure DevOps' own shapes, with values of ours. Nothing that the adapter ignores is left out. */

export type Json = Record<string, unknown>;

/** Where the server of the tests is: a collection of one's own, under a sub-path. */
export const SERVER = 'https://tfs.acme.test/tfs/DefaultCollection';
export const WORKSPACE = 'tfs.acme.test/tfs/defaultcollection';
/** With a space and a letter that an address has to encode. */
export const PROJECT = 'Widget Wörks';
export const PROJECT_ID = 'eb6e4656-77fc-42a1-9181-4c6d8e9da5d1';

function person(id: number, name: string, mail: string): Json {
  const guid = `8c8c7d32-6b1b-47f4-b2e9-30b477b5ab${String(id).padStart(2, '0')}`;
  return {
    displayName: name,
    url: `https://spsprodweu1.vssps.visualstudio.com/A0/_apis/Identities/${guid}`,
    _links: { avatar: { href: `${SERVER}/_apis/GraphProfile/MemberAvatars/msa.${id}` } },
    id: guid,
    uniqueName: mail,
    imageUrl: `${SERVER}/_apis/GraphProfile/MemberAvatars/msa.${id}`,
    descriptor: `msa.${id}`,
  };
}

export const MONA = person(7, 'Mona Doe', 'mona@acme.test');
export const ZOE = person(8, 'Zoë Doe', 'Zoe@acme.test');
export const ADAM = person(9, 'Adam Doe', 'ACME\\adam');
export const PEOPLE: readonly Json[] = [MONA, ZOE, ADAM];

const COLOURS = {
  Proposed: 'b2b2b2',
  InProgress: '007acc',
  Resolved: 'ff9d00',
  Completed: '339933',
  Removed: 'ffffff',
};
export type Category = keyof typeof COLOURS;

function field(referenceName: string, name: string, alwaysRequired = false): Json {
  return {
    defaultValue: null,
    helpText: 'Help',
    alwaysRequired,
    dependentFields: [],
    referenceName,
    name,
    url: `${SERVER}/_apis/wit/fields/${referenceName}`,
  };
}

const FIELDS = [
  field('System.Title', 'Title', true),
  field('System.State', 'State', true),
  field('System.Description', 'Description'),
  field('System.AssignedTo', 'Assigned To'),
  field('System.Tags', 'Tags'),
  field('Microsoft.VSTS.Common.Priority', 'Priority'),
  field('Custom.Risk', 'Risk'),
];

/** A work item type as the list of types shows it. */
export function type(name: string, states: readonly (readonly [string, Category])[], changes: Json = {}): Json {
  const names = states.map(([state]) => state);
  const all = names.map((to) => ({ to, actions: null }));
  return {
    name,
    referenceName: `Microsoft.VSTS.WorkItemTypes.${name.replaceAll(' ', '')}`,
    description: `A ${name}`,
    color: 'CC293D',
    icon: { id: 'icon_insect', url: `${SERVER}/_apis/wit/workItemIcons/icon_insect?color=CC293D&v=2` },
    isDisabled: false,
    xmlForm: '',
    fields: FIELDS,
    fieldInstances: FIELDS,
    transitions: { '': [{ to: names[0], actions: null }], ...Object.fromEntries(names.map((from) => [from, all])) },
    states: states.map(([state, category]) => ({ name: state, color: COLOURS[category], category })),
    url: `${SERVER}/${PROJECT_ID}/_apis/wit/workItemTypes/${encodeURIComponent(name)}`,
    ...changes,
  };
}

const WHOLE: readonly (readonly [string, Category])[] = [
  ['New', 'Proposed'],
  ['Active', 'InProgress'],
  ['Resolved', 'Resolved'],
  ['Closed', 'Completed'],
  ['Removed', 'Removed'],
];

const only = (...names: string[]) => names.map((to) => ({ to, actions: null }));

/** A process made of Agile: tasks go where they like, bugs one step at a time. */
export const TYPES: readonly Json[] = [
  type('Bug', WHOLE.slice(0, 4), {
    fields: [...FIELDS, field('Microsoft.VSTS.TCM.ReproSteps', 'Repro Steps')],
    transitions: {
      '': only('New'),
      New: only('New', 'Active'),
      Active: only('Resolved'),
      Resolved: only('Active', 'Closed'),
      Closed: only('Active'),
    },
  }),
  type('Epic', WHOLE),
  type('Feature', WHOLE),
  type('Task', WHOLE),
  type('User Story', WHOLE),
  type(
    'Risk',
    [
      ['Open', 'Proposed'],
      ['On Hold', 'InProgress'],
      ['Gone', 'Completed'],
    ],
    {
      referenceName: 'Custom.Risk',
    },
  ),
  type('Test Case', [
    ['Design', 'Proposed'],
    ['Closed', 'InProgress'],
  ]),
  type('Old Kind', WHOLE, { isDisabled: true }),
];
