// CRC-32C in Node: the native library with the processor's own instruction, except where a call into native code costs
// more than the work.
import { crc32c as nativeCrc32c } from '@node-rs/crc32';
import { crc32c as portableCrc32c } from './crc32c.ts';

/** Measured on Node 24: below this many bytes the JavaScript loop is done before the native call has begun. */
const NATIVE_FROM_BYTES = 256;

/** The checksum as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  return bytes.length < NATIVE_FROM_BYTES ? portableCrc32c(bytes) : nativeCrc32c(bytes);
}
