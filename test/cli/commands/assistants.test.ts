// Assistants, conversations and the ways of answering from the terminal: each step is a process of its
// own, as people run them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { answerSettings } from '../../../src/shared/contract/answer.ts';
import type { Assistant } from '../../../src/shared/contract/assistants.ts';
import type { Client } from '../../../src/shared/contract/contract.ts';
import { cliJson, runCli } from '../../support/cli.ts';
import { indexFolder, openTestEngine } from '../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../support/folder.ts';
import { serveModels } from '../../support/model-server.ts';

const data = join(temporaryFolder(), 'data');
const away = temporaryFolder();
const at = (name: string) => join(away, name);
const question = 'How many weeks of paid leave do parents get?';
const beyond = 'Which planet has the largest volcano?';
const run = (...args: string[]) => runCli(args, { data });
const json = (...args: string[]) => cliJson(args, { data });

async function withEngine<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const engine = await openTestEngine(data);
  try {
    return await work(engine.client);
  } finally {
    await engine.close();
  }
}

beforeAll(async () => {
  const folder = folderWith({ 'leave.md': '# Leave\n\nParents get twelve weeks of paid leave.' });
  await withEngine((client) => indexFolder(client, folder));
});

const slow = { timeout: 90_000 };

test('assistants are listed, shown, exported, imported and removed', slow, async () => {
  const along = (await json('assistants', 'ls')) as Assistant[];
  expect(along.map(({ name, builtIn }) => [name, builtIn])).toContainEqual(['Legal', true]);
  expect((await run('assistants')).stdout).toMatch(/^Legal {2}Finds and quotes clauses/m);
  expect(await json('assistants', 'show', 'hr policy')).toMatchObject({ id: 'hr-policy' });
  expect((await run('assistants', 'show', 'legal')).stdout).toContain('no legal advice');

  const file = at('legal.json');
  const written = await run('assistants', 'export', 'LEGAL', file);
  expect(written).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const text = readFileSync(file, 'utf8');
  expect((await run('assistants', 'export', 'legal')).stdout).toBe(text);
  expect(JSON.parse(text)).toMatchObject({ kind: 'lorekeep-assistant', version: 1 });

  writeFileSync(file, text.replace('"Legal"', '"Contr\\u001b[31macts"'));
  expect((await run('assistants', 'import', file)).stdout).toBe('Added Contr [31macts.\n');
  expect(await json('assistants', 'import', file)).toMatchObject({ name: 'Contr [31macts 2' });
  expect(await json('assistants', 'rm', 'contr [31macts 2')).toEqual({
    removed: 'contr [31macts 2',
  });
  expect((await run('assistants', 'rm', 'Contr [31macts')).code).toBe(0);
  expect(await json('assistants', 'ls')).toEqual(along);
});

test('wrong usage of assistants ends with 2, what fails with 1; both say why', slow, async () => {
  writeFileSync(at('bad.json'), '{"name": "x"}');
  writeFileSync(at('large.json'), ' '.repeat(400_001));
  mkdirSync(at('folder'));
  const cases: [args: string[], code: number, said: string][] = [
    [['assistants', 'show'], 2, "missing required argument 'name'"],
    [['assistants', 'show', 'nobody'], 1, 'no assistant “nobody”'],
    [['assistants', 'rm', 'legal'], 2, 'comes along and stays'],
    [['assistants', 'import', at('none.json')], 2, 'cannot be read'],
    [['assistants', 'import', at('folder')], 2, 'cannot be read'],
    [['assistants', 'import', at('large.json')], 2, 'too large'],
    [['assistants', 'import', at('bad.json')], 1, 'holds no assistant. It is a file of another'],
    [['assistants', 'export', 'legal', at('folder')], 2, 'cannot be written (EISDIR)'],
    [['ask', question, '--assistant', 'nobody'], 1, 'no assistant “nobody”'],
    [['ask', question, '--mode', 'any'], 2, 'not documents, documents-first or free'],
    [['ask', question, '--schema', at('none.json')], 2, 'no JSON file that can be read'],
    [['ask', question, '--table', ' , '], 2, 'at least one column'],
    [['ask', question, '--table', 'a', '--schema', at('bad.json')], 2, 'not both'],
    [['ask', question, '--table', 'a'], 1, 'model'],
    [['ask', question, '--free'], 1, 'model'],
    [['conversations', 'show', 'nowhere'], 1, 'conversation is gone'],
    [['conversations', 'export', 'x', '--format', 'docx'], 2, 'not markdown, html, json'],
  ];
  for (const [args, code, said] of cases) {
    const result = await run(...args);
    expect([args, result]).toMatchObject([args, { code, stdout: '' }]);
    expect([args, result.stderr]).toEqual([args, expect.stringContaining(said) as string]);
  }
});

