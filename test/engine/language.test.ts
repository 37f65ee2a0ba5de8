// Source code says which language it is in, and its functions stand above their passages.
import { expect, test } from 'vitest';
import { indexFolder, startEngine } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';

test('the language is noted, and a passage stands below the names of its function and class', async () => {
  const { client } = await startEngine();
  const body = '        wade = "through shallow water"\n'.repeat(60);
  await indexFolder(
    client,
    folderWith({
      'nest.py': `class Heron:\n    def hatch(self):\n${body}\n    def fly(self):\n        pass\n`,
      run: '#!/usr/bin/env bash\necho hello\n',
      'notes.md': 'Herons hatch in spring.',
    }),
  );
  const { documents } = await client.documents.list({});
  expect(documents.map(({ relativePath, language }) => [relativePath, language])).toEqual([
    ['nest.py', 'Python'],
    ['notes.md', undefined],
    ['run', 'Shell'],
  ]);
  const { hits } = await client.search.query({ query: 'shallow water', mode: 'keyword' });
  expect(hits.map(({ headingPath }) => headingPath)).toContainEqual(['Heron', 'hatch']);
});
