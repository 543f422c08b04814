// HTTP pipelining: requests that are sent before the answers to earlier ones. Their answers come in order, and what waits behind
// an answer without an end holds nothing that others need.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Batch } from '@weir/protocol';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

const MiB = 1024 * 1024;
const context = { principal: 'User:test', clientId: 'test' };
const records = 'application/vnd.kafka.binary.v2+json';
const largePage = '/topics/large/partitions/0/records?offset=0';
const CONNECTIONS = 3;
const PAGES = 3;

let gateway: TestGateway;
let topics: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  gateway = await startGateway();
  const { clusterId } = await gateway.broker.describeCluster(context);
  topics = `/v3/clusters/${clusterId}/topics`;
  for (const name of ['large', 'quiet'])
    await gateway.broker.createTopic({ name, partitionCount: 1 }, context);
  const value = new Uint8Array(MiB / 2);
  for (let count = 0; count < 8; count++) {
    const batch = Batch.fromRecords([{ key: null, value }]);
    await gateway.broker.append([{ topic: 'large', partition: 0, batch }], context);
  }
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

/** Sends all at once; answers what has come so far. */
function ask(requests: readonly (readonly [path: string, accept: string])[]): () => string {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let come = '';
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => (come += chunk.toString()));
  const heads = requests.map(
    ([path, accept]) => `GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: ${accept}\r\n\r\n`,
  );
  socket.write(heads.join(''));
  return () => come;
}

test('answers come in the order of their requests', async () => {
  const come = ask([
    ['/topics/quiet/partitions/0/records?offset=0&timeout=300', records],
    ['/topics/large/partitions/0/records?offset=7', records],
    ['/topics/quiet/partitions/0/records?offset=0&timeout=100', records],
    ['/topics/large', records],
  ]);
  await vi.waitFor(() => expect(come()).toContain('"name":"large"'), { timeout: 5000 });
  const [, ...bodies] = come().split(/HTTP\/1.1 200 [\s\S]*?\r\n\r\n/);
  const large = expect.stringMatching(/^\[\{"topic":"large","partition":0,"offset":7,.*\}\]$/) as string;
  expect(bodies).toEqual(['[]', large, '[]', expect.stringContaining('"partitions":')]);
});

test('pages behind a stream without an end keep nobody else from theirs', async () => {
  const streams = Array.from({ length: CONNECTIONS }, () =>
    ask([
      [`${topics}/quiet/records`, 'application/x-ndjson'],
      ...Array.from({ length: PAGES }, () => [largePage, records] as const),
    ]),
  );
  await vi.waitFor(() => expect(streams.every((come) => come().includes('x-ndjson'))).toBe(true));
  for (let round = 0; round < 3; round++) {
    const answer = await fetch(gateway.url + largePage, {
      headers: { accept: records },
      signal: AbortSignal.timeout(5000),
    });
    expect([answer.status, ((await answer.json()) as unknown[]).length]).toEqual([200, 7]);
  }
  for (const come of streams) expect(come().match(/HTTP\/1.1 /g)).toHaveLength(1);
});
