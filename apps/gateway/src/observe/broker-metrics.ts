// Metrics of Broker: its calls, whichever API they came by, and what went into topics and out of them.
import type { BrokerStats } from '@weir/broker';
import type { Metric } from './metric.ts';

type Traffic = BrokerStats['topics'][number];

export function brokerMetrics(stats: () => BrokerStats): Metric[] {
  const perTopic = (value: (topic: Traffic) => number) => () =>
    stats().topics.map((topic) => ({ labels: { topic: topic.topic }, value: value(topic) }));
  return [
    {
      name: 'weir_broker_call_duration_seconds',
      help: 'Time that calls of the broker took; a fetch includes its wait for records',
      type: 'histogram',
      samples: () =>
        stats().calls.map(({ method, durationSeconds }) => ({ labels: { method }, value: durationSeconds })),
    },
    {
      name: 'weir_broker_errors_total',
      help: 'Errors of calls, and of single entries and partitions in them, by the names that Kafka gives them',
      type: 'counter',
      samples: () =>
        stats().calls.flatMap(({ method, errors }) =>
          [...errors].map(([error, value]) => ({ labels: { method, error }, value })),
        ),
    },
    {
      name: 'weir_records_in_total',
      help: 'Records that were stored through this gateway',
      type: 'counter',
      samples: perTopic(({ recordsIn }) => recordsIn),
    },
    {
      name: 'weir_record_bytes_in_total',
      help: 'Bytes of keys, values and headers that were stored; of whole record batches where they came as such',
      type: 'counter',
      samples: perTopic(({ bytesIn }) => bytesIn),
    },
    {
      name: 'weir_records_out_total',
      help: 'Records that were given to readers',
      type: 'counter',
      samples: perTopic(({ recordsOut }) => recordsOut),
    },
    {
      name: 'weir_record_bytes_out_total',
      help: 'Bytes of keys, values and headers that were given to readers; of whole record batches where they leave as such',
      type: 'counter',
      samples: perTopic(({ bytesOut }) => bytesOut),
    },
  ];
}
