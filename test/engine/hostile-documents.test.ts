// What strangers wrote into documents stays text: more than two hundred of them are indexed and asked
// about, and neither the prompt nor the answer holds anything but words of theirs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notFound, promptOf } from '../../src/engine/answer/prompt.ts';
import type { Passage } from '../../src/engine/answerer.ts';
import type { EngineConnection } from '../../src/engine/connect.ts';
import { answerRules, type Answer } from '../../src/shared/contract/answer.ts';
import type { Hit } from '../../src/shared/contract/search.ts';
import { indexFolder, openTestEngine } from '../support/engine.ts';
import { temporaryFolder } from '../support/folder.ts';
import { hostileDocuments } from '../support/hostile-documents.ts';
import { templateMarks } from '../support/template-marks.ts';

const documents = hostileDocuments();
const folder = temporaryFolder();
let engine: EngineConnection;

beforeAll(async () => {
  for (const { file, content } of documents) writeFileSync(join(folder, file), content);
  engine = await openTestEngine(temporaryFolder());
  await indexFolder(engine.client, folder);
});

afterAll(() => engine.close());

async function hitsOf(word: string): Promise<Hit[]> {
  const { hits } = await engine.client.search.query({ query: word });
  return hits;
}

const rules = answerRules.parse({});
const prompt = (question: string, passages: readonly Passage[]) =>
  promptOf({ question, history: [], rules }, passages);

test('there are more than two hundred', () => {
  expect(documents.length).toBeGreaterThanOrEqual(200);
});

test('each stands in the prompt between our marks, which it cannot write', async () => {
  const [bare] = prompt('q', []);
  for (const { word, file } of documents) {
    const hits = await hitsOf(word);
    expect([file, hits.length > 0]).toEqual([file, true]);
    const passages = hits.map((hit) => ({ ...hit, score: 1 }));
    const messages = prompt(`When does the ${word} ferry sail?`, passages);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    // The rules are the same, whatever is in a document.
    expect(messages[0]).toEqual(bare);
    const { text } = messages[1]!;
    const marks = [...text.matchAll(/⟦([^⟧]*)⟧/g)].map((match) => match[1]);
    expect([file, marks]).toEqual([
      file,
      passages.flatMap((_, i) => [`passage ${i + 1}`, `end ${i + 1}`]),
    ]);
    expect(text.match(/[⟦⟧]/g)).toHaveLength(passages.length * 4);
    // Outside of the marks there is the question and nothing else.
    const outside = text.replace(/⟦passage (\d+)⟧[^]*?⟦end \1⟧/g, '').trim();
    expect([file, outside]).toEqual([file, `Question: When does the ${word} ferry sail?`]);
    expect(templateMarks.filter((mark) => text.includes(mark))).toEqual([]);
    expect([
      file,
      text.match(
        /[^\P{Cc}\n\t]|[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]/gu,
      ),
    ]).toEqual([file, null]);
    expect(text).toContain(word);
  }
});

test('each is asked about: what is quoted stands in the document, to the letter', async () => {
  let cited = 0;
  for (const { word, file } of documents) {
    const question = `When does the ${word} ferry sail?`;
    let answer: Answer | null = null;
    for await (const event of await engine.client.answer.ask({ question })) {
      if (event.type === 'done') answer = event.answer;
    }
    for (const { folderId, relativePath, start, end, quote } of answer!.citations) {
      cited++;
      const { text } = await engine.client.documents.read({ folderId, relativePath });
      expect([file, text.slice(start, end)]).toEqual([file, quote]);
    }
    expect([file, answer!.answer.startsWith(notFound)]).toEqual([file, false]);
  }
  expect(cited).toBeGreaterThan(documents.length / 2);
});
