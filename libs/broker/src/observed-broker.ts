// ObservedBroker: any Broker, seen from outside. Counts and times its calls, makes spans of them where there is a tracer, and
// lets records carry the trace that they were produced under.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { KafkaError } from '@weir/protocol';
import type {
  AlterBrokerConfigsRequest,
  AlterTopicConfigsRequest,
  AlterTopicConfigsResult,
  AppendEntry,
  AppendResult,
  Broker,
  ClusterDescription,
  CommitEntry,
  CommitTransactionRequest,
  ConfigEntry,
  CreatePartitionsRequest,
  CreateTopicRequest,
  DeletedRecords,
  DeleteRecordsPartition,
  ErrorName,
  FetchedPartition,
  FetchRequest,
  InitProducerIdRequest,
  ListedOffset,
  ListOffsetsPartition,
  MetadataOptions,
  ProducerIdAndEpoch,
  RequestContext,
  StoredEntry,
  TopicDescription,
  TopicMetadata,
  TopicPartition,
  TopicStatistics,
} from '@weir/protocol';
import { CallCounter, TopicCounter } from './broker-stats.ts';
import type { BrokerMethod, BrokerStats, SentRecords } from './broker-stats.ts';
import { spanContextOf, withTraceHeaders } from './trace-context.ts';

export interface ObservedBrokerOptions {
  /** Records that are appended under a trace, and name none, get it as headers. */
  readonly recordTraceContext: boolean;
  /** Topics with counts of their own; all others share one. */
  readonly topicsMax: number;
  readonly tracer?: Tracer | undefined;
}

interface Call {
  readonly method: BrokerMethod;
  readonly context: RequestContext;
  /** What its span says; without it the call has none. */
  readonly span?: () => SpanDescription;
}

interface SpanDescription {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
}

export class ObservedBroker implements Broker {
  readonly #broker: Broker;
  readonly #options: ObservedBrokerOptions;
  readonly #calls = new Map<BrokerMethod, CallCounter>();
  readonly #topics: TopicCounter;

  constructor(broker: Broker, options: ObservedBrokerOptions) {
    this.#broker = broker;
    this.#options = options;
    this.#topics = new TopicCounter(options.topicsMax);
  }

  stats(): BrokerStats {
    const calls = [...this.#calls].map(([method, { durationSeconds, errors }]) => ({
      method,
      durationSeconds: durationSeconds.snapshot(),
      errors,
    }));
    return { calls, topics: this.#topics.snapshot() };
  }

  describeCluster(context: RequestContext): Promise<ClusterDescription> {
    return this.#observe({ method: 'describeCluster', context }, () => this.#broker.describeCluster(context));
  }

  metadata(topic: string, context: RequestContext, options?: MetadataOptions): Promise<TopicMetadata> {
    // Answered from memory at every produce: to time it would cost more than it takes.
    return this.#broker.metadata(topic, context, options);
  }

  listTopics(context: RequestContext): Promise<TopicDescription[]> {
    return this.#observe(spanned('listTopics', context), () => this.#broker.listTopics(context));
  }

  describeTopic(name: string, context: RequestContext): Promise<TopicDescription> {
    return this.#observe(spanned('describeTopic', context, name), () =>
      this.#broker.describeTopic(name, context),
    );
  }

  createTopic(request: CreateTopicRequest, context: RequestContext): Promise<TopicDescription> {
    return this.#observe(spanned('createTopic', context, request.name), () =>
      this.#broker.createTopic(request, context),
    );
  }

  createPartitions(request: CreatePartitionsRequest, context: RequestContext): Promise<TopicDescription> {
    return this.#observe(spanned('createPartitions', context, request.name), () =>
      this.#broker.createPartitions(request, context),
    );
  }

  alterTopicConfigs(
    request: AlterTopicConfigsRequest,
    context: RequestContext,
  ): Promise<AlterTopicConfigsResult[]> {
    return this.#observe(spanned('alterTopicConfigs', context), () =>
      this.#broker.alterTopicConfigs(request, context),
    );
  }

  describeBrokerConfigs(context: RequestContext): Promise<ConfigEntry[]> {
    return this.#observe(spanned('describeBrokerConfigs', context), () =>
      this.#broker.describeBrokerConfigs(context),
    );
  }

  alterBrokerConfigs(request: AlterBrokerConfigsRequest, context: RequestContext): Promise<void> {
    return this.#observe(spanned('alterBrokerConfigs', context), () =>
      this.#broker.alterBrokerConfigs(request, context),
    );
  }

  deleteTopic(name: string, context: RequestContext): Promise<void> {
    return this.#observe(spanned('deleteTopic', context, name), () =>
      this.#broker.deleteTopic(name, context),
    );
  }

  topicStatistics(names: readonly string[] | undefined, context: RequestContext): Promise<TopicStatistics[]> {
    return this.#observe(spanned('topicStatistics', context), () =>
      this.#broker.topicStatistics(names, context),
    );
  }

  initProducerId(request: InitProducerIdRequest, context: RequestContext): Promise<ProducerIdAndEpoch> {
    return this.#observe(spanned('initProducerId', context), () =>
      this.#broker.initProducerId(request, context),
    );
  }

  append(entries: readonly AppendEntry[], context: RequestContext): Promise<AppendResult[]> {
    return this.#observeStored('append', { entries, context }, (traced) =>
      this.#broker.append(traced, context),
    );
  }

  commitTransaction(request: CommitTransactionRequest, context: RequestContext): Promise<StoredEntry[]> {
    const { entries } = request;
    return this.#observeStored('commitTransaction', { entries, context }, (traced) =>
      this.#broker.commitTransaction({ ...request, entries: traced }, context),
    );
  }

  fetch(request: FetchRequest, context: RequestContext): Promise<FetchedPartition[]> {
    const call = { method: 'fetch', context, span: () => fetchSpan(request.partitions) } as const;
    return this.#observe(call, () => this.#broker.fetch(request, context));
  }

  /** To be told by whoever answers readers: of what is fetched much may find no room in an answer, or be fetched again. */
  sent(topic: string, sent: SentRecords): void {
    this.#topics.sent(topic, sent);
  }

  listOffsets(partitions: readonly ListOffsetsPartition[], context: RequestContext): Promise<ListedOffset[]> {
    return this.#observe(spanned('listOffsets', context), () =>
      this.#broker.listOffsets(partitions, context),
    );
  }

  deleteRecords(
    partitions: readonly DeleteRecordsPartition[],
    context: RequestContext,
  ): Promise<DeletedRecords[]> {
    return this.#observe(spanned('deleteRecords', context), () =>
      this.#broker.deleteRecords(partitions, context),
    );
  }

  /** `store` is handed the entries as they are to be stored. */
  #observeStored<Entry extends CommitEntry, Result extends AppendResult>(
    method: 'append' | 'commitTransaction',
    { entries, context }: { readonly entries: readonly Entry[]; readonly context: RequestContext },
    store: (entries: readonly Entry[]) => Promise<Result[]>,
  ): Promise<Result[]> {
    const call = { method, context, span: () => storeSpan(method, entries) };
    return this.#observe(call, async (own) => {
      const caller = this.#options.recordTraceContext ? (own ?? spanContextOf(context)) : undefined;
      const results = await store(caller === undefined ? entries : withTraceHeaders(entries, caller));
      for (const [index, { topic, batch }] of entries.entries())
        if (isNewlyStored(results[index])) this.#topics.stored(topic, batch);
      return results;
    });
  }

  /** `run` is handed the span's context where the span is recorded. */
  async #observe<T>(call: Call, run: (span: SpanContext | undefined) => Promise<T>): Promise<T> {
    const counter = this.#counterOf(call.method);
    const span = this.#startSpan(call);
    const start = performance.now();
    try {
      const result = await run(span?.isRecording() === true ? span.spanContext() : undefined);
      if (Array.isArray(result)) for (const one of result) countError(errorIn(one), counter, span);
      return result;
    } catch (error) {
      countError(error instanceof KafkaError ? error.errorName : 'UNKNOWN_SERVER_ERROR', counter, span);
      throw error;
    } finally {
      counter.durationSeconds.observe((performance.now() - start) / 1000);
      span?.end();
    }
  }

  #counterOf(method: BrokerMethod): CallCounter {
    let counter = this.#calls.get(method);
    if (counter === undefined) this.#calls.set(method, (counter = new CallCounter()));
    return counter;
  }

  #startSpan({ context, span }: Call): Span | undefined {
    const { tracer } = this.#options;
    if (tracer === undefined || span === undefined) return undefined;
    const { name, ...options } = span();
    const caller = spanContextOf(context);
    const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller);
    return tracer.startSpan(name, options, parent);
  }
}

