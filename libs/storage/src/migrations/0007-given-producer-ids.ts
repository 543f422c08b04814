// Producer ids that were never given out are refused. Before, any was stored: none of those is given out any more.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { checkSequence } from './0004-append-batches.ts';

const LARGEST = 2 ** 52;

export class GivenProducerIds1799100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Where 0004 has just run it is this one already.
    await runner.query(checkSequence);
    await runner.query(`
      update weir.next_producer_id set next_producer_id = greatest(
        next_producer_id,
        (select max(producer_id) + 1 from weir.batch where producer_id >= 0 and producer_id < ${LARGEST})
      );
    `);
  }

  async down(): Promise<void> {
    // The check stays: it does no harm.
  }
}
