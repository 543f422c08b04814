// The gateway's log: pino, written at once, in the form that suits who reads it.
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import type { GatewayConfig } from './config.ts';

/** Fields first, then a fixed sentence. What libraries and edges are handed. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export function createLogger(config: Pick<GatewayConfig, 'logLevel' | 'logFormat'>): Logger {
  const { logLevel: level, logFormat } = config;
  const isPretty = logFormat === 'pretty' || (logFormat === 'auto' && process.stdout.isTTY);
  const destination = pino.destination({ dest: 1, sync: true });
  // The reader of the pipe may end before us; that must not end the process.
  destination.on('error', () => undefined);
  const stream: DestinationStream = isPretty
    ? pretty({
        destination,
        translateTime: 'SYS:HH:MM:ss.l',
        ignore: 'pid,hostname',
        colorize: process.stdout.isTTY,
        sync: true,
      })
    : destination;
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: {}, formatters, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}
