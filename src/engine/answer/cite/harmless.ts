// Text of a model without what is not seen but does something: control signs, marks of direction,
// signs without width, tags. It comes in parts, cut anywhere.
import { joiningEnd, withoutUnseen } from '../../text/unseen.ts';

/** Line ends of any kind become one. */
const lineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const control = /[^\P{Cc}\n\t]/gu;
/** The marks of our fences. */
const fenceMarks: Record<string, string> = { '⟦': '[', '⟧': ']' };

export interface HarmlessText {
  push(part: string): string;
  end(): string;
}

/** However the text is cut into parts, what comes out is the same. */
export function createHarmlessText(): HarmlessText {
  let held = '';
  /** Joining signs at the end of what was given already. */
  let before = '';
  const give = (text: string): string => {
    const plain = (before + text).toWellFormed().replace(lineEnds, '\n').replace(control, '');
    const clean = withoutUnseen(plain).replace(/[⟦⟧]/g, (mark) => fenceMarks[mark]!);
    const given = clean.slice(before.length);
    if (clean !== '') before = joiningEnd(clean);
    return given;
  };
  return {
    push(part) {
      const text = held + part;
      // Half of a pair, or of a line end of two signs.
      held = /[\ud800-\udbff\r]$/.exec(text)?.[0] ?? '';
      return give(text.slice(0, text.length - held.length));
    },
    end() {
      const text = held;
      held = '';
      return give(text);
    },
  };
}
