// What each Kafka error means to an HTTP client. A dialect gives each kind its status and error_code; both tables are complete,
// so a new error or kind does not compile without its row.
import { KafkaError } from '@weir/protocol';
import type { ErrorName } from '@weir/protocol';

export type ErrorKind =
  | 'rejected'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'unknownTopic'
  | 'unknownMember'
  | 'noLeader'
  | 'conflict'
  | 'tooLarge'
  | 'outOfRange'
  | 'unprocessable'
  | 'throttled'
  | 'internal'
  | 'unavailable';

/** A row of a dialect's table. */
export interface ErrorRow {
  readonly status: number;
  readonly errorCode: number;
}

export const errorKinds: Readonly<Record<ErrorName, ErrorKind>> = {
  UNKNOWN_SERVER_ERROR: 'internal',
  OFFSET_OUT_OF_RANGE: 'outOfRange',
  CORRUPT_MESSAGE: 'internal',
  UNKNOWN_TOPIC_OR_PARTITION: 'unknownTopic',
  INVALID_FETCH_SIZE: 'rejected',
  LEADER_NOT_AVAILABLE: 'noLeader',
  NOT_LEADER_OR_FOLLOWER: 'unavailable',
  REQUEST_TIMED_OUT: 'unavailable',
  BROKER_NOT_AVAILABLE: 'unavailable',
  REPLICA_NOT_AVAILABLE: 'unavailable',
  MESSAGE_TOO_LARGE: 'tooLarge',
  STALE_CONTROLLER_EPOCH: 'conflict',
  OFFSET_METADATA_TOO_LARGE: 'rejected',
  NETWORK_EXCEPTION: 'unavailable',
  COORDINATOR_LOAD_IN_PROGRESS: 'unavailable',
  COORDINATOR_NOT_AVAILABLE: 'unavailable',
  NOT_COORDINATOR: 'unavailable',
  INVALID_TOPIC_EXCEPTION: 'rejected',
  RECORD_LIST_TOO_LARGE: 'tooLarge',
  NOT_ENOUGH_REPLICAS: 'unavailable',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'unavailable',
  INVALID_REQUIRED_ACKS: 'rejected',
  ILLEGAL_GENERATION: 'conflict',
  INCONSISTENT_GROUP_PROTOCOL: 'conflict',
  INVALID_GROUP_ID: 'rejected',
  UNKNOWN_MEMBER_ID: 'unknownMember',
  INVALID_SESSION_TIMEOUT: 'rejected',
  REBALANCE_IN_PROGRESS: 'conflict',
  INVALID_COMMIT_OFFSET_SIZE: 'rejected',
  TOPIC_AUTHORIZATION_FAILED: 'forbidden',
  GROUP_AUTHORIZATION_FAILED: 'forbidden',
  CLUSTER_AUTHORIZATION_FAILED: 'forbidden',
  INVALID_TIMESTAMP: 'unprocessable',
  UNSUPPORTED_SASL_MECHANISM: 'unauthenticated',
  ILLEGAL_SASL_STATE: 'unauthenticated',
  UNSUPPORTED_VERSION: 'rejected',
  TOPIC_ALREADY_EXISTS: 'rejected',
  INVALID_PARTITIONS: 'rejected',
  INVALID_REPLICATION_FACTOR: 'rejected',
  INVALID_REPLICA_ASSIGNMENT: 'rejected',
  INVALID_CONFIG: 'rejected',
  NOT_CONTROLLER: 'unavailable',
  INVALID_REQUEST: 'rejected',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'unprocessable',
  POLICY_VIOLATION: 'rejected',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'conflict',
  DUPLICATE_SEQUENCE_NUMBER: 'conflict',
  INVALID_PRODUCER_EPOCH: 'conflict',
  INVALID_TXN_STATE: 'conflict',
  INVALID_PRODUCER_ID_MAPPING: 'conflict',
  INVALID_TRANSACTION_TIMEOUT: 'rejected',
  CONCURRENT_TRANSACTIONS: 'unavailable',
  TRANSACTION_COORDINATOR_FENCED: 'conflict',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'forbidden',
  SECURITY_DISABLED: 'rejected',
  OPERATION_NOT_ATTEMPTED: 'conflict',
  KAFKA_STORAGE_ERROR: 'unavailable',
  LOG_DIR_NOT_FOUND: 'notFound',
  SASL_AUTHENTICATION_FAILED: 'unauthenticated',
  UNKNOWN_PRODUCER_ID: 'conflict',
  REASSIGNMENT_IN_PROGRESS: 'conflict',
  DELEGATION_TOKEN_AUTH_DISABLED: 'rejected',
  DELEGATION_TOKEN_NOT_FOUND: 'notFound',
  DELEGATION_TOKEN_OWNER_MISMATCH: 'forbidden',
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 'forbidden',
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: 'forbidden',
  DELEGATION_TOKEN_EXPIRED: 'unauthenticated',
  INVALID_PRINCIPAL_TYPE: 'rejected',
  NON_EMPTY_GROUP: 'conflict',
  GROUP_ID_NOT_FOUND: 'notFound',
  FETCH_SESSION_ID_NOT_FOUND: 'notFound',
  INVALID_FETCH_SESSION_EPOCH: 'conflict',
  LISTENER_NOT_FOUND: 'unavailable',
  TOPIC_DELETION_DISABLED: 'rejected',
  FENCED_LEADER_EPOCH: 'unavailable',
  UNKNOWN_LEADER_EPOCH: 'unavailable',
  UNSUPPORTED_COMPRESSION_TYPE: 'unprocessable',
  STALE_BROKER_EPOCH: 'conflict',
  OFFSET_NOT_AVAILABLE: 'unavailable',
  MEMBER_ID_REQUIRED: 'conflict',
  PREFERRED_LEADER_NOT_AVAILABLE: 'unavailable',
  GROUP_MAX_SIZE_REACHED: 'conflict',
  FENCED_INSTANCE_ID: 'conflict',
  ELIGIBLE_LEADERS_NOT_AVAILABLE: 'unavailable',
  ELECTION_NOT_NEEDED: 'conflict',
  NO_REASSIGNMENT_IN_PROGRESS: 'notFound',
  GROUP_SUBSCRIBED_TO_TOPIC: 'conflict',
  INVALID_RECORD: 'unprocessable',
  UNSTABLE_OFFSET_COMMIT: 'unavailable',
  THROTTLING_QUOTA_EXCEEDED: 'throttled',
  PRODUCER_FENCED: 'conflict',
  RESOURCE_NOT_FOUND: 'notFound',
  DUPLICATE_RESOURCE: 'unprocessable',
  UNACCEPTABLE_CREDENTIAL: 'unauthenticated',
  INCONSISTENT_VOTER_SET: 'conflict',
  INVALID_UPDATE_VERSION: 'rejected',
  FEATURE_UPDATE_FAILED: 'internal',
  PRINCIPAL_DESERIALIZATION_FAILURE: 'internal',
  SNAPSHOT_NOT_FOUND: 'notFound',
  POSITION_OUT_OF_RANGE: 'outOfRange',
  UNKNOWN_TOPIC_ID: 'unknownTopic',
  DUPLICATE_BROKER_REGISTRATION: 'conflict',
  BROKER_ID_NOT_REGISTERED: 'notFound',
  INCONSISTENT_TOPIC_ID: 'unknownTopic',
  INCONSISTENT_CLUSTER_ID: 'rejected',
  TRANSACTIONAL_ID_NOT_FOUND: 'notFound',
  FETCH_SESSION_TOPIC_ID_ERROR: 'conflict',
  INELIGIBLE_REPLICA: 'conflict',
  NEW_LEADER_ELECTED: 'unavailable',
  OFFSET_MOVED_TO_TIERED_STORAGE: 'internal',
  FENCED_MEMBER_EPOCH: 'conflict',
  UNRELEASED_INSTANCE_ID: 'conflict',
  UNSUPPORTED_ASSIGNOR: 'rejected',
  STALE_MEMBER_EPOCH: 'conflict',
  MISMATCHED_ENDPOINT_TYPE: 'rejected',
  UNSUPPORTED_ENDPOINT_TYPE: 'rejected',
  UNKNOWN_CONTROLLER_ID: 'notFound',
  UNKNOWN_SUBSCRIPTION_ID: 'notFound',
  TELEMETRY_TOO_LARGE: 'tooLarge',
  INVALID_REGISTRATION: 'rejected',
  TRANSACTION_ABORTABLE: 'conflict',
  INVALID_RECORD_STATE: 'conflict',
  SHARE_SESSION_NOT_FOUND: 'notFound',
  INVALID_SHARE_SESSION_EPOCH: 'conflict',
  FENCED_STATE_EPOCH: 'conflict',
  INVALID_VOTER_KEY: 'rejected',
  DUPLICATE_VOTER: 'conflict',
  VOTER_NOT_FOUND: 'notFound',
  INVALID_REGULAR_EXPRESSION: 'rejected',
  REBOOTSTRAP_REQUIRED: 'unavailable',
  STREAMS_INVALID_TOPOLOGY: 'rejected',
  STREAMS_INVALID_TOPOLOGY_EPOCH: 'rejected',
  STREAMS_TOPOLOGY_FENCED: 'conflict',
  SHARE_SESSION_LIMIT_REACHED: 'unavailable',
};

/** The dialect's row for each error. */
export function rowsByName(
  rows: Readonly<Record<ErrorKind, ErrorRow>>,
): Readonly<Record<ErrorName, ErrorRow>> {
  const names = Object.entries(errorKinds).map(([name, kind]) => [name, rows[kind]]);
  return Object.fromEntries(names) as Record<ErrorName, ErrorRow>;
}

/** What every dialect answers with 503: the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  return error instanceof KafkaError && errorKinds[error.errorName] === 'unavailable';
}
