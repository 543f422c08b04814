// What a person who started the gateway by hand reads when it is ready: where everything is, and lines to try.
import type { GatewayConfig } from './config.ts';

export interface WelcomeFacts {
  readonly config: GatewayConfig;
  readonly port: number;
  readonly clusterId: string;
  /** `PostgreSQL 18.4 in /path` or whose it is. */
  readonly database: string;
  readonly seconds: number;
}

export function welcomeText({ config, port, clusterId, database, seconds }: WelcomeFacts): string {
  const url = baseUrl(config.host, port);
  const json = "-H 'Content-Type: application/json'";
  const records = "-H 'Content-Type: application/vnd.kafka.json.v2+json'";
  const curl = config.tokens.length === 0 ? 'curl' : 'curl -u ":$TOKEN"';
  return `
Weir is ready after ${seconds.toFixed(1)} s.

  Dashboard   ${url}/ui/
  REST API    ${url}/docs/   (try it in the browser; described in ${url}/openapi.json)
  Records     ${database}

Try it: create a topic, produce a record, read it back.

  ${curl} ${url}/v3/clusters/${clusterId}/topics ${json} -d '{"topic_name":"hello"}'
  ${curl} ${url}/topics/hello ${records} -d '{"records":[{"value":{"name":"Weir"}}]}'
  ${curl} '${url}/topics/hello/partitions/0/records?offset=0' -H 'Accept: application/vnd.kafka.json.v2+json'

Stop it with Ctrl-C.
`;
}

/** An address that binds every interface is reached through loopback. */
function baseUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
