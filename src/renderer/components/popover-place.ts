// Where a popover stands: below what opened it, or above where there is more room, and never beyond
// the edges of the window.

const gap = 6;
/** Less room than this below, and more above: it opens upwards. */
const roomy = 340;

export type PopoverPlace = Record<
  'top' | 'bottom' | 'left' | 'right' | 'width' | 'max-height',
  string
>;

/** Place of a popover of at most `width` pixels whose opener stands at `anchor`. */
export function popoverPlace(anchor: DOMRect, width: number): PopoverPlace {
  const windowWidth = document.documentElement.clientWidth;
  const windowHeight = window.innerHeight;
  const below = windowHeight - anchor.bottom;
  const upwards = below < roomy && anchor.top > below;
  const usable = Math.min(width, windowWidth - 2 * gap);
  // Its nearer edge is in line with the opener's.
  const fromLeft = anchor.left + anchor.width / 2 < windowWidth / 2;
  const wanted = fromLeft ? anchor.left : anchor.right - usable;
  const left = Math.max(gap, Math.min(wanted, windowWidth - usable - gap));
  return {
    top: upwards ? 'auto' : `${anchor.bottom + gap}px`,
    bottom: upwards ? `${windowHeight - anchor.top + gap}px` : 'auto',
    left: `${left}px`,
    right: 'auto',
    width: `${usable}px`,
    'max-height': `${(upwards ? anchor.top : below) - 3 * gap}px`,
  };
}
