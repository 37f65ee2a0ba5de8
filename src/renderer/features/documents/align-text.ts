// Finds for each character of drawn Markdown where it stands in its source. What is drawn is the
// source with signs left out, so a walk through both, that passes over signs, meets every
// character. Where the walk cannot tell, it gives the place before; it never jumps ahead, so one
// odd sign does not mislead the rest.

/** How far ahead a sign is looked for. */
const furthest = 3_000;
/** Looks at a sign of the source, for each sign drawn or in the source, that a text may cost. */
const looksEach = 40;

/**
 * For each UTF-16 unit of `drawn`, its offset in `source`; the same offset as the unit before
 * for what stands in the source in other words or not at all. Takes linear time: text that is
 * made to be costly is given up where it exceeds its share.
 */
export function alignText(drawn: string, source: string): Int32Array {
  const walk = new Walk(source, looksEach * (drawn.length + source.length + furthest));
  const places = new Int32Array(drawn.length);
  for (let i = 0; i < drawn.length; i += 1) places[i] = walk.next(drawn.charAt(i));
  return places;
}

class Walk {
  readonly #source: string;
  #looks: number;
  /** Where the next search begins. */
  #at = 0;
  /** Where the last sign found stands. */
  #place = 0;

  constructor(source: string, looks: number) {
    this.#source = source;
    this.#looks = looks;
  }

  /** The place of the next sign drawn. */
  next(sign: string): number {
    if (this.#looks > 0) {
      const isBlank = /\s/.test(sign);
      const found = isBlank ? this.#findBlank() : this.#findSign(sign);
      if (found) {
        this.#place = found.start;
        this.#at = found.end;
      }
    }
    return this.#place;
  }

  /** The next blank, unless a word comes first: blanks between drawn blocks have no source. */
  #findBlank(): Found | null {
    const source = this.#source;
    for (let at = this.#at; at < source.length && this.#looks > 0; at += 1) {
      this.#looks -= 1;
      if (/\s/.test(source.charAt(at))) return { start: at, end: at + 1 };
      const behind = this.#behindTarget(at) ?? this.#behindTag(at);
      if (behind !== null) at = behind - 1;
      else if (/[\p{L}\p{N}]/u.test(source.charAt(at))) return null;
    }
    return null;
  }

  #findSign(sign: string): Found | null {
    const source = this.#source;
    const end = Math.min(source.length, this.#at + furthest);
    for (let at = this.#at; at < end && this.#looks > 0; at += 1) {
      this.#looks -= 1;
      const next = source.charAt(at);
      if (next === '&') {
        const entity = entityAt(source, at);
        // A real ampersand that only looks like one is drawn with all its letters behind it.
        if (entity && !/[a-zA-Z\d]/.test(sign)) return { start: at, end: at + entity.length };
      }
      if (next === sign) return { start: at, end: at + 1 };
      const behind = this.#behindTarget(at) ?? this.#behindTag(at) ?? this.#behindFence(at, sign);
      if (behind !== null) at = behind - 1;
    }
    return null;
  }

  /** Behind the target of a link or picture, where `](` or `][` stands at `at`; else null. */
  #behindTarget(at: number): number | null {
    const source = this.#source;
    if (source.charAt(at) !== ']') return null;
    const opening = source.charAt(at + 1);
    if (opening !== '(' && opening !== '[') return null;
    let depth = 0;
    for (let i = at + 1; i < source.length && i - at < furthest && this.#looks > 0; i += 1) {
      this.#looks -= 1;
      const sign = source.charAt(i);
      if (sign === '\\') i += 1;
      else if (sign === ']' && opening === '[') return i + 1;
      else if (sign === '(') depth += 1;
      else if (sign === ')' && --depth === 0 && opening === '(') return i + 1;
      else if (sign === '\n' && source.charAt(i + 1) === '\n') return null;
    }
    return null;
  }

  /** Behind a tag that begins at `at`; else null. Tags are not drawn, save inside code. */
  #behindTag(at: number): number | null {
    if (this.#source.charAt(at) !== '<') return null;
    const tag = /^<\/?[a-zA-Z][^<>\n]*>/.exec(this.#source.slice(at, at + 500));
    if (!tag || /^<[a-zA-Z][a-zA-Z\d+.-]*:|^<[^\s<>]+@/.test(tag[0])) return null;
    return at + tag[0].length;
  }

  /** Behind the language that the opening line of a fence names; else null. */
  #behindFence(at: number, sign: string): number | null {
    if (sign === '`' || sign === '~') return null;
    if (at > 0 && this.#source.charAt(at - 1) !== '\n') return null;
    const line = /^[ \t]*(?:```|~~~)[^\n]*/.exec(this.#source.slice(at, at + 200));
    return line ? at + line[0].length : null;
  }
}

interface Found {
  start: number;
  end: number;
}

function entityAt(source: string, at: number): string | null {
  const entity = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});/;
  return entity.exec(source.slice(at, at + 34))?.[0] ?? null;
}
