// What the views of all formats share: they draw pieces of a document as these come into view,
// and this colours each piece and scrolls to a range of the document, drawn yet or not.
import { nextTick, onBeforeUnmount, watch, type Ref, type ShallowRef } from 'vue';
import type { Range as Offsets } from '../../../shared/contract/search.ts';
import { matchesWithin } from './find-matches.ts';
import { createHighlighter, type Highlights } from './highlighter.ts';
import { revealAcross } from './reveal-across.ts';
import { segmentAt } from './segment.ts';
import type { Marking } from './use-marking.ts';

/** A piece that is drawn: its element, and where in it a range of the document stands. */
export interface DrawnPiece {
  element: HTMLElement;
  rangesOf(start: number, end: number): Range[];
}

export interface StageOptions {
  scroller: Readonly<ShallowRef<HTMLElement | null>>;
  /** The pieces' ranges, in order. */
  pieces: Ref<readonly Offsets[]>;
  marking: Marking;
  /** Brings a piece that is not drawn into view. */
  scrollToPiece: (index: number) => void;
  /** Has the part of a piece drawn that holds a range, where pieces are drawn in part. */
  beforeReveal?: (index: number, range: Offsets) => void;
}

/** Where in the window the beginning of what was asked for comes to stand. */
const line = 0.22;
const mostFrames = 90;

export function useStage(options: StageOptions) {
  const { scroller, pieces, marking, scrollToPiece } = options;
  const drawn = new Map<number, DrawnPiece>();
  const highlighter = createHighlighter();
  let latestReveal = Symbol();

  function paint(index: number): void {
    const piece = drawn.get(index);
    const range = pieces.value[index];
    if (!piece || !range) return;
    const highlights: Highlights = { passage: [], match: [], 'match-current': [] };
    const { passage, matches, current } = marking;
    const holds = passage.value !== null && overlaps(passage.value, range);
    piece.element.toggleAttribute('data-passage', holds);
    if (passage.value && holds) {
      highlights.passage = piece.rangesOf(passage.value.start, passage.value.end);
    }
    for (const i of matchesWithin(matches.value, range.start, range.end)) {
      const { start, end } = matches.value[i]!;
      const name = i === current.value ? 'match-current' : 'match';
      highlights[name].push(...piece.rangesOf(start, end));
    }
    highlighter.set(index, piece.element, highlights);
  }

  /**
   * Scrolls to a range; with `gently`, not at all if it is in plain view. False if the reader went
   * elsewhere meanwhile.
   */
  async function reveal(range: Offsets, gently: boolean): Promise<boolean> {
    const own = Symbol();
    latestReveal = own;
    const index = segmentAt(pieces.value, range.start);
    // Another stage of the page may hold it.
    if (index < 0 || range.start >= pieces.value.at(-1)!.end) return true;
    options.beforeReveal?.(index, range);
    await nextTick();
    let still = 0;
    let untouched = gently;
    for (let frame = 0; frame < mostFrames && still < 3; frame += 1) {
      if (latestReveal !== own) return false;
      const box = scroller.value;
      const piece = drawn.get(index);
      if (!box) return true;
      if (piece) {
        const target = piece.rangesOf(range.start, range.end)[0] ?? piece.element;
        if (untouched && isInPlainView(box, target)) return true;
        revealAcross(box, piece.element, target);
        still = approach(box, target) ? still + 1 : 0;
      } else {
        scrollToPiece(index);
        still = 0;
      }
      untouched = false;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return latestReveal === own;
  }

  /** Shows the passage the document was opened at, and in a long one the first match too. */
  async function revealPassage(): Promise<void> {
    if (!marking.passage.value) return;
    // Who left off for something else is not fetched back to the match.
    if (!(await reveal(marking.passage.value, false))) return;
    const match = marking.matches.value[marking.current.value];
    if (match && overlaps(marking.passage.value, match)) await reveal(match, true);
  }

  /** Shows what the reader asked for last: the match stepped to, else the passage. */
  async function revealAsked(): Promise<void> {
    const match = marking.matches.value[marking.current.value];
    if (marking.steps.value > 0 && match) await reveal(match, false);
    else await revealPassage();
  }

  const stopReveal = () => {
    latestReveal = Symbol();
  };
  watch([marking.matches, marking.current, marking.passage], () => {
    for (const index of drawn.keys()) paint(index);
  });
  watch(marking.passage, () => void revealPassage());
  watch(marking.steps, () => {
    const match = marking.matches.value[marking.current.value];
    if (match) void reveal(match, true);
  });
  // Whoever scrolls by hand is not pulled back.
  watch(scroller, (box) => {
    box?.addEventListener('wheel', stopReveal, { passive: true });
    box?.addEventListener('touchmove', stopReveal, { passive: true });
  });
  onBeforeUnmount(() => {
    stopReveal();
    highlighter.dispose();
  });

  return {
    add(index: number, piece: DrawnPiece): void {
      drawn.set(index, piece);
      paint(index);
    },
    remove(index: number): void {
      drawn.delete(index);
      highlighter.delete(index);
    },
    reveal,
    revealPassage,
    revealAsked,
    /** Leaves off scrolling to what was asked for: the reader goes elsewhere. */
    stopReveal,
  };
}

export type Stage = ReturnType<typeof useStage>;

function overlaps(a: Offsets | null, b: Offsets): boolean {
  return a !== null && a.start < b.end && b.start < a.end;
}

type Target = Pick<Element, 'getBoundingClientRect'>;

function isInPlainView(box: HTMLElement, target: Target): boolean {
  const view = box.getBoundingClientRect();
  const rect = target.getBoundingClientRect();
  return rect.top > view.top + 40 && rect.bottom < view.bottom - 40;
}

/** One step towards the target; true once it stands where it should. */
function approach(box: HTMLElement, target: Target): boolean {
  const view = box.getBoundingClientRect();
  const delta = target.getBoundingClientRect().top - view.top - view.height * line;
  if (Math.abs(delta) < 2) return true;
  const before = box.scrollTop;
  box.scrollTop = before + delta;
  return Math.abs(box.scrollTop - before) < 1;
}
