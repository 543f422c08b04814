// Metrics of HTTP: requests by operation, as the OpenAPI document names them.
import type { HttpTraffic, OperationTraffic } from './http-traffic.ts';
import type { Metric } from './metric.ts';

export interface HttpSources {
  readonly traffic: HttpTraffic;
  readonly connections: { readonly open: number };
  /** Of requests under way. */
  readonly bodies: { readonly heldBytes: number };
  readonly requestBytesInFlightMax: number;
}

export function httpMetrics(sources: HttpSources): Metric[] {
  const { traffic, connections, bodies, requestBytesInFlightMax } = sources;
  const perOperation = (value: (one: OperationTraffic) => number) => () =>
    traffic.all.map((one) => ({ labels: { operation: one.id }, value: value(one) }));
  return [
    {
      name: 'weir_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer, waiting for records included; status 499 is a client that left before its answer',
      type: 'histogram',
      samples: () =>
        traffic.all.flatMap(({ id, durationSeconds }) =>
          [...durationSeconds].map(([status, histogram]) => ({
            labels: { operation: id, status },
            value: histogram.snapshot(),
          })),
        ),
    },
    {
      name: 'weir_http_requests_in_flight',
      help: 'Requests that are being answered now, waiting ones and open streams included',
      type: 'gauge',
      samples: perOperation(({ inFlight }) => inFlight),
    },
    {
      name: 'weir_http_request_bytes_total',
      help: 'Bytes of finished requests as they came, with their heads',
      type: 'counter',
      samples: perOperation(({ bytesIn }) => bytesIn),
    },
    {
      name: 'weir_http_response_bytes_total',
      help: 'Bytes of finished answers as they left, with their heads',
      type: 'counter',
      samples: perOperation(({ bytesOut }) => bytesOut),
    },
    {
      name: 'weir_http_connections',
      help: 'Open connections',
      type: 'gauge',
      samples: () => [{ value: connections.open }],
    },
    {
      name: 'weir_http_body_bytes_in_flight',
      help: 'Memory reserved for the bodies of requests under way',
      type: 'gauge',
      samples: () => [{ value: bodies.heldBytes }],
    },
    {
      name: 'weir_http_body_limit_bytes',
      help: 'What requestBytesInFlightMax allows the bodies of requests under way to take',
      type: 'gauge',
      samples: () => [{ value: requestBytesInFlightMax }],
    },
  ];
}
