// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), as far as
// these servers write them, and lines that belong to none: a server may not know what a stream is.

export interface StreamEvent {
  /** What it is called; `other` is a line that belongs to no event. */
  field: 'data' | 'error' | 'other';
  text: string;
}

/** Most characters of a line. */
const longestLine = 4 * 1024 * 1024;

export class TooLongLine extends Error {}

/**
 * The events of a body as they come; null for each part of it, as a sign of life. The bytes of a
 * letter, and the halves of a line's end, may come in different parts.
 *
 * @throws TooLongLine
 */
export async function* eventsOf(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamEvent | null, void> {
  const decoder = new TextDecoder();
  const take = eventReader();
  let rest = '';
  for await (const part of body) {
    yield null;
    const text = decoder.decode(part, { stream: true });
    rest += text;
    if (rest.length > longestLine) throw new TooLongLine();
    if (!/[\r\n]/.test(text)) continue;
    // A carriage return at the very end may be the first half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) yield* take(line);
  }
  rest += decoder.decode();
  // Some servers leave out the empty line after the last event.
  for (const line of [...rest.split(/\r\n|\n|\r/), '']) yield* take(line);
}

/** Takes line after line; an empty one ends an event. */
function eventReader(): (line: string) => Generator<StreamEvent, void> {
  let field: StreamEvent['field'] = 'data';
  let data: string[] = [];
  return function* (line) {
    if (line === '') {
      if (data.length > 0) yield { field, text: data.join('\n') };
      data = [];
      field = 'data';
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data' || name === 'error') {
      data.push(value);
      if (name === 'error') field = 'error';
    } else if (name === 'event') {
      if (value === 'error') field = 'error';
    } else if (!['', 'id', 'retry'].includes(name)) {
      yield { field: 'other', text: line };
    }
  };
}