/** A call whose span says what was called, and on which topic. */
function spanned(method: BrokerMethod, context: RequestContext, topic?: string): Call {
  const attributes = topic === undefined ? {} : { 'messaging.destination.name': topic };
  return { method, context, span: () => ({ name: `Broker.${method}`, attributes }) };
}

function storeSpan(method: BrokerMethod, entries: readonly CommitEntry[]): SpanDescription {
  const records = entries.reduce((sum, { batch }) => sum + batch.recordCount, 0);
  return messagingSpan(entries, {
    kind: SpanKind.PRODUCER,
    attributes: {
      'messaging.operation.name': method,
      'messaging.operation.type': 'send',
      'messaging.batch.message_count': records,
    },
  });
}

function fetchSpan(partitions: readonly TopicPartition[]): SpanDescription {
  return messagingSpan(partitions, {
    kind: SpanKind.CLIENT,
    attributes: { 'messaging.operation.name': 'fetch', 'messaging.operation.type': 'receive' },
  });
}

/** Named by OpenTelemetry's conventions for messaging: the operation, and the destination where it is one. */
function messagingSpan(
  places: readonly TopicPartition[],
  { kind, attributes }: { kind: SpanKind; attributes: Attributes },
): SpanDescription {
  const [first] = places;
  const isOneTopic = first !== undefined && places.every(({ topic }) => topic === first.topic);
  const operation = String(attributes['messaging.operation.name']);
  return {
    name: isOneTopic ? `${operation} ${first.topic}` : operation,
    kind,
    attributes: {
      ...attributes,
      'messaging.system': 'weir',
      ...(isOneTopic ? { 'messaging.destination.name': first.topic } : {}),
      ...(places.length === 1 ? { 'messaging.destination.partition.id': String(first?.partition) } : {}),
    },
  };
}

/** Not so where a repeat was told the verdict of an earlier append. */
function isNewlyStored(result: AppendResult | undefined): boolean {
  return result?.error === null && result.isReplay !== true;
}

/** Of one entry or partition. */
function errorIn(result: unknown): ErrorName | undefined {
  const { error } = result as { readonly error?: unknown };
  return error instanceof KafkaError ? error.errorName : undefined;
}

function countError(error: ErrorName | undefined, counter: CallCounter, span: Span | undefined): void {
  if (error === undefined) return;
  counter.failed(error);
  span?.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
}
