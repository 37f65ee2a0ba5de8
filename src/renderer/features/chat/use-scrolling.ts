// Where a conversation stands in its window: at its end while answers are written, unless the
// person scrolled away; at the same words while earlier turns come in above.
import { nextTick, onBeforeUnmount, onMounted, ref, type Ref, type ShallowRef } from 'vue';

/** So near to the end counts as at the end. */
const nearEnd = 80;
/** Earlier turns are fetched this far before the top is reached. */
const nearTop = 800;

export interface Scrolling {
  /** Whether the end is in view. */
  readonly atEnd: Readonly<Ref<boolean>>;
  scrolled(): void;
  toEnd(): void;
  /** From now on the place is kept, whatever happens below. */
  stay(): void;
  /** Adds something above what is in view, which stays where it is. */
  keepPlace(add: () => Promise<unknown>): Promise<void>;
  /** The place as it is now, to go back to. */
  leave(): void;
  comeBack(): void;
}

export function useScrolling(
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  content: Readonly<ShallowRef<HTMLElement | null>>,
  onTop: () => void,
): Scrolling {
  const atEnd = ref(true);
  /** Whether what is added below is scrolled to. */
  let follows = true;
  let left = 0;
  let last = 0;

  function measure(box: HTMLElement): void {
    atEnd.value = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  }

  function scrolled(): void {
    const box = scroller.value;
    if (!box) return;
    measure(box);
    // Only who scrolls up leaves the end; an answer that grows below does not.
    if (atEnd.value) follows = true;
    else if (box.scrollTop < last - 1) follows = false;
    last = box.scrollTop;
    if (box.scrollTop < nearTop) onTop();
  }

  function toEnd(): void {
    const box = scroller.value;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    follows = true;
    atEnd.value = true;
  }

  // Answers grow, and what was only estimated gets its size when it comes into view.
  const observer = new ResizeObserver(() => {
    if (follows) toEnd();
    else if (scroller.value) measure(scroller.value);
  });
  onMounted(() => {
    if (content.value) observer.observe(content.value);
    if (scroller.value) observer.observe(scroller.value);
  });
  onBeforeUnmount(() => observer.disconnect());

  return {
    atEnd,
    scrolled,
    toEnd,
    stay() {
      follows = false;
    },
    async keepPlace(add) {
      const box = scroller.value;
      const anchor = content.value?.querySelector('article');
      const before = anchor?.getBoundingClientRect().top ?? 0;
      await add();
      await nextTick();
      if (!box || !anchor?.isConnected) return;
      box.scrollTop += anchor.getBoundingClientRect().top - before;
    },
    leave() {
      left = scroller.value?.scrollTop ?? 0;
    },
    comeBack() {
      if (scroller.value && !follows) scroller.value.scrollTop = left;
      else toEnd();
    },
  };
}
