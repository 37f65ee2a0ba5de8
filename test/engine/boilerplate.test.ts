// What stands on every page is shown on every page, and found once.
import { expect, test } from 'vitest';
import { indexFolder, startEngine } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { writePdf } from '../support/pdf.ts';

const birds = 'heron stork egret bittern ibis crane spoonbill flamingo pelican cormorant'.split(
  ' ',
);
const pages = birds.map((bird, i) => [
  { text: 'Wetland survey of the trust', y: 800 },
  { text: `The ${bird} was counted in the reeds.`, y: 600 },
  { text: `${i + 1}`, y: 30 },
]);

test('a running head is found where it stands first, the words of a page on that page', async () => {
  const { client, dataDir } = await startEngine();
  const { folderId } = await indexFolder(
    client,
    folderWith({
      'ten.pdf': writePdf({ pages }),
      'two.pdf': writePdf({ pages: pages.slice(0, 2) }),
    }),
  );
  const found = async (query: string): Promise<string[]> => {
    const { hits } = await client.search.query({ query, mode: 'keyword' });
    return hits.map(({ relativePath, page }) => `${relativePath} ${page}`).toSorted();
  };
  expect(await found('wetland survey trust')).toEqual(['ten.pdf 1', 'two.pdf 1', 'two.pdf 2']);
  expect(await found('ibis')).toEqual(['ten.pdf 5']);
  const { text, blocks } = await client.documents.read({ folderId, relativePath: 'ten.pdf' });
  expect(text.match(/Wetland survey/g)).toHaveLength(10);
  expect(blocks.filter(({ boilerplate }) => boilerplate).length).toBeGreaterThanOrEqual(18);
  const semantic = await client.search.query({ query: 'wetland survey', mode: 'semantic' });
  const shown = semantic.hits.filter(({ relativePath }) => relativePath === 'ten.pdf');
  expect(shown.filter((hit) => hit.page !== 1 && hit.text.includes('Wetland'))).toEqual([]);
  await expectWholeIndex(dataDir);
});
