// What the package must do on every runtime. Plain JavaScript over web standards, so that each runtime runs it as it is;
// it throws at the first thing that fails. `tracker` is the package's root, `facts` is plain data from the parent.

/** Hard cases: order of surrogates against U+FF5E, a lone surrogate, fractions and offsets of times, controls. */
function issues() {
  const ids = ['10', '9', '\u{1F600}', '\uFF5E', 'a:b', 'é', 'e\u0301', '\u0000'];
  return ids.map((id, at) => ({
    ref: { system: 'jira', workspace: 'acme.atlassian.net', id, key: `ACME-${at}`, url: null },
    title: `Title ${at} \u{1F469}\u200D\u{1F680} \ud83d`,
    body: at === 0 ? null : `line\n"quoted" \\ \u0007 ${'é\u{1F600}'.repeat(at * 9)}`,
    status: ['todo', 'in_progress', 'in_review', 'blocked', 'done', 'canceled'][at % 6],
    statusName: null,
    issueType: 'task',
    priority: at < 5 ? at : null,
    assignees: ['ada', 'Ωmega'],
    labels: [],
    parent: null,
    links: [],
    customFields: {},
    createdAt: null,
    updatedAt: ['2026-03-10T09:30:00Z', '2026-03-10T09:30:00.1234567+05:30', '2026-03-10T09:30:00.000-00:30', null][
      at % 4
    ],
    revision: null,
    visibility: 'public',
    raw: null,
  }));
}

function input(projectUuid) {
  return {
    provider: ' JIRA ',
    workspace: 'acme.atlassian.net',
    credentials: { project_key: ' ACME ', token: 'secret' },
    doctrine: { mode: 'split', fieldOwners: { title: 'external', body: 'shared', é: 'local' } },
    project: { uuid: projectUuid, slug: null },
    issues: issues(),
    mappings: ['WP02', 'WP01'].map((wpId) => ({
      wpId,
      system: 'jira',
      workspace: 'acme.atlassian.net',
      externalId: '10',
      externalKey: null,
      externalUrl: null,
      createdAt: '2026-03-10T09:30:00Z',
      updatedAt: '2026-03-10T09:30:00Z',
    })),
    checkpoint: { cursor: null, updatedSince: '2026-03-10T09:30:00.5Z' },
  };
}

function assert(holds, what) {
  if (!holds) throw new Error(what);
}

/** Routing and keys. Returned, not judged: the parent compares them with an oracle's and with each other. */
function values(tracker) {
  const empty = { ...input(null), doctrine: { mode: 'split', fieldOwners: {} }, issues: [], mappings: [] };
  const contract = tracker.buildSnapshot({ ...empty, checkpoint: { cursor: null, updatedSince: null } });
  const snapshot = tracker.buildSnapshot(input(null));
  return {
    routing: [
      tracker.resolveResourceRouting('Jira', { project_key: ' ACME ' }),
      tracker.resolveResourceRouting('linear', { team_id: 7 }),
      tracker.resolveResourceRouting('github', { project_key: 'ACME' }),
      tracker.resolveResourceRouting('__proto__', {}),
    ],
    provider: tracker.normalizeProvider(' Azure-DevOps '),
    checkKey: contract.idempotencyKey,
    payload: JSON.stringify(snapshot.payload),
    keyText: snapshot.keyText,
    contractKey: snapshot.idempotencyKey,
    digest: tracker.contentDigest(snapshot),
    contentKey: tracker.contentKey(snapshot),
    chainedKey: tracker.contentKey(snapshot, contract.idempotencyKey),
  };
}

async function makeEvent(tracker, projectUuid) {
  const events = tracker.createEventFactory({
    nodeId: 'a1b2c3d4e5f6',
    clock: tracker.createMemoryLamportClock(),
    identity: { current: async () => ({ teamSlug: 'acme', projectUuid, projectSlug: null }) },
    git: { current: async () => ({ gitBranch: 'main', headCommitSha: null, repoSlug: 'acme/demo' }) },
  });
  return events.wpStatusChanged({ wpId: 'WP01', fromLane: 'planned', toLane: 'doing' });
}

async function envelopeValidates(tracker, { projectUuid }) {
  const event = await makeEvent(tracker, projectUuid);
  assert(tracker.validateEventEnvelope(event).ok, 'a made event is not valid');
  const spoilt = tracker.validateEventEnvelope({ ...event, lamport_clock: '1' });
  assert(!spoilt.ok && spoilt.problems[0].path === 'lamport_clock', 'a spoilt event is valid');
}

async function gzipWorks() {
  const text = 'é\u{1F600} '.repeat(20_000);
  const packed = new Response(text).body.pipeThrough(new CompressionStream('gzip'));
  const unpacked = packed.pipeThrough(new DecompressionStream('gzip'));
  assert((await new Response(unpacked).text()) === text, 'gzip does not round trip');
}

async function publishArrives(tracker, { serverUrl, projectUuid }) {
  const snapshot = tracker.buildSnapshot(input(projectUuid));
  const client = tracker.createPublishClient({
    serverUrl,
    token: 'probe',
    receipts: tracker.createMemoryReceiptStore(),
  });
  const first = await client.publish(snapshot);
  assert(first.status === 'accepted' && first.idempotencyKey === snapshot.idempotencyKey, `first: ${first.status}`);
  const again = await client.publish(snapshot);
  assert(again.status === 'duplicate', `the same again: ${again.status}`);
  assert(again.receipt.receipt_id === first.receipt.receipt_id, 'the same again got another receipt');
}

async function batchArrives(tracker, { serverUrl, projectUuid }) {
  const queue = tracker.createMemoryEventQueueStore();
  await queue.enqueue([await makeEvent(tracker, projectUuid)]);
  await tracker.createEventBatchClient({ serverUrl, token: 'probe', queue }).drain();
  const { queued, held, parked } = await queue.count();
  assert(queued + held + parked === 0, `left in the queue: ${queued} queued, ${held} held, ${parked} parked`);
}

async function faultIsTyped(tracker, { closedUrl, projectUuid }) {
  const receipts = tracker.createMemoryReceiptStore();
  const client = tracker.createPublishClient({ serverUrl: closedUrl, receipts, retry: { attempts: 1 } });
  try {
    await client.publish(tracker.buildSnapshot(input(projectUuid)));
  } catch (error) {
    assert(tracker.isTrackerError(error, 'transport'), `a refused connection is ${error?.code ?? error}`);
    return;
  }
  throw new Error('a publish to a closed port succeeded');
}

const CHECKS = {
  envelope: envelopeValidates,
  gzip: gzipWorks,
  publish: publishArrives,
  batch: batchArrives,
  fault: faultIsTyped,
};

/** Runs everything: `{ values, failures: { check: message } }`, and names what ran. */
export async function probe(tracker, facts) {
  const failures = {};
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      await check(tracker, facts);
    } catch (error) {
      failures[name] = `${error?.stack ?? error}`;
    }
  }
  try {
    return { ran: Object.keys(CHECKS), failures, values: values(tracker) };
  } catch (error) {
    return { ran: Object.keys(CHECKS), failures: { ...failures, values: `${error?.stack ?? error}` } };
  }
}
