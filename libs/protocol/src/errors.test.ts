// The error table against what Kafka's protocol fixes, and the classes that carry its names.
import { describe, expect, it } from 'vitest';
import { InvariantError, KafkaError, errors, invariant } from './errors.ts';

describe('the error table', () => {
  it('has every code from −1 to 133 once, 0 (no error) left out', () => {
    const codes = Object.values(errors).map(({ code }) => code);
    const expected = [-1, ...Array.from({ length: 133 }, (_, index) => index + 1)];
    expect(codes).toEqual(expected);
  });

  it('calls retriable what Kafka calls so, and BROKER_NOT_AVAILABLE', () => {
    const retriable = Object.values(errors)
      .filter((error) => error.retriable)
      .map(({ code }) => code);
    expect(retriable).toEqual([
      2, 3, 5, 6, 7, 8, 9, 13, 14, 15, 16, 19, 20, 41, 51, 56, 70, 71, 72, 74, 75, 78, 80, 83, 84, 88, 89,
      100, 103, 106, 122, 123, 133,
    ]);
  });

  it.each([
    ['OFFSET_OUT_OF_RANGE', 1],
    ['INVALID_TOPIC_EXCEPTION', 17],
    ['UNSUPPORTED_FOR_MESSAGE_FORMAT', 43],
    ['UNSUPPORTED_COMPRESSION_TYPE', 76],
    ['UNKNOWN_TOPIC_ID', 100],
    ['STALE_MEMBER_EPOCH', 113],
  ] as const)('%s is %i', (name, code) => {
    expect(errors[name].code).toBe(code);
  });

  it('describes each error in a sentence of its own', () => {
    const descriptions = Object.values(errors).map(({ description }) => description);
    expect(new Set(descriptions).size).toBe(descriptions.length);
    for (const description of descriptions) expect(description).toMatch(/^(\p{Lu}|acks).*\.$/u);
  });
});

describe('KafkaError', () => {
  it('carries name, code, retriable and details', () => {
    const error = new KafkaError('NETWORK_EXCEPTION', 'the connection broke', { topic: 'orders' });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('KafkaError');
    expect(error.errorName).toBe('NETWORK_EXCEPTION');
    expect(error.code).toBe(13);
    expect(error.retriable).toBe(true);
    expect(error.message).toBe('the connection broke');
    expect(error.details).toEqual({ topic: 'orders' });
    expect(new KafkaError('INVALID_CONFIG', 'no').details).toEqual({});
  });

  it('keeps a cause for the log and out of the details that callers see', () => {
    const cause = new Error('password authentication failed');
    const error = new KafkaError('BROKER_NOT_AVAILABLE', 'the database is away', { cause, topic: 'orders' });
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ topic: 'orders' });
    expect('cause' in new KafkaError('INVALID_CONFIG', 'no')).toBe(false);
  });
});

it('invariant throws an InvariantError, which is no KafkaError', () => {
  expect(() => invariant(true, 'fine')).not.toThrow();
  const broken = () => invariant(false, 'batches are ordered');
  expect(broken).toThrow(InvariantError);
  expect(broken).toThrow('batches are ordered');
  expect(new InvariantError('x').name).toBe('InvariantError');
  expect(new InvariantError('x')).not.toBeInstanceOf(KafkaError);
});
