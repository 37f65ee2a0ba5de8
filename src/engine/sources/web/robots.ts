// robots.txt as RFC 9309 says: the group of our own name, else that of all; of the rules that match
// a path the longest one counts, and of two alike the one that allows.

/** The name by which we ask, and for which a site can make rules. */
export const productToken = 'Lorekeep';

export interface Robots {
  allows(url: URL): boolean;
  /** Seconds that the site wants between two requests; null if it says nothing. */
  readonly crawlDelay: number | null;
}

export const allowAll: Robots = { allows: () => true, crawlDelay: null };

/** Bytes of it that are read; the RFC asks for 500 KiB at least. */
export const robotsBytes = 512 * 1024;

interface Rule {
  allow: boolean;
  pattern: string;
}

interface Group {
  rules: Rule[];
  crawlDelay: number | null;
}

export function parseRobots(text: string): Robots {
  const { ours, all } = readGroups(text.slice(0, robotsBytes));
  const { rules, crawlDelay } = ours ?? all ?? { rules: [], crawlDelay: null };
  return {
    crawlDelay,
    allows(url) {
      if (url.pathname === '/robots.txt') return true;
      const path = normalise(url.pathname + url.search);
      let best: Rule | null = null;
      for (const rule of rules) {
        if (!matches(rule.pattern, path)) continue;
        const longer = rule.pattern.length - (best?.pattern.length ?? -1);
        if (longer > 0 || (longer === 0 && rule.allow)) best = rule;
      }
      return best?.allow ?? true;
    },
  };
}

/** Groups of one name count as one, wherever they stand. */
function readGroups(text: string): { ours: Group | null; all: Group | null } {
  const groups = new Map<string, Group>();
  let names: string[] = [];
  let naming = false;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const { field, value } = fieldOf(line);
    if (field === 'user-agent') {
      if (!naming) names = [];
      naming = true;
      names.push(value === '*' ? '*' : (/^[\w-]+/.exec(value)?.[0].toLowerCase() ?? ''));
      for (const name of names) if (!groups.has(name)) groups.set(name, newGroup());
      continue;
    }
    // Lines of other kinds belong to no group and end none.
    if (field !== 'allow' && field !== 'disallow' && field !== 'crawl-delay') continue;
    naming = false;
    for (const name of names) addLine(groups.get(name)!, field, value);
  }
  const ours = groups.get(productToken.toLowerCase()) ?? null;
  return { ours, all: groups.get('*') ?? null };
}

/** `field: value # remark`, taken apart without a pattern: one line may be all of the file. */
function fieldOf(line: string): { field: string; value: string } {
  const remark = line.indexOf('#');
  const said = remark < 0 ? line : line.slice(0, remark);
  const colon = said.indexOf(':');
  if (colon < 0) return { field: '', value: '' };
  return { field: said.slice(0, colon).trim().toLowerCase(), value: said.slice(colon + 1).trim() };
}

function newGroup(): Group {
  return { rules: [], crawlDelay: null };
}

function addLine(group: Group, field: 'allow' | 'disallow' | 'crawl-delay', value: string): void {
  if (field === 'crawl-delay') {
    const seconds = Number(value);
    if (value !== '' && Number.isFinite(seconds) && seconds >= 0) group.crawlDelay = seconds;
  } else if (value !== '') {
    // An empty rule forbids nothing.
    group.rules.push({ allow: field === 'allow', pattern: normalise(value) });
  }
}

/** One spelling for each path: what needs no escape has none, all else has one in capitals. */
function normalise(path: string): string {
  return path
    .replace(/[^\u0021-\u007e]+/g, (part) => encodeURIComponent(part.toWellFormed()))
    .replace(/%[0-9a-f]{2}/gi, (escape) => {
      const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
    });
}

/** `*` stands for anything and `$` at the end for the end; the pattern holds from the start on. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$');
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  const last = parts.pop()!;
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const found = i === 0 ? (path.startsWith(part) ? 0 : -1) : path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (parts.length === 0) return anchored ? path === last : path.startsWith(last);
  if (anchored) return path.length - last.length >= at && path.endsWith(last);
  return path.indexOf(last, at) >= 0;
}
