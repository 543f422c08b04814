// What was sent to a version of Weir whose data is kept here.

export interface SentRecord {
  readonly partition: number;
  /** Base64, as below. */
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

export interface SentTopic {
  readonly name: string;
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
  /** In the order in which they were sent: within a partition, that of their offsets, which begin at 0. */
  readonly records: readonly SentRecord[];
}
