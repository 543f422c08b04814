// GET /metrics.
import { Controller, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Route } from '../http/route.decorator.ts';
import { sendBytes } from '../http/send.ts';
import { getMetrics } from '../service-operations.ts';
import { METRICS } from '../tokens.ts';
import { GatewayMetrics } from './gateway-metrics.ts';

@Controller()
export class MetricsController {
  readonly #metrics: GatewayMetrics;

  constructor(@Inject(METRICS) metrics: GatewayMetrics) {
    this.#metrics = metrics;
  }

  @Route(getMetrics)
  async getMetrics(@Res() reply: FastifyReply): Promise<void> {
    sendBytes(reply, this.#metrics.contentType, Buffer.from(await this.#metrics.text()));
  }
}
