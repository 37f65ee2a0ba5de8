// A text that may begin with certain words is not shown before it is clear that it does not.

export interface Withheld {
  /** @returns what can be shown now */
  push(part: string): string;
  /** @returns what is left at the end; nothing if the text begins with the words */
  end(): string;
}

/** Keeps back a text that begins with these words, in whole. */
export function withheld(words: string): Withheld {
  let held = '';
  let state: 'open' | 'shown' | 'kept' = 'open';
  return {
    push(part) {
      if (state === 'shown') return part;
      held += part;
      if (state === 'kept') return '';
      const start = held.trimStart();
      if (start.startsWith(words)) state = 'kept';
      else if (!words.startsWith(start)) {
        state = 'shown';
        return held;
      }
      return '';
    },
    end: () => (state === 'open' ? held : ''),
  };
}
