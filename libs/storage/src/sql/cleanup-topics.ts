// Topics with what they and the broker set, page by page: there may be many thousands.
import type pg from 'pg';
import type { ConfigOverrides } from '../config-alterations.ts';
import type { DynamicBrokerConfigs } from '../effective-configs.ts';

export interface CleanupTopic {
  readonly topicId: number;
  readonly configs: ConfigOverrides;
}

export interface CleanupTopics {
  readonly brokerConfigs: DynamicBrokerConfigs;
  /** By id, behind `afterId`; none at the end. */
  readonly topics: readonly CleanupTopic[];
}

export async function readCleanupTopics(
  client: pg.ClientBase,
  { afterId, limit }: { readonly afterId: number; readonly limit: number },
): Promise<CleanupTopics> {
  const { rows } = await client.query<{ broker_configs: DynamicBrokerConfigs; topics: CleanupTopic[] }>({
    name: 'cleanup-topics',
    text: `select (select jsonb_object_agg(scope, configs) from weir.broker_config) as broker_configs,
                  coalesce((
                    select jsonb_agg(jsonb_build_object('topicId', id, 'configs', configs) order by id)
                    from (select id, configs from weir.topic where id > $1 order by id limit $2) page
                  ), '[]') as topics`,
    values: [afterId, limit],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('a query without a condition answered no row');
  return { brokerConfigs: row.broker_configs, topics: row.topics };
}
