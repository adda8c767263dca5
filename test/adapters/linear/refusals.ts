import { GraphQLError } from 'graphql';

/** A refusal in Linear's form. */
export function refusal(message: string, extensions: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions } });
}

export function inputError(message: string, userPresentableMessage: string): GraphQLError {
  return refusal(message, {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userError: true,
    userPresentableMessage,
  });
}

/** A thing of its own that is not there. */
export function missing(entity: string): GraphQLError {
  return inputError(`Entity not found: ${entity}`, `Could not find referenced ${entity}.`);
}

/** A thing that the input names and that is not there. */
export function notContained(entity: string, member: string): GraphQLError {
  return inputError(
    `Entity not found: ${entity}: ${member} contained an entry that could not be found.`,
    `Could not find referenced ${entity}.`,
  );
}

/** What Linear says of an id that is taken. */
export function taken(entity: string, id: string): GraphQLError {
  return inputError(`conflict on insert of ${entity}`, `Entity ${entity} with id ${id} already exists.`);
}

export const unauthenticated = () =>
  refusal('Authentication required, not authenticated', {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    statusCode: 401,
    userError: true,
    userPresentableMessage: 'You need to authenticate to access this operation.',
  });
