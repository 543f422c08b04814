// The auditors: read every partition from its start to its end when all is over, one through each gateway and one by SQL.
import type pg from 'pg';
import { answerOf, HttpClient, parseJson } from './http-client.ts';
import { decodeBatch } from './record-batch.ts';
import type { Surroundings } from './surroundings.ts';
import { SeenRuns } from './values.ts';

export interface AuditedTopic {
  readonly topic: string;
  readonly partitions: number;
}

interface Ends {
  readonly start: number;
  readonly end: number;
}

const PAGE_BYTES = 4 * 1024 * 1024;
const TRIES = 20;

/** Reads what a gateway says. Throws where it does not answer. */
export async function auditGateway(
  surroundings: Surroundings,
  topics: readonly AuditedTopic[],
  via: number,
): Promise<void> {
  const client = `auditor of gateway ${via}`;
  const { recorder } = surroundings;
  const gateway = new GatewayLog(surroundings, via);
  for (const { topic, partitions } of topics)
    for (let partition = 0; partition < partitions; partition++) {
      const path = `/topics/${topic}/partitions/${partition}`;
      const { start, end } = await gateway.ends(path);
      for (let offset = start; offset < end;) {
        const { seen, next } = await gateway.page(path, offset);
        // Nothing more, although the end is not reached: the line below says so.
        if (next === offset) break;
        recorder.write({ op: 'audit', type: 'seen', client, via, topic, ...seen.fields });
        offset = next;
      }
      recorder.write({ op: 'audit', type: 'ok', client, topic, partition, start, end });
    }
  gateway.close();
}

class GatewayLog {
  readonly #http = new HttpClient();
  readonly #url: string;

  constructor({ urls }: Surroundings, via: number) {
    this.#url = urls[via]?.() ?? '';
  }

  async ends(path: string): Promise<Ends> {
    const found = (await this.#get(`${path}/offsets`)) as { beginning_offset: number; end_offset: number };
    return { start: found.beginning_offset, end: found.end_offset };
  }

  async page(path: string, offset: number): Promise<{ seen: SeenRuns; next: number }> {
    const page = `${path}/records?offset=${offset}&timeout=0&max_bytes=${PAGE_BYTES}`;
    const records = (await this.#get(page)) as {
      partition: number;
      offset: number;
      key: unknown;
      value: unknown;
    }[];
    const seen = new SeenRuns();
    for (const record of records) seen.add(record, record.value, record.key);
    return { seen, next: (records.at(-1)?.offset ?? offset - 1) + 1 };
  }

  close(): void {
    this.#http.close();
  }

  async #get(path: string): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const headers = { accept: 'application/vnd.kafka.json.v2+json, application/vnd.kafka.v2+json' };
      const answer = await this.#http.send({ url: this.#url, path, headers });
      if (answer.status === 200 && answer.failure === undefined) return parseJson(answer.text);
      if (tries === TRIES) throw new Error(`${path}: ${JSON.stringify(answerOf(answer))}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

const BATCHES = 100;

/** Reads the table of batches itself. */
export async function auditDatabase(
  { recorder }: Surroundings,
  topics: readonly AuditedTopic[],
  database: pg.Client,
): Promise<void> {
  const client = 'auditor by SQL';
  for (const { topic, partitions } of topics)
    for (let partition = 0; partition < partitions; partition++) {
      const { id, start, end } = await endsOf(database, topic, partition);
      for (let offset = start; offset < end;) {
        const { rows } = await database.query<{ data: Buffer }>(
          'select data from weir.batch where partition_id = $1 and last_offset >= $2 order by last_offset limit $3',
          [id, offset, BATCHES],
        );
        const seen = new SeenRuns();
        const records = rows
          .flatMap(({ data }) => decodeBatch(data))
          .filter((record) => record.offset >= start);
        for (const record of records)
          seen.add({ partition, offset: record.offset }, parseOrNull(record.value), parseOrNull(record.key));
        recorder.write({ op: 'audit', type: 'seen', client, via: -1, topic, ...seen.fields });
        offset = (records.at(-1)?.offset ?? end) + 1;
      }
      recorder.write({ op: 'audit', type: 'ok', client, topic, partition, start, end });
    }
}

async function endsOf(database: pg.Client, topic: string, partition: number): Promise<Ends & { id: number }> {
  const { rows } = await database.query<{ id: number; start: string; end: string }>(
    `select p.id, p.log_start_offset as start,
            coalesce((select max(last_offset) + 1 from weir.batch where partition_id = p.id), p.log_end_floor) as end
     from weir.partition p join weir.topic t on t.id = p.topic_id where t.name = $1 and p.partition = $2`,
    [topic, partition],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`the database has no partition ${topic}-${partition}`);
  return { id: row.id, start: Number(row.start), end: Number(row.end) };
}

function parseOrNull(text: string | null): unknown {
  return text === null ? null : parseJson(text);
}
