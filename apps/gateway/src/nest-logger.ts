// Nest's own log lines, in ours: what it tells while it starts is of no use to an operator, its warnings and errors are.
import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

export function nestLogger(logger: Logger): LoggerService {
  const facts = (rest: readonly unknown[]) => ({ component: 'nest', context: rest.map(String) });
  return {
    log: () => undefined,
    warn: (message: unknown, ...rest: unknown[]) =>
      logger.warn({ ...facts(rest), text: String(message) }, 'Nest warns'),
    error: (message: unknown, ...rest: unknown[]) =>
      logger.error({ ...facts(rest), text: String(message) }, 'Nest reports an error'),
    fatal: (message: unknown, ...rest: unknown[]) =>
      logger.error({ ...facts(rest), text: String(message) }, 'Nest reports an error'),
  };
}
