// How figures are written: short in the cell, exact in its title.

const grouped = new Intl.NumberFormat('en-US');
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** All digits, in groups of three. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** Decimal units (1 kB = 1,000 B), three significant digits at most. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be rounded to 1,000 of the smaller unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 99.95 ? grouped.format(Math.round(value)) : oneDecimal.format(value);
  return `${text} ${units[unit]}`;
}

/** Records per second; a dash until two answers are there to compare. */
export function formatRate(recordsPerSecond: number | null): string {
  if (recordsPerSecond === null) return '–';
  const isSmall = recordsPerSecond > 0 && recordsPerSecond < 9.95;
  return `${isSmall ? oneDecimal.format(recordsPerSecond) : grouped.format(Math.round(recordsPerSecond))}/s`;
}

/** `1 topic`, `2 topics`. */
export function formatQuantity(count: number, noun: string): string {
  return `${grouped.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How long ago, in the largest unit that says enough; never zero. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(1, Math.round(ageMs / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${grouped.format(Math.floor(minutes / 60))} h`;
}

/** Time of day on a 24-hour clock, in the reader's time zone. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString('en-GB', { hour12: false });
}
