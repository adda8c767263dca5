/** A version 4 UUID from a source of numbers from 0 to 1. */
export function randomUuid(random: () => number): string {
  const digit = () => Math.floor(random() * 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) =>
    place === 'x' ? digit() : ((Number.parseInt(digit(), 16) & 3) | 8).toString(16),
  );
}
