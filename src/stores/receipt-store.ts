import type { PublishStream } from '../contracts/publish-stream.js';
import type { SnapshotSend } from '../contracts/snapshot-send.js';
import type { Version, Versioned } from '../contracts/versioned.js';

/**
 * What the publishing side has sent, stream by stream, in order: this is how no edit, revert or rebind back is dropped
 * as a duplicate. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways. Absence is `undefined`, never an error. All five parts of a stream
 * belong to its identity. Records of kind `chained` or `unique` may be pruned once they are not the newest; the newest,
 * and those of kind `contract` or `content`, may not.
 *
 * @public
 */
export interface ReceiptStore {
  /** The send that was appended to the stream last, or `undefined`. */
  newest(stream: PublishStream): Promise<Versioned<SnapshotSend> | undefined>;
  /** Whether any send of the stream used this key. */
  has(stream: PublishStream, key: string): Promise<boolean>;
  /**
   * Adds a send if the stream's newest still has the version `expected` (`'absent'`: if the stream is empty). Resolves to
   * the new version, or to `undefined` when another writer won; then nothing was written.
   *
   * Throws InvalidInputError for a key that the stream has already, unless another writer won.
   */
  append(stream: PublishStream, send: SnapshotSend, expected: Version | 'absent'): Promise<Version | undefined>;
  /**
   * Marks a send as accepted, which may give it a new version. Settling one twice, or one that was pruned, succeeds and
   * changes nothing else.
   */
  settle(stream: PublishStream, key: string): Promise<void>;
}
