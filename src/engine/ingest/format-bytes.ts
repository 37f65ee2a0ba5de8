const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** A size for people, in powers of 1,024: 104857600 → “100 MB”. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
