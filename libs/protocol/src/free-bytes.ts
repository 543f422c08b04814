// Gives the memory of large buffers back at once. The garbage collector counts objects rather than their bytes: under load it
// would let hundreds of megabytes gather first.

/** Less is not worth the call, and may share its memory with others. */
const WORTH_BYTES = 16 * 1024;
/** Node cuts small buffers out of shared ones; it never did so with as many. */
const NEVER_SHARED_BYTES = 64 * 1024;

/**
 * Only for who knows that nobody reads them any more: afterwards they are empty. `parts` are all that is in one buffer, end to
 * end; where they are less, its other users keep it.
 */
export function freeBytes(...parts: readonly Uint8Array[]): void {
  const buffer = parts[0]?.buffer;
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_BYTES) return;
  let bytes = 0;
  for (const part of parts) if (part.buffer === buffer) bytes += part.length;
  if (bytes === buffer.byteLength) buffer.transfer(0);
}

/** Of who made the buffer behind `part` alone, room beside it included. */
export function freeBuffer({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && length >= NEVER_SHARED_BYTES) buffer.transfer(0);
}
