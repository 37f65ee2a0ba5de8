// The turns of the branch that is shown, as pages of them come, as other windows change them, and
// as a question of this page is on its way.
import type { AskingNow } from '../../app/asking.ts';
import type { Turn, TurnPage } from '../../../shared/contract/conversations.ts';

/** A question with its answer, or one that is on its way (`now`). */
export interface ShownTurn {
  key: string;
  question: string;
  /** Null until the question is kept. */
  turn: Turn | null;
  /** The asking of this page; null for what is over or another window's. */
  now: AskingNow | null;
}

/** What is known after the newest page was read again: earlier turns stay if they are the same branch. */
export function mergeNewest(known: TurnPage, newest: TurnPage): TurnPage {
  const first = newest.turns[0];
  const at = first ? known.turns.findIndex(({ id }) => id === first.id) : -1;
  const before = new Map(known.turns.map((turn) => [turn.id, turn]));
  const turns = newest.turns.map((turn) => unchanged(before.get(turn.id), turn));
  if (at < 0) return { ...newest, turns };
  return {
    turns: [...known.turns.slice(0, at), ...turns],
    earlier: at === 0 ? newest.earlier : known.earlier,
  };
}

/** The turn as it was known if nothing of it changed. */
function unchanged(before: Turn | undefined, turn: Turn): Turn {
  const isSame =
    before?.answer &&
    turn.answer &&
    before.rating === turn.rating &&
    before.siblings.length === turn.siblings.length;
  return isSame ? before : turn;
}

export function addEarlier(known: TurnPage, earlier: TurnPage): TurnPage {
  const ids = new Set(known.turns.map(({ id }) => id));
  const before = earlier.turns.filter(({ id }) => !ids.has(id));
  return { turns: [...before, ...known.turns], earlier: earlier.earlier };
}

/** The same turns with one of them as it is now; behind the one that it follows if it is new. */
export function putTurn(known: TurnPage, turn: Turn): TurnPage {
  const at = known.turns.findIndex(({ id }) => id === turn.id);
  if (at >= 0) {
    return { ...known, turns: known.turns.with(at, turn) };
  }
  return { ...known, turns: [...upTo(known.turns, turn.parent), turn] };
}

/** The turns as they are shown while a question is on its way: it ends the branch. */
export function shownTurns(turns: readonly Turn[], now: AskingNow | null): ShownTurn[] {
  const asked = now && now.step !== 'done' ? now : null;
  if (!asked) return turns.map((turn) => shown(turn, null));
  const own = turns.findIndex(({ id }) => id === asked.turnId);
  if (own >= 0) {
    // Read again meanwhile: what stands there is this one, and its answer may be there already.
    return turns.map((turn, i) => shown(turn, i === own && !turn.answer ? asked : null));
  }
  const before = asked.parent === undefined ? turns : upTo(turns, asked.parent);
  const key = asked.turnId ?? 'asked';
  const last: ShownTurn = { key, question: asked.question, turn: null, now: asked };
  return [...before.map((turn) => shown(turn, null)), last];
}

/** What is shown of a turn that stays as it is stays the same object: then nothing is drawn anew. */
const known = new WeakMap<Turn, ShownTurn>();

function shown(turn: Turn, now: AskingNow | null): ShownTurn {
  const before = now ? undefined : known.get(turn);
  if (before) return before;
  const one = { key: turn.id, question: turn.question, turn, now };
  if (!now) known.set(turn, one);
  return one;
}

function upTo(turns: readonly Turn[], parent: string | null): Turn[] {
  if (parent === null) return [];
  const at = turns.findIndex(({ id }) => id === parent);
  return at < 0 ? [...turns] : turns.slice(0, at + 1);
}
