// Faults of clients: F13 do not read, F14 send what nobody should, F18 a storm of retries.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpClient } from '../clients/http-client.ts';
import type { HttpRequest } from '../clients/http-client.ts';
import { produceKinds } from '../clients/produce-kinds.ts';
import { Producer } from '../clients/producer.ts';
import { MAIN_TOPIC } from '../clients/workload.ts';
import { randomOf } from '../random.ts';
import type { Fault, FaultContext } from './fault.ts';
import { ABUSED_TOPIC } from './topics.ts';

const STALLED_SOCKETS = 1_000;

export const notReading: Fault = {
  plan: (random) => ({ target: 'none', variant: '', durationMs: random.integer(2_000, 6_000) }),
  // A thousand answers are made meanwhile.
  stalls: () => true,
  run: async ({ slot, plan, surroundings, wait }) => {
    const port = slot.process?.port;
    if (port === undefined) return undefined;
    const tail = `/v3/clusters/${surroundings.clusterId}/topics/${MAIN_TOPIC}/records?from=earliest`;
    const page = `/topics/${MAIN_TOPIC}/partitions/0/records?offset=0&max_bytes=4000000`;
    const head = (path: string, accept: string) =>
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: ${accept}\r\n\r\n`;
    const requests = [head(page, 'application/vnd.kafka.json.v2+json'), head(tail, 'text/event-stream')];
    const sockets = Array.from({ length: STALLED_SOCKETS }, (_, index) => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.pause();
      socket.write(requests[index % 5 === 0 ? 1 : 0] ?? '');
      return socket;
    });
    try {
      await wait(plan.durationMs);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    return { 'sockets that did not read': sockets.length };
  },
};

const V2_JSON = 'application/vnd.kafka.json.v2+json';
const MEBIBYTE = 1024 * 1024;

/** By what is wrong with them. The largest are made when they are needed. */
const abuses: Readonly<Record<string, () => Pick<HttpRequest, 'headers' | 'body'>>> = {
  'a body one byte too large': () => json('x'.repeat(16 * MEBIBYTE + 1)),
  'JSON 100,000 deep': () => json(`{"records":[{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`),
  'a million records': () => json(`{"records":[${'{"value":1},'.repeat(999_999)}{"value":1}]}`),
  'a record too large': () => json(`{"records":[{"value":"${'x'.repeat(2 * MEBIBYTE)}"}]}`),
  'a gzip bomb': () => ({
    headers: { 'content-type': V2_JSON, 'content-encoding': 'gzip' },
    body: gzipSync(`{"records":[{"value":"${'x'.repeat(64 * MEBIBYTE)}"}]}`),
  }),
  'gzip that is none': () => ({
    headers: { 'content-type': V2_JSON, 'content-encoding': 'gzip' },
    body: 'not gzip at all',
  }),
  'bad UTF-8': () => ({ headers: { 'content-type': V2_JSON }, body: Buffer.from('7b22ff22c32822', 'hex') }),
  'a lone surrogate': () => json('{"records":[{"key":"\\ud800","value":"\\udfff"}]}'),
  'half a request': () => json('{"records":[{"val'),
  'a NUL': () => json('{"records":[{"value":"\\u0000","key":"\\u0000"}]}'),
  'no base64': () => ({
    headers: { 'content-type': 'application/vnd.kafka.binary.v2+json' },
    body: '{"records":[{"value":"***"}]}',
  }),
  'another type': () => ({ headers: { 'content-type': 'text/html' }, body: '<p>' }),
  'many headers': () => ({
    headers: Object.fromEntries([
      ['content-type', V2_JSON],
      ...Array.from({ length: 500 }, (_, index): [string, string] => [`x-${index}`, 'y']),
    ]),
    body: '{}',
  }),
  'record batches with a wrong checksum': () => ({
    headers: { 'content-type': 'application/vnd.weir.record-batches.v1' },
    body: Buffer.alloc(500, 2),
  }),
};

function json(body: string) {
  return { headers: { 'content-type': V2_JSON }, body };
}

export const abuse: Fault = {
  plan: () => ({ target: 'none', variant: '', durationMs: 0 }),
  run: async ({ slot, random, surprise, signal }) => {
    const client = new HttpClient();
    let sent = 0;
    for (const name of random.shuffle(Object.keys(abuses))) {
      const url = slot.process?.url;
      const make = abuses[name];
      if (url === undefined || make === undefined || signal.aborted) break;
      const { status, text } = await client.send({
        url,
        method: 'POST',
        path: `/topics/${ABUSED_TOPIC}`,
        ...make(),
      });
      sent++;
      if (status !== undefined && status >= 500 && status !== 503)
        surprise(`${name}: ${status} ${text.slice(0, 200)}`);
    }
    client.close();
    return { 'requests beyond limits': sent };
  },
};

const STORM_PRODUCERS = 200;
const PATIENCE_MS = 100;

/** Producers under keys that give up after 100 ms and send again, while PostgreSQL seems slow to their gateway. */
export const storm: Fault = {
  plan: (random) => ({ target: 'databaseLink', variant: '', durationMs: random.integer(2_000, 5_000) }),
  stalls: () => true,
  run: async ({ slot, plan, surroundings, random, wait }: FaultContext) => {
    const stop = new AbortController();
    slot.databaseLink.trouble = { delayMs: random.integer(30, 120) };
    const producers = Array.from({ length: STORM_PRODUCERS }, (_, index) => {
      const name = `storm-${plan.seed}-${index}`;
      return new Producer(surroundings, {
        name,
        topic: MAIN_TOPIC,
        kind: produceKinds.keyedV2,
        records: [1, 2],
        pauseMs: 20,
        keys: [name],
        patienceMs: PATIENCE_MS,
        gateway: plan.gateway,
        random: randomOf(plan.seed, name),
      });
    });
    const running = Promise.all(producers.map((producer) => producer.run(stop.signal)));
    try {
      await wait(plan.durationMs);
    } finally {
      slot.databaseLink.trouble = undefined;
      stop.abort();
    }
    const start = performance.now();
    await running;
    return { 'storms of retries': 1, 'all settled after a storm, ms': performance.now() - start };
  },
};
