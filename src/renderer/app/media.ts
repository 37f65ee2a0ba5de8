import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** Whether a media query holds, followed for as long as the component lives. */
export function useMedia(query: string): Readonly<ShallowRef<boolean>> {
  const media = window.matchMedia(query);
  const matches = shallowRef(media.matches);
  const update = () => {
    matches.value = media.matches;
  };
  media.addEventListener('change', update);
  onScopeDispose(() => media.removeEventListener('change', update));
  return matches;
}

/** Width up to which the sidebar gives way to a drawer; base styles use the same number. */
export const narrowQuery = '(max-width: 720px)';
