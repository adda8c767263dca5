import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answered, faultOf } from './scene.js';
import { CANARY } from './server.js';

const body = (message: string, typeKey: string, more: object = {}) => ({
  $id: '1',
  innerException: null,
  message,
  typeName: `Microsoft.TeamFoundation.WorkItemTracking.Server.${typeKey}, Microsoft.TeamFoundation`,
  typeKey,
  errorCode: 0,
  eventId: 3200,
  ...more,
});
const RULES = {
  customProperties: {
    RuleValidationErrors: [
      {
        fieldReferenceName: 'Custom.Team',
        errorMessage: 'Team cannot be empty.',
        fieldStatusFlags: 'required, invalidEmpty',
      },
      { fieldReferenceName: 'System.State', fieldStatusFlags: 'invalidListValue' },
    ],
  },
};

const ROWS: readonly (readonly [number, object, object])[] = [
  [
    401,
    body('TF400813: The user is not authorized to access this resource.', 'UnauthorizedRequestException'),
    { code: 'authentication' },
  ],
  [
    403,
    body(
      'TF237111: The current user needs the following permission(s): Edit work items in this node.',
      'AccessDeniedException',
    ),
    { code: 'permission', missing: ['Edit work items in this node'] },
  ],
  [
    403,
    body('This token lacks vso.work_write', 'AccessDeniedException'),
    { code: 'permission', missing: ['vso.work_write'] },
  ],
  [
    404,
    body(
      'TF401232: Work item 99 does not exist, or you do not have permissions to read it.',
      'WorkItemUnauthorizedAccessException',
    ),
    { code: 'not_found' },
  ],
  [
    404,
    body('TF200016: The following project does not exist: X.', 'ProjectDoesNotExistWithNameException'),
    { code: 'not_found' },
  ],
  [
    412,
    body('VS403351: Test Operation for path /rev failed.', 'TestPatchOperationFailedException'),
    { code: 'conflict', retryable: false },
  ],
  [
    400,
    body('TF26071: This work item has been changed since you opened it.', 'WorkItemException'),
    { code: 'conflict' },
  ],
  [409, body('A conflict', 'SomeException'), { code: 'conflict' }],
  [
    400,
    body('TF201036: You cannot add a Child link between work items 1 and 2.', 'WorkItemLinkException'),
    { code: 'conflict' },
  ],
  [
    400,
    body('TF401320: Rule Error for field Team. Error code: Required, InvalidEmpty.', 'RuleValidationException', RULES),
    {
      code: 'rejected',
      serverCode: 'TF401320',
      fields: [
        { path: 'Custom.Team', message: 'Team cannot be empty.' },
        { path: 'System.State', message: 'invalidListValue' },
      ],
    },
  ],
  [
    400,
    body("TF51535: Cannot find field 'Custom.Nothing'.", 'WorkItemTrackingFieldDefinitionNotFoundException'),
    { code: 'rejected', serverCode: 'TF51535', fields: [{ path: 'Custom.Nothing' }] },
  ],
  [
    400,
    body('The expand parameter can not be used with the fields parameter.', 'ConflictingParametersException'),
    { code: 'rejected', serverCode: 'ConflictingParametersException', fields: [] },
  ],
  [
    400,
    body(
      'The requested version "7.1" of the resource is under preview. The -preview flag must be supplied.',
      'VssInvalidPreviewVersionException',
    ),
    { code: 'rejected', serverCode: 'VssInvalidPreviewVersionException' },
  ],
  [413, body('Too large', 'X'), { code: 'too_large' }],
  [
    429,
    body(
      'TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource X.',
      'RequestBlockedException',
    ),
    { code: 'rate_limited', scope: 'TSTU' },
  ],
  [503, body('TF400733: The request has been canceled', 'RequestBlockedException'), { code: 'rate_limited' }],
  [500, body('TF246020: The server is unavailable', 'X'), { code: 'transport', retryable: true }],
  [503, body('The service is unavailable', 'X'), { code: 'transport', retryable: true }],
];

describe('what Azure DevOps refuses with', () => {
  it.each(ROWS)('%i %j is an error of ours', async (status, answer, expected) => {
    const { azure } = answered(() => Response.json(answer, { status }));
    const fault = await faultOf(azure.issues.get('1'));
    expect(fault).toMatchObject({
      ...expected,
      context: { operation: 'issues.get', provider: 'azure_devops', httpStatus: status },
    });
    expect(fault.message).toContain((answer as { message: string }).message);
  });

  it('shows no secret, whatever it says', async () => {
    const secret = btoa(`:${CANARY}`);
    const what = `you sent ${CANARY} as ${secret}`;
    for (const status of [400, 401, 403, 404, 409, 412, 429, 500]) {
      const rules = { customProperties: { RuleValidationErrors: [{ fieldReferenceName: what, errorMessage: what }] } };
      const { azure } = answered(() => Response.json(body(what, 'X', rules), { status }));
      const fault = await faultOf(azure.issues.get('1'));
      const shown = inspect(fault, { depth: 9, showHidden: true }) + JSON.stringify(fault);
      expect([shown.includes('canary'), shown.includes(secret)]).toEqual([false, false]);
    }
  });

  it('is read from HTML and from nothing by its status', async () => {
    for (const text of ['', '<html>503</html>']) {
      const { azure } = answered(() => new Response(text, { status: 404, headers: { 'content-type': 'text/html' } }));
      expect(await faultOf(azure.issues.get('1'))).toMatchObject({ code: 'not_found' });
    }
  });
});

describe('what Azure DevOps answers with', () => {
  it('is refused by its path where something is missing that is read', async () => {
    const { azure } = answered(() => Response.json({ id: 1, fields: { 'System.Title': 3 }, relations: [{ rel: 1 }] }));
    const fault = await faultOf(azure.issues.get('1'));
    if (fault.code !== 'contract') throw fault;
    expect(fault.problems?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'rev',
        'fields.System.Title',
        'fields.System.State',
        'relations[0].rel',
        'relations[0].url',
      ]),
    );
  });

  it('is refused where a query found links', async () => {
    const { azure } = answered(() => Response.json({ queryResultType: 'workItemLink', workItemRelations: [] }));
    expect(await faultOf(azure.issues.ids())).toMatchObject({ code: 'contract', problems: [{ path: 'workItems' }] });
  });
});
