// Readiness: asked once for many, in time, and never after a stop.
import { expect, test } from 'vitest';
import { HealthCheck } from './health-check.ts';

test('asks the database once for all who ask at the same time', async () => {
  let asked = 0;
  const health = new HealthCheck({ ping: () => Promise.resolve(void asked++) });
  expect(await Promise.all([health.fault(), health.fault(), health.fault()])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(asked).toBe(1);
  await health.fault();
  expect(asked).toBe(2);
});

test('says why it is not ready, and recovers', async () => {
  const answers = [Promise.reject(new Error('connection refused')), Promise.resolve()];
  const health = new HealthCheck({ ping: () => answers.shift() ?? Promise.resolve() });
  expect(await health.fault()).toBe('the database does not answer: connection refused');
  expect(await health.fault()).toBeUndefined();
});

test('does not wait for a database that hangs', async () => {
  const health = new HealthCheck({ ping: () => new Promise(() => undefined) }, 20);
  expect(await health.fault()).toBe('the database did not answer within 20 ms');
});

test('is not ready once it stops', async () => {
  const health = new HealthCheck({ ping: () => Promise.resolve() });
  health.stop();
  expect(await health.fault()).toBe('the gateway is stopping');
});
