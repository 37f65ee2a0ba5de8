// A wish for the search box to take the focus, which may come before the box is on the screen.
import { shallowRef, type ShallowRef } from 'vue';

export interface SearchBoxState {
  /** Counts the wishes; the search page answers each change. */
  readonly focusWishes: Readonly<ShallowRef<number>>;
  focus(): void;
}

export function createSearchBoxState(): SearchBoxState {
  const focusWishes = shallowRef(0);
  return {
    focusWishes,
    focus() {
      focusWishes.value += 1;
    },
  };
}
