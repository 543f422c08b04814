// TypeORM entities of what is metadata; records never pass through TypeORM (docs/adr/0006).
import { EntitySchema } from 'typeorm';
import type { TopicConfigOverrides } from './topic-config.ts';

export interface TopicRow {
  id: number;
  name: string;
  isInternal: boolean;
  partitionCount: number;
  configs: TopicConfigOverrides;
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
