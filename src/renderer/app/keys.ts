// Keyboard shortcuts, and how they are written on this system.

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** The key that commands go with: ⌘ on Apple's systems, Ctrl elsewhere. */
export function hasCommandKey(event: KeyboardEvent): boolean {
  return isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/** A shortcut as this system writes it: `⌘K` or `Ctrl K`. */
export function commandKeys(key: string): string {
  return isApple ? `⌘${key}` : `Ctrl ${key}`;
}

/** True while the person is typing somewhere, so that single letters are theirs. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
