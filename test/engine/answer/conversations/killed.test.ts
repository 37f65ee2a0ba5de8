// The owner of a data folder is killed while a model writes: the question and what was written until
// then are there at the next start.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startCli } from '../../../support/cli.ts';
import { indexFolder, openTestEngine } from '../../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../../support/folder.ts';
import { serveModels } from '../../../support/model-server.ts';

const question = 'How many weeks of paid leave do parents get?';
const sentence = 'Parents get twelve weeks of paid leave [1]. ';

test('killed in mid-answer: what was written is kept, and the next question is answered', async () => {
  const data = temporaryFolder();
  const server = await serveModels();
  const before = await openTestEngine(data);
  await indexFolder(before.client, folderWith({ 'leave.md': `# Leave\n\n${sentence}` }));
  await before.client.servers.add({ address: server.address, name: 'lab' });
  await before.client.servers.agree({ name: 'lab', address: server.address });
  await before.client.settings.update({ chatModel: 'server:lab/writer' });
  await before.close();

  const { process: owner, ended } = startCli(['serve', '--json'], { data });
  await once(owner.stdout, 'data');
  const attached = await openTestEngine(data);
  expect(attached.owner).toBe(false);
  Object.assign(server, { pauseMs: 100, parts: Array.from({ length: 99 }, (_, i) => `Word${i} `) });
  let written = '';
  let conversationId = '';
  const asking = (async () => {
    for await (const event of await attached.client.conversations.ask({ question })) {
      if (event.type === 'started') ({ conversationId } = event);
      if (event.type === 'text') written += event.text;
      // It was kept by then, as far as it had come a second ago.
      if (written.includes('Word25')) owner.kill('SIGKILL');
    }
  })();
  await expect(asking).rejects.toThrow();
  expect((await ended).signal).toBe('SIGKILL');
  await attached.close();

  const after = await openTestEngine(data);
  try {
    expect(after.owner).toBe(true);
    const { turns } = await after.client.conversations.turns({ id: conversationId });
    expect(turns).toMatchObject([
      { question, answer: { ended: 'stopped', grounded: false, model: 'server:lab/writer' } },
    ]);
    const kept = turns[0]!.answer!.answer;
    expect(kept).toMatch(/^Word0 Word1 .*Word9/);
    expect(written).toContain(kept.trim());
    Object.assign(server, { pauseMs: 0, parts: [sentence] });
    const answers = [];
    for await (const event of await after.client.conversations.ask({ conversationId, question })) {
      if (event.type === 'done') answers.push(event.turn.answer);
    }
    expect(answers).toMatchObject([{ grounded: true, ended: 'end' }]);
  } finally {
    await after.close();
  }
}, 60_000);
