// A popover that a button opens. The browser closes it on Escape and on a click elsewhere and gives
// the focus back; what is in it is made only while it is open.
import { nextTick, ref, shallowRef, useId, type Ref, type ShallowRef } from 'vue';
import { popoverPlace, type PopoverPlace } from './popover-place.ts';

type ElementRef = Readonly<ShallowRef<HTMLElement | null>>;

export interface Popover {
  /** Of the popover; the button names it as its `popovertarget`. */
  readonly id: string;
  readonly open: Readonly<Ref<boolean>>;
  /** Its style; null before it was opened for the first time. */
  readonly place: Readonly<ShallowRef<PopoverPlace | null>>;
  /** For `beforetoggle`: it is put in its place before it is shown. */
  put(event: ToggleEvent): void;
  /** For `toggle`. */
  toggled(event: ToggleEvent): void;
  close(): void;
}

/**
 * @param width of the popover, in pixels
 * @param opened called once what is in it stands there, to focus one thing of it
 */
export function usePopover(
  button: ElementRef,
  popover: ElementRef,
  width: number,
  opened: () => void,
): Popover {
  const open = ref(false);
  const place = shallowRef<PopoverPlace | null>(null);
  return {
    id: useId(),
    open,
    place,
    put(event) {
      if (event.newState !== 'open' || !button.value) return;
      place.value = popoverPlace(button.value.getBoundingClientRect(), width);
    },
    toggled(event) {
      open.value = event.newState === 'open';
      if (open.value) void nextTick(opened);
    },
    close() {
      popover.value?.hidePopover();
    },
  };
}
