// Names under which Nest hands out what create-app.ts was given or made.
export const BROKER = Symbol('Broker');
export const CONFIG = Symbol('GatewayConfig');
export const HEALTH = Symbol('HealthCheck');
export const LOGGER = Symbol('Logger');
export const METRICS = Symbol('GatewayMetrics');
export const READS = Symbol('Reads');
export const WAITING_REQUESTS = Symbol('WaitingRequests');
