// What other libraries may use of the protocol.
export * from './batch.ts';
export * from './broker.ts';
export { crc32c } from '#crc32c';
export * from './errors.ts';
export * from './free-bytes.ts';
export * from './log-offsets.ts';
export * from './partitioner.ts';
export * from './record-batch.ts';
export * from './record.ts';
export * from './topic-name.ts';
export { utf8Length } from './utf8.ts';
