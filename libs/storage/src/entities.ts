// TypeORM entities of what is metadata; records never pass through TypeORM (docs/adr/0006).
import { EntitySchema } from 'typeorm';
import type { ConfigOverrides } from './config-alterations.ts';

export interface TopicRow {
  id: number;
  name: string;
  isInternal: boolean;
  partitionCount: number;
  configs: ConfigOverrides;
}

export const TopicEntity = new EntitySchema<TopicRow>({
  name: 'topic',
  schema: 'weir',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    name: { type: 'text', unique: true },
    isInternal: { type: 'boolean', name: 'is_internal' },
    partitionCount: { type: 'int', name: 'partition_count' },
    configs: { type: 'jsonb' },
  },
});

export interface BrokerConfigRow {
  scope: 'broker' | 'cluster';
  configs: ConfigOverrides;
}

export const BrokerConfigEntity = new EntitySchema<BrokerConfigRow>({
  name: 'broker_config',
  schema: 'weir',
  columns: {
    scope: { type: 'text', primary: true },
    configs: { type: 'jsonb' },
  },
});

export interface ClusterRow {
  onlyRow: boolean;
  clusterId: string;
  metadataVersion: number;
}

export const ClusterEntity = new EntitySchema<ClusterRow>({
  name: 'cluster',
  schema: 'weir',
  columns: {
    onlyRow: { type: 'boolean', primary: true, name: 'only_row', default: true },
    clusterId: { type: 'text', name: 'cluster_id' },
    metadataVersion: { type: 'int', name: 'metadata_version', default: 0 },
  },
});
