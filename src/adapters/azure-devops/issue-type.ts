import { ISSUE_TYPES, type IssueType } from '../../contracts/issue-type.js';
import { type AzureCall, invalid } from './context.js';
import type { ItemType, ProjectTypes } from './item-types.js';

/**
 * The work item type that stands for an issue type: the one that the host named first for it, else the first of Microsoft's
 * own that the project has. Undefined where none does.
 *
 * @internal
 */
export function typeFor({ words }: AzureCall, types: ProjectTypes, issueType: IssueType): ItemType | undefined {
  const all = [...types.values()].filter(({ isDisabled }) => !isDisabled);
  for (const word of words.type.wordsFor(issueType)) {
    const named = all.find(({ name }) => name.toLowerCase() === word.trim().toLowerCase());
    if (named) return named;
  }
  const fitting = all.filter((type) => type.isNamed && type.issueType === issueType);
  // Of Epic and Feature, the one that is called so.
  return fitting.find(({ name }) => name.toLowerCase() === issueType) ?? fitting[0];
}

/**
 * The work item type of what is to be made.
 *
 * @throws InvalidInputError where nothing says which, with the choices.
 *
 * @internal
 */
export function typeToMake(call: AzureCall, types: ProjectTypes, issueType: IssueType | undefined): ItemType {
  const asked = issueType && typeFor(call, types, issueType);
  if (asked) return asked;
  const { defaultType } = call.settings;
  const usual =
    defaultType === undefined
      ? (typeFor(call, types, 'task') ?? ISSUE_TYPES.map((each) => typeFor(call, types, each)).find((type) => type))
      : [...types.values()].find(({ name }) => name.toLowerCase() === defaultType.trim().toLowerCase());
  if (usual) return usual;
  const names = [...types.keys()].join(', ');
  throw invalid(call, 'issueType', `no type of this project is the usual one; name one in defaultType: ${names}`);
}
