// The card beside a point of a text, for as long as the pointer or the focus is on it. Escape takes it
// away, and nothing else at the same time.
import { ref, type Ref } from 'vue';

export interface PointCardOf {
  /** What it points at; null while it is not shown. */
  readonly anchor: Readonly<Ref<DOMRect | null>>;
  /** For `mouseenter` and `focus`. */
  show(event: Event): void;
  /** For `mouseleave` and `blur`. */
  hide(): void;
  /** For the Escape key. */
  escaped(event: KeyboardEvent): void;
}

export function usePointCard(): PointCardOf {
  const anchor = ref<DOMRect | null>(null);
  const hide = () => (anchor.value = null);
  return {
    anchor,
    show(event) {
      // Of words on several lines the first.
      anchor.value = (event.currentTarget as HTMLElement).getClientRects()[0] ?? null;
    },
    hide,
    escaped(event) {
      if (!anchor.value) return;
      event.stopPropagation();
      hide();
    },
  };
}
