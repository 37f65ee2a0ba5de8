// Brings what is asked for into view within boxes that scroll for themselves, as wide tables do.

/** Room left beside what is brought into view, in CSS pixels. */
const room = 24;

/**
 * Scrolls sideways `box` and each box between it and `piece`'s contents that holds the target;
 * boxes that scroll up and down inside the piece too.
 */
export function revealAcross(
  box: HTMLElement,
  piece: HTMLElement,
  target: Range | HTMLElement,
): void {
  const node = target instanceof Range ? target.startContainer : target;
  if (target === piece) return;
  let at = node instanceof HTMLElement ? node : node.parentElement;
  for (; at; at = at === box ? null : at.parentElement) {
    const view = at.getBoundingClientRect();
    const rect = target.getBoundingClientRect();
    if (at.scrollWidth > at.clientWidth)
      at.scrollLeft += missing(rect.left, rect.right, view.left, view.left + at.clientWidth);
    if (at !== box && at.scrollHeight > at.clientHeight) {
      at.scrollTop += missing(rect.top, rect.bottom, view.top, view.top + at.clientHeight);
    }
  }
}

/** How far to scroll so that what lies from `start` to `end` is seen between `from` and `to`. */
function missing(start: number, end: number, from: number, to: number): number {
  if (start < from + room) return start - from - room;
  if (end > to - room) return Math.min(end - to + room, start - from - room);
  return 0;
}
