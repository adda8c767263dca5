import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { activeNodesOf } from '../../markdown/active-nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import { htmlToMarkdown } from './html-to-markdown.js';
import { MENTION } from './safe-address.js';
import { renderBody } from './write-body.js';

/** Canonical Markdown as it would be written. @internal */
export function render(markdown: string, isMarkdown: boolean): string {
  return renderBody(markdown, isMarkdown).text;
}

/** What in a rendered body would act. Only in Markdown do plain words act: `@<id>`, `#12` for a work item, `!3` for a pull request. @internal */
export function activeNodesIn(rendered: string, isMarkdown: boolean): ActiveNode[] {
  const tree = parseMarkdown(isMarkdown ? rendered : htmlToMarkdown(rendered));
  const found = activeNodesOf(tree, isMarkdown ? { reference: /(?<![\w/#&!])([#!]\d+)\b/g } : {});
  // With an id that begins with a letter, a mention looks like a tag of HTML.
  const mentions = isMarkdown ? [...rendered.matchAll(/@<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/gi)] : [];
  return [
    ...found.map(({ kind, target }): ActiveNode => {
      const [, person] = MENTION.exec(target) ?? [];
      return kind === 'link' && person ? { kind: 'mention', target: person } : { kind, target };
    }),
    ...mentions.map(([, target = '']): ActiveNode => ({ kind: 'mention', target })),
  ];
}
