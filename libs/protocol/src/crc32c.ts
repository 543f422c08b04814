// CRC-32C (Castagnoli) in plain JavaScript, the checksum of RecordBatch v2, eight bytes a step. Browsers use this file;
// Node takes crc32c.node.ts through the package's "imports".

/** Eight tables of 256 entries in one array: table `n` moves a byte `n` places further through the polynomial. */
const tables = buildTables();

function buildTables(): Int32Array {
  const built = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    built[byte] = crc;
  }
  for (let index = 256; index < built.length; index++) {
    const before = built[index - 256]!;
    built[index] = (before >>> 8) ^ built[before & 0xff]!;
  }
  return built;
}

/** The checksum as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  const t = tables;
  const length = bytes.length;
  let crc = -1;
  let at = 0;
  for (const whole = length - 7; at < whole; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t[1792 + (low & 0xff)]! ^
      t[1536 + ((low >>> 8) & 0xff)]! ^
      t[1280 + ((low >>> 16) & 0xff)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < length; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 0xff]!;
  return (crc ^ -1) >>> 0;
}
