// BrokerConfigStore: the broker's configs as the database and this gateway's settings have them.
import type { EntityManager } from 'typeorm';
import type { AlterBrokerConfigsRequest, ConfigEntry } from '@weir/protocol';
import { alterConfigs } from './config-alterations.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import { brokerConfigLayers, effectiveBrokerConfigs } from './effective-configs.ts';
import type { BrokerConfigLayers } from './effective-configs.ts';
import { BrokerConfigEntity } from './entities.ts';
import type { MetadataAccess } from './metadata-access.ts';

export interface BrokerConfigStoreOptions {
  readonly access: MetadataAccess;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
}

export class BrokerConfigStore {
  readonly #access: MetadataAccess;
  readonly #settings: ConfigOverrides;

  constructor({ access, settings }: BrokerConfigStoreOptions) {
    this.#access = access;
    this.#settings = settings;
  }

  async describe(): Promise<ConfigEntry[]> {
    return effectiveBrokerConfigs(await this.#access.read((manager) => this.layers(manager)));
  }

  /** See Broker.alterBrokerConfigs. */
  async alter({ scope, alterations, validateOnly = false }: AlterBrokerConfigsRequest): Promise<void> {
    if (validateOnly) {
      alterConfigs('broker', {}, alterations);
      return;
    }
    await this.#access.change('changed', async (manager) => {
      const row = await manager.findOneOrFail(BrokerConfigEntity, {
        where: { scope },
        lock: { mode: 'pessimistic_write' },
      });
      const configs = alterConfigs('broker', row.configs, alterations);
      await manager.update(BrokerConfigEntity, { scope }, { configs });
    });
  }

  async layers(manager: EntityManager): Promise<BrokerConfigLayers> {
    const rows = await manager.find(BrokerConfigEntity);
    const of = (wanted: string) => rows.find(({ scope }) => scope === wanted)?.configs ?? {};
    return brokerConfigLayers({ broker: of('broker'), cluster: of('cluster') }, this.#settings);
  }
}