test('an assistant answers by its name, with its refusal and its disclaimer', slow, async () => {
  const answered = await json('ask', question, '--assistant', 'hr policy');
  expect(answered).toMatchObject({ grounded: true, citations: [{ relativePath: 'leave.md' }] });
  const { stdout } = await run('ask', question, '--assistant', 'HR policy');
  expect(stdout).toContain('twelve weeks');
  expect(stdout).toContain('What counts is the policy itself');
  const refused = await run('ask', beyond, '--assistant', 'hr-policy');
  expect(refused).toMatchObject({ code: 0 });
  expect(refused.stdout).toContain('Ask the HR team');

  // What a file from elsewhere says drives no terminal.
  const rules = {
    ...answerSettings.parse({}).rules,
    refusal: 'No\u001b]0;x\u0007.',
    disclaimer: '\u001b[2JDone.',
  };
  const settings = { ...answerSettings.parse({}), rules };
  await withEngine((client) => client.assistants.save({ name: 'Odd', description: '', settings }));
  const odd = (await run('ask', beyond, '--assistant', 'odd')).stdout;
  expect(odd).toContain('No\uFFFD]0;x\uFFFD.');
  expect(odd).toContain('\uFFFD[2JDone.');
  expect(odd).not.toContain('\u001b');
});

test('conversations are listed, found, shown, exported and removed', slow, async () => {
  const [first, second] = await withEngine(async (client) => {
    const ids: string[] = [];
    for (const words of [question, beyond]) {
      for await (const event of await client.conversations.ask({ question: words })) {
        if (event.type === 'started') ids.push(event.conversationId);
      }
    }
    return ids;
  });
  const list = (await run('conversations')).stdout;
  expect(list.split('\n')).toEqual([
    `${second!.slice(0, 8)}  ${beyond}  1 question`,
    `${first!.slice(0, 8)}  ${question}  1 question`,
    '',
  ]);
  expect(await json('conversations', 'ls', 'twelve', 'WEEKS')).toMatchObject([{ id: first }]);
  const start = first!.slice(0, 8);
  const shown = (await run('conversations', 'show', start)).stdout;
  expect(shown).toContain(`## ${question}`);
  expect(shown).toMatch(/^- \\\[1\\\] “Parents get twelve weeks of paid leave.” — leave\.md/m);
  expect(await json('conversations', 'show', first!)).toMatchObject({
    id: first,
    turns: [{ question, answer: { grounded: true } }],
  });
  const ambiguous = await run('conversations', 'show', '');
  expect(ambiguous).toMatchObject({ code: 2, stdout: '' });

  const page = at('page.html');
  expect(await run('conversations', 'export', start, page, '--format', 'html')).toMatchObject({
    code: 0,
    stdout: '',
  });
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
  const text = (await run('conversations', 'export', start, '--format', 'json')).stdout;
  expect(JSON.parse(text)).toMatchObject({ id: first });
  expect(await json('conversations', 'rm', start)).toEqual({ removed: first });
  expect(await json('conversations')).toMatchObject([{ id: second }]);
});

test('an answer comes as a table, or as JSON by a schema', slow, async () => {
  const server = await serveModels();
  await json('servers', 'add', `${server.address}/v1`, '--name', 'lab');
  await json('servers', 'agree', 'lab', '--yes');
  const model = ['--model', 'server:lab/writer'];
  const rows = [
    { Who: 'Parents', Weeks: '12\u0085' },
    { Who: 'W'.repeat(60), Weeks: '' },
  ];
  const written = (result: unknown) => [JSON.stringify({ found: true, sources: [1], result })];

  server.parts = written(rows);
  const table = await run('ask', question, '--table', 'Who, Weeks,Who', ...model);
  expect(table).toMatchObject({ code: 0 });
  const lines = table.stdout.split('\n').map((line) => line.trimEnd());
  expect(lines[0]).toBe(`Who${' '.repeat(39)}Weeks`);
  expect(lines[1]).toBe(`Parents${' '.repeat(35)}12\uFFFD`);
  expect(lines[2]).toBe(`${'W'.repeat(39)}…`);
  expect(table.stdout).toContain('[1] Leave');
  const asked = await json('ask', question, '--table', 'Who,Weeks', ...model);
  expect(asked).toMatchObject({ data: rows, grounded: true, citations: [{ n: 1 }] });

  const schema = { type: 'object', properties: { weeks: { type: 'integer' } } };
  writeFileSync(at('schema.json'), JSON.stringify(schema));
  server.parts = written({ weeks: 12 });
  const bySchema = await json('ask', question, '--schema', at('schema.json'), ...model);
  expect(bySchema).toMatchObject({ data: { weeks: 12 } });
  const plain = await run('ask', question, '--schema', at('schema.json'), ...model);
  expect(plain.stdout).toMatch(/^\{\n {2}"weeks": 12\n\}\n/);
});
