import { list, object, type Shape } from '../../contracts/adapter/shape.js';
import { ContractError } from '../../errors/contract-error.js';
import { about, type LinearCall } from './context.js';
import { NODES } from './documents.js';
import { dataOf, WIRE_NODES, type WireIssue, wireForward } from './wire.js';

type Part = keyof typeof NODES;

const PARTS = Object.keys(NODES) as Part[];
const COUNT = 100;

const DOCUMENT = `query Rest($id:String!,${PARTS.map((part) => `$${part}:String`).join()}){issue(id:$id){${PARTS.map(
  (part) => `${part}(first:${COUNT},after:$${part}){nodes{${NODES[part]}}pageInfo{hasNextPage endCursor}}`,
).join('')}}}`;

const connection = <Node>(node: Shape<Node>) => object({ nodes: list(node), pageInfo: wireForward });
const zRest = dataOf({
  issue: object({
    labels: connection(WIRE_NODES.labels),
    relations: connection(WIRE_NODES.relations),
    inverseRelations: connection(WIRE_NODES.inverseRelations),
  }),
});

/**
 * An issue that has more labels or relations than came with it, with all of them.
 *
 * @internal
 */
export async function withRest(call: LinearCall, wire: WireIssue): Promise<WireIssue> {
  const found: Record<Part, unknown[]> = { labels: [], relations: [], inverseRelations: [] };
  const after: Partial<Record<Part, string>> = {};
  let open = PARTS;
  while (open.length > 0) {
    const reply = await call.send({ document: DOCUMENT, variables: { id: wire.id, ...after }, schema: zRest });
    const parts = open;
    open = [];
    for (const part of parts) {
      const { nodes, pageInfo } = reply.body.data.issue[part];
      found[part].push(...nodes);
      if (!pageInfo.hasNextPage) continue;
      const { endCursor } = pageInfo;
      // Otherwise it would go on for ever.
      if (!endCursor || endCursor === after[part]) {
        throw about(call, reply, ContractError, `there are more ${part}, and no way to them`, {});
      }
      after[part] = endCursor;
      open.push(part);
    }
  }
  const whole = (part: Part) => ({ nodes: found[part], pageInfo: { hasNextPage: false } });
  // Each node was checked as one of its part.
  return Object.assign({ ...wire }, Object.fromEntries(PARTS.map((part) => [part, whole(part)])));
}
