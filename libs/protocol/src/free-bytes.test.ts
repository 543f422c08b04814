// freeBytes takes the memory of whole buffers, at once, and leaves alone what others may read.
import { expect, test } from 'vitest';
import { freeBytes } from './free-bytes.ts';

const KiB = 1024;

test('a large buffer is empty afterwards, and so is every view of it', () => {
  const bytes = new Uint8Array(16 * KiB).fill(1);
  const view = bytes.subarray(100, 200);
  freeBytes(bytes);
  expect([bytes.length, view.length, bytes.buffer.detached]).toEqual([0, 0, true]);
});

test('a second time is harmless', () => {
  const bytes = new Uint8Array(16 * KiB);
  freeBytes(bytes);
  freeBytes(bytes);
  freeBytes();
  expect(bytes.length).toBe(0);
});

test('parts that are together all of a buffer take it with them', () => {
  const { buffer } = new Uint8Array(32 * KiB);
  const parts = [new Uint8Array(buffer, 0, 10 * KiB), new Uint8Array(buffer, 10 * KiB)];
  freeBytes(...parts);
  expect(parts.map(({ length }) => length)).toEqual([0, 0]);
});

test.each([
  ['what is small', () => [new Uint8Array(16 * KiB - 1)]],
  ['a part, whose buffer has other users', () => [new Uint8Array(32 * KiB).subarray(1)]],
  ['some of the parts', () => [new Uint8Array(new ArrayBuffer(32 * KiB), 0, 16 * KiB)]],
  [
    'parts of two buffers, of which none is whole',
    () => [new Uint8Array(32 * KiB).subarray(16 * KiB), new Uint8Array(32 * KiB).subarray(16 * KiB)],
  ],
  ['a slice of the pool that Node shares out', () => [Buffer.from('small')]],
  ['memory that threads share', () => [new Uint8Array(new SharedArrayBuffer(32 * KiB)).fill(1)]],
])('%s keeps its bytes', (_what, make) => {
  const parts = make();
  const lengths = parts.map(({ length }) => length);
  freeBytes(...parts);
  expect(parts.map(({ length }) => length)).toEqual(lengths);
});
