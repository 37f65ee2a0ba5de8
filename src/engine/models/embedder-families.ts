// What embedding models that the catalogue does not hold want before questions and documents, told
// by the family that their names or architectures say they are of. Each family's own description says
// so; a model that is not told what its training had in front of texts finds worse.

interface Family {
  name: RegExp;
  /** As GGUF files name it; none if others have it as well. */
  architecture?: string;
  query: string;
  document: string;
}

const instruction =
  'Instruct: Given a web search query, retrieve relevant passages that answer the query';
const sentence = 'Represent this sentence for searching relevant passages: ';

/** The first that fits counts. */
const families: readonly Family[] = [
  // E5: “query: ” and “passage: ”; its later models take an instruction.
  { name: /\be5\b.*\binstruct\b/, query: `${instruction}\nQuery: `, document: '' },
  { name: /\be5\b/, query: 'query: ', document: 'passage: ' },
  { name: /\bqwen3-embedding\b/, query: `${instruction}\nQuery:`, document: '' },
  {
    name: /\bembedding-?gemma\b/,
    architecture: 'gemma-embedding',
    query: 'task: search result | query: ',
    document: 'title: none | text: ',
  },
  { name: /\bnomic-embed\b/, query: 'search_query: ', document: 'search_document: ' },
  { name: /\bbge-(small|base|large)-en\b/, query: sentence, document: '' },
  {
    name: /\bbge-(small|base|large)-zh\b/,
    query: '为这个句子生成表示以用于检索相关文章:',
    document: '',
  },
  { name: /\bmxbai-embed\b/, query: sentence, document: '' },
  { name: /\barctic-embed\b.*\bv2\b/, query: 'query: ', document: '' },
  { name: /\barctic-embed\b/, query: sentence, document: '' },
];

/** @param names under which the model is known: its file's, its own, where it is from */
export function familyPrefixes(
  architecture: string,
  names: readonly string[],
): { query: string; document: string } {
  const known = names.map((name) => name.toLowerCase().replaceAll(/[\s_]+/g, '-'));
  const family = families.find(
    (one) => one.architecture === architecture || known.some((name) => one.name.test(name)),
  );
  return { query: family?.query ?? '', document: family?.document ?? '' };
}
