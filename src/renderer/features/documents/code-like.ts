/** Kinds of plain text that are read in columns, so with letters of one width. */
const endings = new Set(
  'c cc cpp cs css csv conf cfg env go h hpp ini java js json jsonl jsx kt log lua m php pl py r rb rs sh sql swift toml ts tsv tsx vue xml yaml yml'.split(
    ' ',
  ),
);

export function isCodeLike(path: string): boolean {
  const dot = path.lastIndexOf('.');
  return dot > 0 && endings.has(path.slice(dot + 1).toLowerCase());
}
