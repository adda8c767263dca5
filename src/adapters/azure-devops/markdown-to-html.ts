import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import type { MarkdownNode, NodeOf } from '../../markdown/tree.js';
import { isSafeAddress, MENTION } from './safe-address.js';

/**
 * Canonical Markdown as HTML. Raw HTML in it is shown as text, and a link that a browser would carry out is its text only:
 * nothing that others wrote acts at Azure DevOps.
 *
 * @internal
 */
export function markdownToHtml(markdown: string): string {
  return blocks(withoutReferences(parseMarkdown(markdown).children));
}

function blocks(nodes: readonly MarkdownNode[], isTight = false): string {
  return nodes.map((node) => block(node, isTight)).join('');
}

function block(node: MarkdownNode, isTight: boolean): string {
  switch (node.type) {
    case 'paragraph':
      return isTight ? lines(node.children) : `<p>${lines(node.children)}</p>`;
    case 'heading':
      return `<h${node.depth}>${lines(node.children)}</h${node.depth}>`;
    case 'blockquote':
      return `<blockquote>${blocks(node.children)}</blockquote>`;
    case 'list':
      return list(node);
    case 'code': {
      const name = node.lang ? ` class="language-${asText(node.lang)}"` : '';
      return `<pre><code${name}>${asText(node.value)}${node.value === '' ? '' : '\n'}</code></pre>`;
    }
    case 'thematicBreak':
      return '<hr>';
    case 'html':
      return `<p>${asText(node.value.trim()).replaceAll('\n', '<br>')}</p>`;
    case 'table':
      return table(node);
    case 'footnoteDefinition':
      return `<p>[^${asText(node.identifier)}]:</p>${blocks(node.children)}`;
    default:
      return inline(node);
  }
}

function list(node: NodeOf<'list'>): string {
  const tag = node.ordered ? 'ol' : 'ul';
  const start = node.ordered && node.start !== 1 && typeof node.start === 'number' ? ` start="${node.start}"` : '';
  const isLoose = node.spread === true || node.children.some(({ spread }) => spread === true);
  const items = node.children.map(({ checked, children }) => {
    const task = checked === true ? '[x] ' : checked === false ? '[ ] ' : '';
    const [first, ...others] = children;
    const isText = first?.type === 'paragraph';
    const head = isText ? `${task}${lines(first.children)}` : task;
    const rest = blocks(isText ? others : children, !isLoose);
    return `<li>${isLoose && isText ? `<p>${head}</p>` : head}${rest}</li>`;
  });
  return `<${tag}${start}>${items.join('')}</${tag}>`;
}

function table({ align, children }: NodeOf<'table'>): string {
  const rows = children.map((row, nth) => {
    const tag = nth === 0 ? 'th' : 'td';
    const cells = row.children.map((cell, at) => {
      const side = align?.[at] ? ` align="${align[at]}"` : '';
      return `<${tag}${side}>${lines(cell.children)}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

function lines(nodes: readonly MarkdownNode[]): string {
  return nodes.map(inline).join('');
}

function inline(node: MarkdownNode): string {
  switch (node.type) {
    case 'text':
    case 'html':
      return asText(node.value);
    case 'break':
      return '<br>';
    case 'inlineCode':
      return `<code>${asText(node.value)}</code>`;
    case 'emphasis':
      return `<em>${lines(node.children)}</em>`;
    case 'strong':
      return `<strong>${lines(node.children)}</strong>`;
    case 'delete':
      return `<del>${lines(node.children)}</del>`;
    case 'link':
      return link(node);
    case 'image': {
      if (!isSafeAddress(node.url) || node.url === '') return asText(node.alt ?? '');
      return `<img src="${asText(node.url)}" alt="${asText(node.alt ?? '')}"${title(node.title)}>`;
    }
    case 'footnoteReference':
      return `[^${asText(node.identifier)}]`;
    default:
      return 'children' in node ? lines(node.children) : '';
  }
}

function link({ url, title: name, children }: NodeOf<'link'>): string {
  const text = lines(children);
  const [, person] = MENTION.exec(url) ?? [];
  if (person) return `<a href="#" data-vss-mention="version:2.0,${person}">${text}</a>`;
  return isSafeAddress(url) && url !== '' ? `<a href="${asText(url)}"${title(name)}>${text}</a>` : text;
}

function title(text: string | null | undefined): string {
  return text ? ` title="${asText(text)}"` : '';
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00A0': '&nbsp;',
};

function asText(text: string): string {
  return text.replaceAll(/[&<>"\u00A0]/g, (character) => REFERENCES[character] ?? character);
}
