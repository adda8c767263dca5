import { EventEmitter } from 'eventemitter3';
import { toCause } from '../errors/redact.js';
import type { Logger } from '../runtime/runtime.js';

/**
 * Tells listeners what a client does. Whatever a listener does, throws or rejects with never reaches the client.
 *
 * @internal
 */
export interface Emitter<Events extends object> {
  /** Adds a listener; the returned function removes it. */
  on<Name extends keyof Events & string>(event: Name, listener: (report: Events[Name]) => unknown): () => void;
  /** Calls the event's listeners with a frozen report. */
  emit<Name extends keyof Events & string>(event: Name, report: Events[Name]): void;
}

/**
 * Makes an {@link Emitter}; a listener's fault becomes one warning in the log.
 *
 * @internal
 */
export function createEmitter<Events extends object>(
  logger: Logger,
  redact: (text: string) => string,
): Emitter<Events> {
  const events = new EventEmitter<Record<string, [unknown]>>();
  return {
    on(event, listener) {
      // One guard per listener: a fault neither stops the listeners after it nor leaves a rejection unhandled.
      const guarded = (report: unknown) => {
        const warn = (error: unknown) =>
          logger.warn(`a listener of '${event}' failed`, { cause: toCause(error, redact) });
        (async () => listener(report as Events[typeof event]))()
          .catch(warn)
          .catch(() => {});
      };
      events.on(event, guarded);
      return () => void events.off(event, guarded);
    },
    emit: (event, report) => void events.emit(event, Object.freeze(report)),
  };
}
