// What the database itself reaches: clients that commit one row of a record's size each, without Weir in between.
import pg from 'pg';
import type { CommitJob, Measured } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { makeValue } from './requests.ts';

export async function commitLoad(job: CommitJob): Promise<Measured> {
  const clients = Array.from(
    { length: job.clients },
    () => new pg.Client({ connectionString: job.databaseUrl }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query('create table if not exists bench_commit (id bigserial primary key, value text)');
  const measurement = new Measurement(job);
  await Promise.all(
    clients.map(async (client, index) => {
      const statement = {
        name: 'commit',
        text: 'insert into bench_commit (value) values ($1)',
        values: [makeValue(index)],
      };
      while (!measurement.isOver) {
        const beganMs = performance.now();
        await client.query(statement);
        measurement.add(beganMs, 1);
      }
      await client.end();
    }),
  );
  return measurement.result();
}
