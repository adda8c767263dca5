import type { Phrasing } from '../../markdown/tree.js';
import { ADDRESS_TEXT, readLine } from './textile-line.js';

/** How much of a text is written as codes: what would be read as something else, or all that ever could be. */
type Care = 'little' | 'much';

const URL = new RegExp(`^(?![^]*[*])${ADDRESS_TEXT}$`);
/** What would be read as something else. Redmine's own tags and names of characters go back as they came. */
const MEANT = /&(?=#\d{1,6};|#x|(?:amp|lt|gt|quot);)|<(?!\/?kbd>)(?=[a-zA-Z/!])/g;

/** A character as a code. @internal */
export const entity = (character: string) => `&#${character.codePointAt(0)};`;

/** Phrasing, with as few codes as will have it read back as it is; without its marks where nothing else will. @internal */
export function printLine(children: readonly Phrasing[]): string {
  const wanted = joined(simplified(children));
  for (const care of ['little', 'much'] as const) {
    const line = print(wanted, care).trim();
    if (isSame(readLine(line), wanted)) return line;
  }
  return escaped(shown(wanted), 'much').trim();
}

/** What Textile can say of it. */
function simplified(children: readonly Phrasing[]): Phrasing[] {
  return children.flatMap((node): Phrasing[] => {
    switch (node.type) {
      case 'text':
        // A line break of the source is a blank, and one of Textile's would show.
        return [{ type: 'text', value: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'strong':
      case 'emphasis':
      case 'delete': {
        const inner = simplified(node.children);
        const isPlain = inner.every(
          ({ type }) => type === 'text' || type === 'strong' || type === 'emphasis' || type === 'delete',
        );
        return isPlain && inner.length > 0 ? [{ ...node, children: joined(inner) }] : inner;
      }
      case 'link': {
        const [image] = node.children;
        if (node.children.length === 1 && image?.type === 'image' && URL.test(node.url)) {
          const inner = simplified([image]);
          if (inner[0]?.type === 'image')
            return [{ type: 'link', url: node.url, title: null, children: inner } as Phrasing];
        }
        const label = shown(simplified(node.children));
        // An address of mail is one without being said to be.
        if (/^mailto:/i.test(node.url) && [node.url, node.url.slice(7)].includes(label))
          return [{ type: 'text', value: label }];
        // An address that stands for itself ends where Textile says.
        if ([label, `http://${label}`].includes(node.url))
          return readLine(label).filter(({ type }) => type === 'text' || type === 'link');
        if (!URL.test(node.url))
          return [{ type: 'text', value: label === node.url || !node.url ? label : `${label} (${node.url})` }];
        return [{ type: 'link', url: node.url, title: null, children: [{ type: 'text', value: label || node.url }] }];
      }
      case 'image': {
        const isSayable = /^[^\s!()"|<>=*_-][^\s!()"|*_]*$/.test(node.url) && /^[^()!\n|"]*$/.test(node.alt ?? '');
        return [
          isSayable
            ? { type: 'image', url: node.url, alt: node.alt ?? '', title: null }
            : { type: 'text', value: `${node.alt ?? ''} (${node.url})`.trim() },
        ];
      }
      case 'inlineCode':
        return [{ type: 'inlineCode', value: node.value.replace(/\n/g, ' ') }];
      case 'html':
        return [{ type: 'text', value: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'footnoteReference':
        return [{ type: 'text', value: `[^${node.label ?? node.identifier}]` }];
      case 'break':
        return [{ type: 'break' }];
      default:
        return 'children' in node ? simplified(node.children as Phrasing[]) : [];
    }
  });
}

function joined(nodes: readonly Phrasing[]): Phrasing[] {
  const found: Phrasing[] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (node.type === 'text' && node.value === '') continue;
    if (node.type === 'text' && last?.type === 'text')
      found[found.length - 1] = { type: 'text', value: last.value + node.value };
    else found.push(node);
  }
  return found;
}

function print(nodes: readonly Phrasing[], care: Care): string {
  return nodes.map((node) => printNode(node, care)).join('');
}

const SIGNS = { strong: '*', emphasis: '_', delete: '-' } as const;

function printNode(node: Phrasing, care: Care): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value, care);
    case 'break':
      return '\n';
    case 'inlineCode': {
      if (care === 'much' || !/^[^\s@](?:[^@]*[^\s@])?$/.test(node.value)) return `<code>${node.value}</code>`;
      return `@${node.value.replace(/&(?=#?\w{1,7};)|<(?=[a-zA-Z/!])/g, entity)}@`;
    }
    case 'strong':
    case 'emphasis':
    case 'delete':
      return `${SIGNS[node.type]}${print(node.children, care)}${SIGNS[node.type]}`;
    case 'link': {
      if (node.children[0]?.type === 'image') return `${print(node.children, care)}:${node.url}`;
      const label = shown(node.children);
      return [label, `http://${label}`].includes(node.url) && /^(?:(?:https?|ftp):\/\/|www\.)/.test(label)
        ? label
        : `"${label.replace(/"|&(?=#?\w+;)/g, entity)}":${node.url}`;
    }
    case 'image':
      return `!${node.url}${node.alt ? `(${node.alt})` : ''}!`;
    default:
      return '';
  }
}

function escaped(value: string, care: Care): string {
  return care === 'little' ? value.replace(MEANT, entity) : value.replace(/[&<@!"*_-]/g, entity);
}

/** The text that phrasing shows. */
function shown(nodes: readonly Phrasing[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'break') return '\n';
      if (node.type === 'image') return node.alt || node.url;
      if (node.type === 'link') return shownLink(shown(node.children), node.url);
      return 'children' in node ? shown(node.children) : 'value' in node ? node.value : '';
    })
    .join('');
}

const shownLink = (label: string, url: string) =>
  [label, `http://${label}`].includes(url) ? label : `${label} (${url})`;

function isSame(read: readonly Phrasing[], wanted: readonly Phrasing[]): boolean {
  return JSON.stringify(comparable(read)) === JSON.stringify(comparable(wanted));
}

function comparable(nodes: readonly Phrasing[]): unknown[] {
  return joined(nodes).map((node) => {
    if ('children' in node) return [node.type, 'url' in node ? node.url : '', comparable(node.children as Phrasing[])];
    if (node.type === 'image') return [node.type, node.url, node.alt ?? ''];
    return [node.type, 'value' in node ? node.value : ''];
  });
}
