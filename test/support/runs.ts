/// <reference types="vite/client" />

/** Whether this is the long proof, `npm run test:full`. */
export const isFull = import.meta.env.MODE === 'full';

/** How often a property is tried: so often in every run of the tests, and twenty times as often in the long proof. */
export function runs(usual: number): number {
  return isFull ? 20 * usual : usual;
}
