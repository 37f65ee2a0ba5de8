// Conversations: what they are called and how they answer. Their turns are in
// conversation-turns.ts.
import { randomUUID } from 'node:crypto';
import { fold } from '../../text/terms.ts';
import type { Db } from '../sqlite.ts';

export interface ConversationRow {
  id: string;
  title: string;
  titledByPerson: boolean;
  pinned: boolean;
  createdAt: number;
  updatedAt: number;
  /** How it answers; the conversations feature knows its shape. */
  settings: unknown;
  assistant: string | null;
  /** The last turn of the branch that is shown. */
  leaf: string | null;
  /** How many turns all branches have. */
  turns: number;
}

export interface FoundConversation extends ConversationRow {
  /** The question of a turn that holds the words; empty if none were looked for, or the title does. */
  found: string;
}

export type ConversationChange = Partial<
  Pick<
    ConversationRow,
    'title' | 'titledByPerson' | 'pinned' | 'settings' | 'assistant' | 'leaf' | 'updatedAt'
  >
>;

interface RawRow extends Omit<ConversationRow, 'titledByPerson' | 'pinned' | 'settings'> {
  titledByPerson: number;
  pinned: number;
  settings: string;
}

const columns = `id, title, titled_by_person AS titledByPerson, pinned, created_at AS createdAt,
  updated_at AS updatedAt, settings, assistant, leaf,
  (SELECT count(*) FROM conversation_turns t WHERE t.conversation = c.id) AS turns`;

export function conversationRepository(db: Db) {
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM conversations c WHERE id = ?`);
  const insert = db.prepare("INSERT INTO conversations VALUES (?, '', '', 0, 0, ?, ?, ?, ?, NULL)");
  const update = db.prepare(
    `UPDATE conversations SET title = ?, folded_title = ?, titled_by_person = ?, pinned = ?,
       settings = ?, assistant = ?, leaf = ?, updated_at = ? WHERE id = ?`,
  );
  const remove = db.prepare('DELETE FROM conversations WHERE id = ?');

  function get(id: string): ConversationRow | null {
    const row = find.get(id);
    return row ? plain(row) : null;
  }

  return {
    find: get,
    /** Pinned ones first, then the latest. All words must stand in the title or in one turn. */
    list(words: readonly string[], limit: number, offset = 0): FoundConversation[] {
      const looked = words.map(fold).filter((word) => word !== '');
      const inTitle = looked.map(() => 'instr(c.folded_title, ?) > 0').join(' AND ');
      const inTurn = looked.map(() => 'instr(t.words, ?) > 0').join(' AND ');
      const turn = `SELECT question FROM conversation_turns t
        WHERE t.conversation = c.id AND ${inTurn} ORDER BY asked_at DESC LIMIT 1`;
      const found = looked.length > 0 ? `CASE WHEN ${inTitle} THEN '' ELSE (${turn}) END` : "''";
      return db
        .prepare<unknown[], RawRow & { found: string }>(
          `SELECT * FROM (SELECT ${columns}, ${found} AS found FROM conversations c)
           WHERE found IS NOT NULL ORDER BY pinned DESC, updatedAt DESC, id LIMIT ? OFFSET ?`,
        )
        .all(...looked, ...looked, limit, offset)
        .map((row) => ({ ...plain(row), found: row.found }));
    },
    add(settings: unknown, assistant: string | null): ConversationRow {
      const id = randomUUID();
      const now = Date.now();
      insert.run(id, now, now, JSON.stringify(settings), assistant);
      return get(id)!;
    },
    /** Null if it is gone. */
    change(id: string, change: ConversationChange): ConversationRow | null {
      const before = get(id);
      if (!before) return null;
      const { title, titledByPerson, pinned, settings, assistant, leaf, updatedAt } = {
        ...before,
        ...change,
      };
      const flags = [titledByPerson ? 1 : 0, pinned ? 1 : 0];
      update.run(
        title,
        fold(title),
        ...flags,
        JSON.stringify(settings),
        assistant,
        leaf,
        updatedAt,
        id,
      );
      return get(id);
    },
    /** With all its turns. */
    remove: (id: string) => void remove.run(id),
  };
}

function plain(row: RawRow): ConversationRow {
  const { titledByPerson, pinned, settings, ...rest } = row;
  return {
    ...rest,
    titledByPerson: titledByPerson === 1,
    pinned: pinned === 1,
    settings: JSON.parse(settings) as unknown,
  };
}
