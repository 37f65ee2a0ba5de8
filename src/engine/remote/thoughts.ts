// Models that think aloud put it in front of their answer, between <think> and </think>, where their
// server does not set it apart. It is no part of the answer.

const opening = '<think>';
const closing = '</think>';

export interface ThoughtFilter {
  /** What of a part of the text, together with those before it, is answer. */
  take(part: string): string;
  /** What is left once no more comes. */
  end(): string;
}

export function createThoughtFilter(): ThoughtFilter {
  let state: 'start' | 'thinking' | 'gap' | 'answer' = 'start';
  let held = '';

  function take(part: string): string {
    if (state === 'answer') return part;
    held += part;
    if (state === 'start') {
      const text = held.trimStart();
      if (opening.startsWith(text)) return '';
      state = text.startsWith(opening) ? 'thinking' : 'answer';
      if (state === 'answer') return release(held);
    }
    if (state === 'thinking') {
      const end = held.indexOf(closing);
      if (end < 0) {
        // Only the beginning of the mark may be at the end.
        held = held.slice(-closing.length);
        return '';
      }
      state = 'gap';
      held = held.slice(end + closing.length);
    }
    const text = held.trimStart();
    if (text === '') return '';
    state = 'answer';
    return release(text);
  }

  function release(text: string): string {
    held = '';
    return text;
  }

  return {
    take,
    end: () => (state === 'start' ? release(held) : ''),
  };
}
