// Operations that belong to no dialect: who this is, whether it is well, what it can do.
import { z } from 'zod';
import type { Operation } from './http/operation.ts';

const JSON_TYPE = 'application/json';

const refused = {
  403: 'The page or host that the request comes from is not allowed',
  421: 'The Host header names a host that is not served here',
};

const rootAnswer = z
  .object({
    version: z.string(),
    commit: z.string().nullable().describe('Where it runs from a checkout'),
    kafka_cluster_id: z.string(),
    needs_token: z.boolean().describe('Requests are refused without a token'),
  })
  .meta({ id: 'Root', description: 'Which Weir this is' });

const status = z.object({ status: z.string() }).meta({ id: 'Health', description: 'How it is' });

export const getRoot: Operation = {
  id: 'getRoot',
  method: 'GET',
  path: '/',
  tag: 'Service',
  summary: 'Version and cluster id; a browser is sent to the dashboard',
  example: {},
  answers: {
    200: { description: 'Which Weir this is', content: { [JSON_TYPE]: rootAnswer } },
    303: { description: 'text/html was asked for', headers: { Location: 'The dashboard' } },
  },
  errors: { ...refused, 503: 'The database is away; try again after Retry-After seconds' },
};

export const getLive: Operation = {
  id: 'getLive',
  method: 'GET',
  path: '/health/live',
  tag: 'Service',
  summary: 'Whether the process answers',
  example: {},
  answers: { 200: { description: 'It does', content: { [JSON_TYPE]: status } } },
  errors: { 403: refused[403] },
};

export const getReady: Operation = {
  id: 'getReady',
  method: 'GET',
  path: '/health/ready',
  tag: 'Service',
  summary: 'Whether requests can be served: the database answers and the process is not stopping',
  example: {},
  answers: { 200: { description: 'They can', content: { [JSON_TYPE]: status } } },
  errors: { 403: refused[403], 503: 'They can not; try again after Retry-After seconds' },
};

export const getOpenApi: Operation = {
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'Service',
  summary: 'This document',
  example: {},
  answers: { 200: { description: 'An OpenAPI 3.1 document', content: { [JSON_TYPE]: z.looseObject({}) } } },
  errors: { ...refused, 503: 'The database is away; try again after Retry-After seconds' },
};

export const getMetrics: Operation = {
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  tag: 'Service',
  summary: 'Measurements of this gateway, for Prometheus',
  example: {},
  answers: { 200: { description: "Prometheus' text format", content: { 'text/plain': z.string() } } },
  errors: refused,
};

export const serviceOperations: readonly Operation[] = [getRoot, getLive, getReady, getOpenApi, getMetrics];
