// Colours ranges of drawn text without touching it, by the CSS Custom Highlight API; where that
// is missing, by <mark> elements that lie behind them.

export const highlightNames = ['passage', 'match', 'match-current'] as const;
export type HighlightName = (typeof highlightNames)[number];

export type Highlights = Record<HighlightName, Range[]>;

export interface Highlighter {
  /** Colours ranges within an element; replaces what was coloured for `key` before. */
  set(key: number, element: HTMLElement, highlights: Highlights): void;
  delete(key: number): void;
  dispose(): void;
}

export function createHighlighter(): Highlighter {
  return 'highlights' in CSS ? new NativeHighlighter() : new BoxHighlighter();
}

class NativeHighlighter implements Highlighter {
  readonly #byKey = new Map<number, Highlights>();

  set(key: number, _element: HTMLElement, highlights: Highlights): void {
    this.delete(key);
    this.#byKey.set(key, highlights);
    for (const name of highlightNames) {
      for (const range of highlights[name]) sharedSet(name).add(range);
    }
  }

  delete(key: number): void {
    const old = this.#byKey.get(key);
    this.#byKey.delete(key);
    for (const name of highlightNames) {
      for (const range of old?.[name] ?? []) sharedSet(name).delete(range);
    }
  }

  dispose(): void {
    for (const key of this.#byKey.keys()) this.delete(key);
  }
}

/** The browser knows one set a name; pages and the text beside them share it. */
function sharedSet(name: HighlightName): Highlight {
  const known = CSS.highlights.get(name);
  if (known) return known;
  const set = new Highlight();
  set.priority = highlightNames.indexOf(name);
  CSS.highlights.set(name, set);
  return set;
}

/** Draws the lines of each range as boxes behind the text, and again whenever that changes size. */
class BoxHighlighter implements Highlighter {
  readonly #byKey = new Map<number, { boxes: HTMLElement[]; observer: ResizeObserver }>();

  set(key: number, element: HTMLElement, highlights: Highlights): void {
    this.delete(key);
    const boxes: HTMLElement[] = [];
    const observer = new ResizeObserver(() => {
      for (const box of boxes.splice(0)) box.remove();
      boxes.push(...drawBoxes(element, highlights));
    });
    observer.observe(element);
    this.#byKey.set(key, { boxes, observer });
  }

  delete(key: number): void {
    const old = this.#byKey.get(key);
    this.#byKey.delete(key);
    old?.observer.disconnect();
    for (const box of old?.boxes ?? []) box.remove();
  }

  dispose(): void {
    for (const key of this.#byKey.keys()) this.delete(key);
  }
}

function drawBoxes(element: HTMLElement, highlights: Highlights): HTMLElement[] {
  const origin = element.getBoundingClientRect();
  const boxes: HTMLElement[] = [];
  for (const name of highlightNames) {
    for (const rect of highlights[name].flatMap((range) => [...range.getClientRects()])) {
      const box = document.createElement('mark');
      box.className = `highlight-box ${name}`;
      box.ariaHidden = 'true';
      box.style.left = `${rect.left - origin.left}px`;
      box.style.top = `${rect.top - origin.top}px`;
      box.style.width = `${rect.width}px`;
      box.style.height = `${rect.height}px`;
      boxes.push(box);
    }
  }
  element.prepend(...boxes);
  return boxes;
}
