// What an embedding model wants before questions and documents, when only its name is known: a server
// calls it as its owner did, such as `bge-m3:latest` or `nomic-ai/nomic-embed-text-v1.5`.
import type { CatalogueEntry } from './catalogue.ts';

/** A name that is shorter than this may begin that of many. */
const shortest = 6;

/** Null if the catalogue does not know a model of that name. */
export function knownPrefixes(
  entries: readonly CatalogueEntry[],
  model: string,
): { query: string; document: string } | null {
  // Without the folder, tag and ending of a file.
  const last = model.toLowerCase().split('/').at(-1) ?? '';
  const name = last.replace(/:.*$/, '').replace(/[-.]gguf$/, '');
  const found = entries.find(({ role, repo }) => {
    if (role !== 'embedder') return false;
    const known = repo
      .toLowerCase()
      .replace(/^.*\//, '')
      .replace(/-gguf$/, '');
    return name.includes(known) || (name.length >= shortest && known.startsWith(name));
  });
  return prefixesIn(found?.reading ?? null);
}

/** Null if nothing is known. */
export function prefixesIn(
  reading: CatalogueEntry['reading'],
): { query: string; document: string } | null {
  if (!reading) return null;
  const { queryPrefix, documentPrefix } = reading;
  return { query: queryPrefix ?? '', document: documentPrefix ?? '' };
}
