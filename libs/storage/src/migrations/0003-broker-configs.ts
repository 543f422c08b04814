// Broker configs that were set while Weir runs: for the one broker, and for the whole cluster.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BrokerConfigs1796000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table weir.broker_config (
        scope text primary key check (scope in ('broker', 'cluster')),
        configs jsonb not null default '{}'
      );
      insert into weir.broker_config (scope) values ('broker'), ('cluster');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table weir.broker_config');
  }
}
