/**
 * The document that a relative link of another one means: its path in the same folder, without
 * query and fragment; null for a link that has a scheme or a host, or leads out of the folder.
 */
export function resolveInFolder(from: string, link: string): string | null {
  const path = link.replace(/[?#].*$/s, '');
  if (path === '' || path.startsWith('//') || /^[a-z][a-z\d+.-]*:/i.test(path)) return null;
  const names = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (names.pop() === undefined) return null;
      continue;
    }
    const name = decode(part);
    if (name === null || name.includes('/') || name.includes('\\')) return null;
    names.push(name);
  }
  return names.length > 0 ? names.join('/') : null;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
