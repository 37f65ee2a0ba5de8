// Which turns are near enough to the window to be drawn. The others keep their height and nothing
// else, so that a conversation of thousands of turns is as quick as one of ten.
import {
  inject,
  type InjectionKey,
  onBeforeUnmount,
  onMounted,
  provide,
  ref,
  type Ref,
  type ShallowRef,
  watch,
} from 'vue';

type Tell = (entry: IntersectionObserverEntry) => void;
interface NearObserver {
  observe(element: Element, tell: Tell): void;
  leave(element: Element): void;
}

const key: InjectionKey<NearObserver> = Symbol('near');
/** Drawn this far beyond the window, so that nobody who scrolls sees it happen. */
const margin = '1500px 0px';
/** About as tall as a usual turn. */
const usualHeight = 320;

/** For the list: watches its turns within `scroller`. */
export function provideNear(scroller: () => HTMLElement | null): void {
  const tellers = new Map<Element, Tell>();
  let observer: IntersectionObserver | null = null;
  watch(
    scroller,
    (root) => {
      observer?.disconnect();
      if (!root) return;
      observer = new IntersectionObserver(
        (entries) => {
          for (const entry of entries) tellers.get(entry.target)?.(entry);
        },
        { root, rootMargin: margin },
      );
      for (const element of tellers.keys()) observer.observe(element);
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => observer?.disconnect());
  provide(key, {
    observe(element, tell) {
      tellers.set(element, tell);
      observer?.observe(element);
    },
    leave(element) {
      tellers.delete(element);
      observer?.unobserve(element);
    },
  });
}

export interface Near {
  near: Ref<boolean>;
  /** What it takes up while it is not drawn, in pixels. */
  height: Ref<number>;
}

/**
 * For a turn.
 *
 * @param isHeld whether it has to stay as it is, because the person works in it
 */
export function useNear(
  element: Readonly<ShallowRef<HTMLElement | null>>,
  initially: boolean,
  isHeld: () => boolean,
): Near {
  const observer = inject(key)!;
  const near = ref(initially);
  const height = ref(usualHeight);
  let watched: Element | null = null;

  onMounted(() => {
    watched = element.value;
    if (!watched) return;
    observer.observe(watched, ({ isIntersecting, boundingClientRect }) => {
      // A page that is put aside has no size; that tells nothing.
      if (!isIntersecting && boundingClientRect.height === 0) return;
      if (!isIntersecting && near.value) {
        if (isHeld()) return;
        height.value = boundingClientRect.height;
      }
      near.value = isIntersecting;
    });
  });
  onBeforeUnmount(() => {
    if (watched) observer.leave(watched);
  });
  return { near, height };
}
