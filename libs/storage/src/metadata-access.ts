// Reading and changing metadata through TypeORM: errors become Kafka's, and a change tells every gateway that what it
// remembers is old.
import type { DataSource, EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';
import type { KafkaError } from '@weir/protocol';
import { databaseError } from './connection.ts';
import { ClusterEntity } from './entities.ts';
import { TOPIC_CHANNEL } from './sql/channels.ts';

export interface MetadataAccessOptions {
  readonly dataSource: DataSource;
  /** Called after a change committed, before the caller is answered. */
  readonly onChange: () => void;
}

export class MetadataAccess {
  readonly #options: MetadataAccessOptions;

  constructor(options: MetadataAccessOptions) {
    this.#options = options;
  }

  async read<T>(read: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await read(this.#options.dataSource.manager);
    } catch (error) {
      throw failure(error);
    }
  }

  /** In one transaction. */
  async change<T>(kind: 'changed' | 'deleted', change: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.#options.dataSource.transaction('READ COMMITTED', async (manager) => {
        const result = await change(manager);
        // Last, so that the one row that all changes share is locked for the shortest time.
        await manager.increment(ClusterEntity, { onlyRow: true }, 'metadataVersion', 1);
        await manager.query('select pg_notify($1, $2)', [TOPIC_CHANNEL, kind]);
        return result;
      });
    } catch (error) {
      throw failure(error);
    } finally {
      this.#options.onChange();
    }
  }
}

function failure(error: unknown): KafkaError {
  return databaseError(error instanceof QueryFailedError ? error.driverError : error);
}
