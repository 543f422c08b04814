// From bodies about configs to Broker's requests, and finding the config that a path names.
import { KafkaError } from '@weir/protocol';
import type { ConfigAlteration, ConfigEntry } from '@weir/protocol';
import type { z } from 'zod';
import { plainError } from '../http/rest-error.ts';
import type { alterConfigs } from './schemas-configs.ts';

type AlterationBody = z.infer<typeof alterConfigs>['data'][number];

/** Throws INVALID_REQUEST where SET comes without a value. */
export function alterationsOf(data: readonly AlterationBody[]): ConfigAlteration[] {
  return data.map(({ name, value, operation }) => {
    if (operation === 'DELETE') return { name, operation };
    if (typeof value === 'string') return { name, operation: 'SET', value };
    throw new KafkaError('INVALID_REQUEST', `give ${name} a value, or the operation DELETE`, { name });
  });
}

/** Throws 404. */
export function configNamed(entries: readonly ConfigEntry[], wanted: string): ConfigEntry {
  const entry = entries.find(({ name }) => name === wanted);
  if (entry === undefined) throw plainError(404, `there is no config ${wanted}`);
  return entry;
}

/** Throws 404 for the first that is not there: Broker would refuse it, but as an illegal config. */
export function requireConfigs(entries: readonly ConfigEntry[], wanted: readonly { name: string }[]): void {
  for (const { name } of wanted) configNamed(entries, name);
}
