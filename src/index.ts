export type { AccessToken, TokenRequest } from './contracts/adapter/access-token.js';
export type { AttachmentDraft, AttachmentsGroup, IssueAttachment } from './contracts/adapter/attachments-group.js';
export type { Backlink, BacklinksGroup } from './contracts/adapter/backlinks-group.js';
export type { ActiveNode, BodyGroup } from './contracts/adapter/body-group.js';
export type { CallOptions, CreateOptions } from './contracts/adapter/call-options.js';
export type { AddCommentOptions, CommentsGroup, IssueComment } from './contracts/adapter/comments-group.js';
export type { ConnectionReport } from './contracts/adapter/connection-report.js';
export type {
  DirectoryField,
  DirectoryGroup,
  DirectoryIssueType,
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from './contracts/adapter/directory-group.js';
export type { GetIssueOptions, ListIssuesQuery, SearchIssuesQuery } from './contracts/adapter/issue-query.js';
export type { FieldWarning, IssueDraft, IssuePatch, IssueWriteResult } from './contracts/adapter/issue-write.js';
export type { IssuesGroup } from './contracts/adapter/issues-group.js';
export type { LimitReport, LimitState } from './contracts/adapter/limit-report.js';
export type { LinksGroup } from './contracts/adapter/links-group.js';
export type { ProviderId } from './contracts/adapter/provider-id.js';
export type { TrackerAdapter } from './contracts/adapter/tracker-adapter.js';
export type { AdapterTraits } from './contracts/adapter/traits.js';
export type {
  ChangeEvent,
  WebhookDelivery,
  WebhookRegistration,
  WebhooksGroup,
} from './contracts/adapter/webhooks-group.js';
export type { BatchErrorCategory, WireEventResult } from './contracts/batch-result.js';
export {
  DOCTRINE_MODES,
  type Doctrine,
  type DoctrineMode,
  FIELD_OWNERS,
  type FieldOwner,
} from './contracts/doctrine.js';
export type { EgressPort, EgressScope } from './contracts/egress.js';
export {
  AGGREGATE_TYPES,
  type AggregateType,
  EVENT_ENVELOPE_FIELDS,
  EVENT_TYPES,
  type EventEnvelope,
  type EventType,
} from './contracts/event-envelope.js';
export { type ExternalRef, externalRefSchema } from './contracts/external-ref.js';
export { type Issue, issueSchema, type Visibility } from './contracts/issue.js';
export { type IssueRelation, LINK_TYPES, type LinkType } from './contracts/issue-link.js';
export { type IssueMapping, issueMappingSchema } from './contracts/issue-mapping.js';
export { ISSUE_STATUSES, type IssueStatus } from './contracts/issue-status.js';
export { ISSUE_TYPES, type IssueType } from './contracts/issue-type.js';
export type { Page } from './contracts/page.js';
export type { Priority } from './contracts/priority.js';
export type { ProjectIdentity } from './contracts/project-identity.js';
export type { PublishStream } from './contracts/publish-stream.js';
export type { ResourceRoute, ResourceRouting } from './contracts/resource-routing.js';
export type { RetryOptions } from './contracts/retry-options.js';
export type { Snapshot } from './contracts/snapshot.js';
export type { SnapshotInput } from './contracts/snapshot-input.js';
export {
  SNAPSHOT_FIELDS,
  type SnapshotPayload,
  type WireCheckpoint,
  type WireIssue,
  type WireMapping,
  type WireRef,
} from './contracts/snapshot-payload.js';
export { type SnapshotReceipt, snapshotReceiptSchema } from './contracts/snapshot-receipt.js';
export type { KeyKind, SnapshotSend } from './contracts/snapshot-send.js';
export type {
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaProps,
  StandardSchemaResult,
} from './contracts/standard-schema.js';
export { type SyncCheckpoint, syncCheckpointSchema } from './contracts/sync-checkpoint.js';
export type { Timestamp } from './contracts/timestamp.js';
export type { TokenProvider, TokenProviderOptions } from './contracts/token-provider.js';
export type { Version, Versioned } from './contracts/versioned.js';
export { AmbiguousWriteError } from './errors/ambiguous-write-error.js';
export { AuthenticationError } from './errors/authentication-error.js';
export { TRACKER_ERROR_CODES, type TrackerErrorCode } from './errors/codes.js';
export { ConfigurationError } from './errors/configuration-error.js';
export { ConflictError } from './errors/conflict-error.js';
export { ContractError } from './errors/contract-error.js';
export { EgressRefusedError } from './errors/egress-refused-error.js';
export { InvalidInputError } from './errors/invalid-input-error.js';
export { isTrackerError, type TrackerFault } from './errors/is-tracker-error.js';
export { NotFoundError } from './errors/not-found-error.js';
export { PermissionError } from './errors/permission-error.js';
export type { Problem } from './errors/problem.js';
export { RateLimitedError } from './errors/rate-limited-error.js';
export type { ErrorCause } from './errors/redact.js';
export { RejectedError } from './errors/rejected-error.js';
export { SignatureError } from './errors/signature-error.js';
export { StoreError } from './errors/store-error.js';
export { TimeoutError } from './errors/timeout-error.js';
export { TooLargeError } from './errors/too-large-error.js';
export { type CallContext, TrackerError, type TrackerErrorDetails } from './errors/tracker-error.js';
export { TransportError } from './errors/transport-error.js';
export { UnsupportedError } from './errors/unsupported-error.js';
export { eventEnvelopeSchema } from './events/envelope-schema.js';
export type {
  DependencyResolvedInput,
  ErrorLoggedInput,
  EventInput,
  FeatureCompletedInput,
  FeatureCreatedInput,
  HistoryAddedInput,
  WpAssignedInput,
  WpCreatedInput,
  WpStatusChangedInput,
} from './events/event-inputs.js';
export type {
  EmitterIdentity,
  GitMetadata,
  GitMetadataProvider,
  IdentityProvider,
  LamportClock,
} from './events/event-ports.js';
export { createEventFactory, type EventFactory, type EventFactoryOptions } from './events/factory.js';
export { createMemoryLamportClock, type MemoryLamportClock } from './events/memory-lamport-clock.js';
export {
  ASSIGNMENT_PHASES,
  type AssignmentPhase,
  DEPENDENCY_RESOLUTIONS,
  type DependencyResolution,
  HISTORY_ENTRY_TYPES,
  type HistoryEntryType,
  LOGGED_ERROR_TYPES,
  type LoggedErrorType,
  WORK_PACKAGE_LANES,
  type WorkPackageLane,
} from './events/payload-words.js';
export { type EventVerdict, isSendable, validateEventEnvelope } from './events/validate-event-envelope.js';
export type { EventBatchClientOptions } from './publish/batch-options.js';
export type { BatchProgress } from './publish/batch-progress.js';
export type { BatchEventResult, BatchOutcome, BatchReport } from './publish/batch-report.js';
export { categorizeBatchError } from './publish/categorize-batch-error.js';
export { type BatchCallOptions, createEventBatchClient, type EventBatchClient } from './publish/event-batch-client.js';
export { type FailureEntry, type FailureReport, type FailureSummary, failureReport } from './publish/failure-report.js';
export { createPublishClient, type PublishClient } from './publish/publish-client.js';
export type { PublishClientOptions } from './publish/publish-options.js';
export type { PublishProgress, PublishResult, PublishSubject } from './publish/publish-result.js';
export { publishTokenFrom } from './publish/publish-token-from.js';
export type { SaasOptions } from './publish/saas-connection.js';
export { createTokenProvider, type LoginTokenProvider, type TokenProviderSettings } from './publish/token-provider.js';
export { normalizeProvider } from './routing/normalize-provider.js';
export { resolveResourceRouting } from './routing/resolve-resource-routing.js';
export { RESOURCE_ROUTING_MAP } from './routing/resource-routing-map.js';
export { createRuntime, type Logger, type Runtime } from './runtime/runtime.js';
export { buildSnapshot } from './snapshot/build-snapshot.js';
export { contentDigest } from './snapshot/content-digest.js';
export { contentKey } from './snapshot/idempotency-key.js';
export type { CheckpointStore } from './stores/checkpoint-store.js';
export type {
  EventQueueQuery,
  EventQueueStore,
  QueuedEvent,
  QueueOutcome,
  QueueState,
} from './stores/event-queue-store.js';
export type { EventStore, EventStoreQuery } from './stores/event-store.js';
export type { IssueIdentity, IssueStore, IssueStoreQuery } from './stores/issue-store.js';
export type { MappingIdentity, MappingStore, MappingStoreQuery } from './stores/mapping-store.js';
export { createMemoryCheckpointStore } from './stores/memory/checkpoint-store.js';
export { createMemoryEventQueueStore } from './stores/memory/event-queue-store.js';
export { createMemoryEventStore } from './stores/memory/event-store.js';
export { createMemoryIssueStore } from './stores/memory/issue-store.js';
export { createMemoryMappingStore } from './stores/memory/mapping-store.js';
export { createMemoryReceiptStore } from './stores/memory/receipt-store.js';
export { createMemorySnapshotStore } from './stores/memory/snapshot-store.js';
export { createMemoryTokenStore } from './stores/memory/token-store.js';
export type { ReceiptStore } from './stores/receipt-store.js';
export type {
  IngestStream,
  SnapshotClaim,
  SnapshotFinish,
  SnapshotRecord,
  SnapshotStore,
} from './stores/snapshot-store.js';
export type { TokenSet, TokenStore } from './stores/token-store.js';
