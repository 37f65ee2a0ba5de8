// The turns of conversations, as trees: a question that was edited or asked again has the same
// parent as the one before. A turn is kept from the moment it is asked, so that neither a crash nor
// a closed window loses it.
import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fold } from '../../text/terms.ts';
import type { Db } from '../sqlite.ts';

export interface TurnRow {
  id: string;
  conversation: string;
  /** The turn it follows; null: it is a first one. */
  parent: string | null;
  askedAt: number;
  question: string;
  /** What was written so far; empty once the answer is there. */
  written: string;
  /** The answer as JSON; null while it is being written. */
  answer: string | null;
  rating: number;
  /** How it was asked, as JSON; null where that was not kept. */
  askedWith: string | null;
}

const columns = `id, conversation, parent, asked_at AS askedAt, question, written, answer, rating,
  asked_with AS askedWith`;

export function conversationTurnRepository(db: Db) {
  const find = db.prepare<[string], TurnRow>(
    `SELECT ${columns} FROM conversation_turns WHERE id = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO conversation_turns VALUES (?, ?, ?, ?, ?, '', NULL, 0, ?, NULL, ?)`,
  );
  const write = db.prepare('UPDATE conversation_turns SET written = ? WHERE id = ?');
  const finish = db.prepare(
    `UPDATE conversation_turns SET answer = ?, written = '', words = ?, trace = ? WHERE id = ?`,
  );
  const rate = db.prepare('UPDATE conversation_turns SET rating = ? WHERE id = ?');
  const unfinished = db.prepare<[], TurnRow>(
    `SELECT ${columns} FROM conversation_turns WHERE answer IS NULL`,
  );
  const trace = db
    .prepare<[string], Buffer | null>('SELECT trace FROM conversation_turns WHERE id = ?')
    .pluck();
  const siblings = db
    .prepare<[string, string | null], string>(
      `SELECT id FROM conversation_turns WHERE conversation = ? AND parent IS ?
       ORDER BY asked_at, rowid`,
    )
    .pluck();
  const branch = db.prepare<[string, number], TurnRow>(
    `WITH RECURSIVE up(id, depth) AS (
       SELECT ?, 0
       UNION ALL
       SELECT t.parent, depth + 1 FROM up JOIN conversation_turns t USING (id)
       WHERE t.parent IS NOT NULL AND depth + 1 < ?)
     SELECT ${columns} FROM up JOIN conversation_turns USING (id) ORDER BY depth`,
  );
  const end = db
    .prepare<[string], string>(
      `WITH RECURSIVE down(id, depth) AS (
         SELECT ?, 0
         UNION ALL
         SELECT (SELECT id FROM conversation_turns t WHERE t.parent = down.id
                 ORDER BY asked_at DESC, rowid DESC LIMIT 1), depth + 1
         FROM down WHERE down.id IS NOT NULL)
       SELECT id FROM down WHERE id IS NOT NULL ORDER BY depth DESC LIMIT 1`,
    )
    .pluck();

  return {
    find: (id: string): TurnRow | null => find.get(id) ?? null,
    /**
     * A question that is about to be answered.
     *
     * @param askedWith how it is asked, kept as JSON
     */
    begin(
      conversation: string,
      parent: string | null,
      question: string,
      askedWith: object,
    ): TurnRow {
      const id = randomUUID();
      const about = [question, fold(question), JSON.stringify(askedWith)];
      insert.run(id, conversation, parent, Date.now(), ...about);
      return find.get(id)!;
    },
    /** What is written so far, replacing what was. */
    write: (id: string, written: string) => void write.run(written, id),
    /**
     * @param text the answer's words, for the search
     * @param why the trace, kept deflated; null: there is none
     */
    finish(id: string, answer: unknown, text: string, why: unknown): void {
      const turn = find.get(id);
      if (!turn) return;
      const packed = why === null ? null : deflateRawSync(JSON.stringify(why));
      finish.run(JSON.stringify(answer), fold(`${turn.question}\n${text}`), packed, id);
    },
    rate: (id: string, rating: number) => void rate.run(rating, id),
    /** Those whose writing ended with the process that wrote them. */
    unfinished: () => unfinished.all(),
    /** The trace as it was given to `finish`; null if there is none. */
    trace(id: string): unknown {
      const packed = trace.get(id);
      return packed ? (JSON.parse(inflateRawSync(packed).toString()) as unknown) : null;
    },
    /** All turns after the same parent, oldest first. */
    siblings: ({ conversation, parent }: Pick<TurnRow, 'conversation' | 'parent'>) =>
      siblings.all(conversation, parent),
    /** From a turn upwards, the turn itself first, at most so many. */
    branch: (leaf: string, limit: number) => branch.all(leaf, limit),
    /** Where the branch of a turn ends, going on with the latest turn each time. */
    endOf: (id: string) => end.get(id) ?? id,
  };
}
