/**
 * A tracker's normalised name: one of the seven, or any other text.
 *
 * @public
 */
export type ProviderId =
  | 'jira'
  | 'github'
  | 'gitlab'
  | 'azure_devops'
  | 'linear'
  | 'youtrack'
  | 'redmine'
  | (string & {});
