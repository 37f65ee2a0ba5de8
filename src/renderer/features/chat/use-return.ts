// On the way back to a conversation its page is as it was left: same place, same focus.
import { nextTick, onActivated, type ShallowRef } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import type { Scrolling } from './use-scrolling.ts';

/** @param otherwise takes the focus where nothing in `content` had it */
export function useReturn(
  content: Readonly<ShallowRef<HTMLElement | null>>,
  scrolling: Scrolling,
  otherwise: () => void,
): void {
  let lastFocused: HTMLElement | null = null;
  onBeforeRouteLeave(() => {
    scrolling.leave();
    const focused = document.activeElement;
    const isInside = focused instanceof HTMLElement && content.value?.contains(focused);
    lastFocused = isInside ? focused : null;
  });
  onActivated(() => {
    void nextTick(() => {
      scrolling.comeBack();
      if (lastFocused?.isConnected) lastFocused.focus({ preventScroll: true });
      else otherwise();
    });
  });
}
