export function textileToMarkdown(text: string): string {
  return text;
}
export function markdownToTextile(text: string): string {
  return text;
}
export function activeNodesIn(
  rendered: string,
  _: string,
): import('../../contracts/adapter/body-group.js').ActiveNode[] {
  return [];
}
