// OpenTelemetry, where an endpoint for spans is set: the SDK is loaded only then. Settings have OpenTelemetry's own names; what
// is not a setting of Weir's (OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_RESOURCE_ATTRIBUTES), the SDK reads by itself.
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger, Tracer } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { version } from '../build-info.ts';
import type { GatewayConfig } from '../config.ts';
import type { Logger } from '../logger.ts';
import { RareLine } from '../rare-line.ts';

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what has not been sent; never throws, and takes no longer than its limit. */
  stop(): Promise<void>;
}

export type TracingConfig = Pick<
  GatewayConfig,
  'otelExporterOtlpEndpoint' | 'otelServiceName' | 'otelTracesSampler' | 'otelTracesSamplerArg'
>;

const STOP_LIMIT_MS = 1_000;
const COMPLAINT_INTERVAL_MS = 60_000;

/** Undefined where no endpoint is set. */
export async function startTracing(config: TracingConfig, logger: Logger): Promise<Tracing | undefined> {
  const endpoint = config.otelExporterOtlpEndpoint;
  if (endpoint === undefined) return undefined;
  const [sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  diag.setLogger(plainLines(url, logger), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const own = { 'service.name': config.otelServiceName, 'service.version': version };
  const provider = new sdk.TracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes(own))
      // What the environment says of who this is comes last.
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    sampler: samplerOf(config, sdk),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  });
  return { tracer: provider.getTracer('weir', version), stop: () => stopped(provider.shutdown()) };
}

/** The SDK's own lines, one in a while: it complains of each batch, with a stack, for as long as a collector is away. */
function plainLines(url: string, logger: Logger): DiagLogger {
  const errors = new RareLine(COMPLAINT_INTERVAL_MS);
  const warnings = new RareLine(COMPLAINT_INTERVAL_MS);
  const component = 'tracing';
  return {
    error: (text) =>
      errors.due((times) =>
        logger.warn({ component, url, reason: reasonIn(text), times }, 'spans could not be sent'),
      ),
    warn: (text, ...rest) =>
      warnings.due((times) => logger.warn({ component, details: rest.map(String), times }, text)),
    ...{ info: ignore, debug: ignore, verbose: ignore },
  };
}

/** An error comes as the JSON of all that it has. */
function reasonIn(text: string): string {
  try {
    const { message, code } = Object(JSON.parse(text)) as { message?: unknown; code?: unknown };
    // Of several addresses that were tried it has a code and no message.
    return [message, code].find((one) => typeof one === 'string' && one !== '')?.toString() ?? text;
  } catch {
    return text;
  }
}

function samplerOf(
  { otelTracesSampler, otelTracesSamplerArg }: TracingConfig,
  sdk: typeof import('@opentelemetry/sdk-trace'),
): Sampler {
  const name = otelTracesSampler.replace('parentbased_', '');
  const root =
    name === 'always_off'
      ? new sdk.AlwaysOffSampler()
      : name === 'traceidratio'
        ? new sdk.TraceIdRatioBasedSampler(Number(otelTracesSamplerArg))
        : new sdk.AlwaysOnSampler();
  return name === otelTracesSampler ? root : new sdk.ParentBasedSampler({ root });
}

async function stopped(shutdown: Promise<void>): Promise<void> {
  const { promise: limit, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, STOP_LIMIT_MS);
  // A collector that is away is told of by the SDK's own warnings.
  await Promise.race([shutdown.catch(ignore), limit]);
  clearTimeout(timer);
}

function ignore(): void {
  // Of no use to an operator.
}
