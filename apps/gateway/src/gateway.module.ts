// The Nest module of all edges. What they stand on is handed in; nothing here opens a database.
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { ObservedBroker } from '@weir/broker';
import type { GatewayConfig } from './config.ts';
import type { HealthCheck } from './health/health-check.ts';
import type { WaitingRequests } from './http/request-context.ts';
import type { Logger } from './logger.ts';
import type { GatewayMetrics } from './observe/gateway-metrics.ts';
import { MetricsController } from './observe/metrics.controller.ts';
import { PageReads } from './records/page-reads.ts';
import type { PageReadsOptions, Reads } from './records/page-reads.ts';
import { RecordsV2Controller } from './rest-v2/records.controller.ts';
import { TopicsV2Controller } from './rest-v2/topics.controller.ts';
import { BatchesV3Controller } from './rest-v3/batches.controller.ts';
import { BrokerConfigsV3Controller } from './rest-v3/broker-configs.controller.ts';
import { BrokersV3Controller } from './rest-v3/brokers.controller.ts';
import { ClustersV3Controller } from './rest-v3/clusters.controller.ts';
import { DeleteRecordsV3Controller } from './rest-v3/delete-records.controller.ts';
import { PartitionsV3Controller } from './rest-v3/partitions.controller.ts';
import { ReadRecordsV3Controller } from './rest-v3/read-records.controller.ts';
import { RecordsV3Controller } from './rest-v3/records.controller.ts';
import { ReplicasV3Controller } from './rest-v3/replicas.controller.ts';
import { TailV3Controller } from './rest-v3/tail.controller.ts';
import { TopicConfigsV3Controller } from './rest-v3/topic-configs.controller.ts';
import { TopicsV3Controller } from './rest-v3/topics.controller.ts';
import { TransactionsV3Controller } from './rest-v3/transactions.controller.ts';
import { ServiceController } from './service.controller.ts';
import { BROKER, CONFIG, HEALTH, LOGGER, METRICS, READS, WAITING_REQUESTS } from './tokens.ts';

export interface GatewayParts {
  readonly broker: ObservedBroker;
  readonly config: GatewayConfig;
  readonly health: HealthCheck;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly waiting: WaitingRequests;
}

/** Of record batches for all tails. */
const TAILS_MAX_BYTES = 16 * 1024 * 1024;

/** For the path, and what clients send beside the id of an event: half of what a request may have where that is less. */
const OTHER_HEADERS_BYTES = 2048;

@Module({})
export class GatewayModule {
  static of({ broker, config, health, logger, metrics, waiting }: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        RecordsV2Controller,
        TopicsV2Controller,
        ClustersV3Controller,
        TopicsV3Controller,
        TopicConfigsV3Controller,
        PartitionsV3Controller,
        ReadRecordsV3Controller,
        DeleteRecordsV3Controller,
        TailV3Controller,
        ReplicasV3Controller,
        BrokersV3Controller,
        BrokerConfigsV3Controller,
        RecordsV3Controller,
        BatchesV3Controller,
        TransactionsV3Controller,
        ServiceController,
        MetricsController,
      ],
      providers: [
        { provide: BROKER, useValue: broker },
        { provide: CONFIG, useValue: config },
        { provide: HEALTH, useValue: health },
        { provide: LOGGER, useValue: logger },
        { provide: METRICS, useValue: metrics },
        { provide: READS, useFactory: () => readsOf(broker, waiting, config) },
        { provide: WAITING_REQUESTS, useValue: waiting },
      ],
    };
  }
}

function readsOf(broker: ObservedBroker, waiting: WaitingRequests, config: GatewayConfig): Reads {
  const { requestHeaderMaxBytes: headerBytes } = config;
  const onSent: PageReadsOptions['onSent'] = (topic, sent) => broker.sent(topic, sent);
  return {
    pages: new PageReads(broker, { onSent }),
    tails: new PageReads(broker, {
      onSent,
      inFlightMaxBytes: TAILS_MAX_BYTES,
      clientMaxBytes: TAILS_MAX_BYTES / 2,
    }),
    waiting,
    eventIdMaxBytes: headerBytes - Math.min(OTHER_HEADERS_BYTES, headerBytes / 2),
  };
}
