// A server that takes a body and answers with a receipt as fast as it can.
import { serveParent } from './child.ts';

const RECEIPT = JSON.stringify({
  receipt_id: 'rcp_01JQ8Z6V3T4W5X6Y7Z8A9B0C1D',
  idempotency_key: '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab',
  content_digest: 'd1b2a59fbea7e20077af9f91b27e95e865061b270be03ff539ab3b73587882e8',
  status: 'accepted',
  latest: true,
  latest_key: '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab',
  received_at: '2026-03-10T09:30:00+00:00',
  resolution: 'manual',
  binding_id: null,
  counts: { issues: 105, mappings: 11 },
});

serveParent((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': RECEIPT.length });
    response.end(RECEIPT);
  });
});
