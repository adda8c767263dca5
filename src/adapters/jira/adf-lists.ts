import type { NodeOf } from '../../markdown/tree.js';
import { type Place, toBlocks, withPrefix } from './adf-blocks.js';
import { toInline } from './adf-inline.js';
import { NEW_ID } from './adf-local-ids.js';
import { type AdfNode, paragraph } from './adf-nodes.js';

type Item = NodeOf<'listItem'>;

/**
 * A list as lists: one whose items are partly tasks comes apart into lists of one kind each, in their order.
 *
 * A task holds one line and further tasks. One that holds more, is numbered, or stands in a quote is an item that begins
 * with its box as text.
 *
 * @internal
 */
export function toLists({ ordered, start, children }: NodeOf<'list'>, place: Place): AdfNode[] {
  if (ordered) {
    return [{ type: 'orderedList', attrs: { order: start ?? 1 }, content: children.map(listItem) }];
  }
  const lists: AdfNode[] = [];
  let kind = '';
  let items: AdfNode[] = [];
  for (const item of children) {
    const type = place !== 'blockquote' && isTask(item) ? 'taskList' : 'bulletList';
    if (type !== kind) {
      items = [];
      lists.push(type === 'taskList' ? { type, attrs: { localId: NEW_ID }, content: items } : { type, content: items });
      kind = type;
    }
    items.push(...(type === 'taskList' ? task(item) : [listItem(item)]));
  }
  return lists;
}

/** Whether an item can be a task: a line, and below it nothing but tasks. */
function isTask({ checked, children: [line, ...others] }: Item): boolean {
  if (typeof checked !== 'boolean' || line?.type !== 'paragraph') return false;
  return others.every((block) => block.type === 'list' && !block.ordered && block.children.every(isTask));
}

function task({ checked, children }: Item): AdfNode[] {
  const attrs = { localId: NEW_ID, state: checked ? 'DONE' : 'TODO' };
  return children.flatMap((block) => {
    if (block.type === 'paragraph') return [{ type: 'taskItem', attrs, content: toInline(block.children) }];
    return block.type === 'list' ? toLists(block, 'listItem') : [];
  });
}

function listItem({ checked, children }: Item): AdfNode {
  const blocks = toBlocks(children, 'listItem');
  const content = typeof checked === 'boolean' ? withPrefix(blocks, checked ? '[x] ' : '[ ] ') : blocks;
  // An item begins with a line, not with a list.
  return {
    type: 'listItem',
    content: content[0] && !content[0].type.endsWith('List') ? content : [paragraph(), ...content],
  };
}
