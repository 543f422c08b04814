// Gives the memory of large buffers back at once. The garbage collector counts objects rather than their bytes: under load it
// would let hundreds of megabytes gather first.

/** Less is not worth the call, and may share its memory with others. */
const WORTH_BYTES = 16 * 1024;

/** Only for who knows that nobody reads them any more: afterwards they are empty. Views of a larger buffer stay as they are. */
export function freeBytes({ buffer, length }: Uint8Array): void {
  if (length >= WORTH_BYTES && length === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}
