// What may stand after `type:`: kinds of files as people call them, names of formats, and the
// ends of file names.
import { documentFormats, type DocumentFormat } from '../../../shared/contract/documents.ts';

export interface FileTypes {
  formats: DocumentFormat[];
  /** Lower case, without the dot. */
  extensions: string[];
}

const kinds: Readonly<Record<string, readonly DocumentFormat[]>> = {
  word: ['docx', 'doc'],
  excel: ['xlsx', 'xls'],
  powerpoint: ['pptx', 'ppt'],
  outlook: ['msg'],
  writer: ['odt'],
  calc: ['ods'],
  impress: ['odp'],
  sheet: ['xlsx', 'xls', 'ods', 'csv'],
  spreadsheet: ['xlsx', 'xls', 'ods', 'csv'],
  table: ['csv', 'xlsx', 'xls', 'ods'],
  slides: ['pptx', 'ppt', 'odp'],
  presentation: ['pptx', 'ppt', 'odp'],
  mail: ['eml', 'msg', 'mbox'],
  email: ['eml', 'msg', 'mbox'],
  mailbox: ['mbox'],
  web: ['html', 'mhtml'],
  webpage: ['html', 'mhtml'],
  note: ['markdown', 'org', 'text'],
  plain: ['text'],
  book: ['epub'],
  ebook: ['epub'],
  picture: ['image'],
  photo: ['image'],
  archive: ['zip'],
  source: ['code'],
  notebook: ['ipynb'],
  jupyter: ['ipynb'],
  database: ['sqlite'],
  subtitle: ['subtitles'],
  tex: ['latex'],
  restructuredtext: ['rst'],
};

/** Languages whose name is not the end of their files' names. */
const languages: Readonly<Record<string, readonly string[]>> = {
  python: ['py', 'pyw', 'pyi'],
  javascript: ['js', 'mjs', 'cjs', 'jsx'],
  typescript: ['ts', 'mts', 'cts', 'tsx'],
  rust: ['rs'],
  ruby: ['rb'],
  kotlin: ['kt', 'kts'],
  csharp: ['cs'],
  'c#': ['cs'],
  'c++': ['cpp', 'cc', 'cxx', 'hpp', 'hh', 'hxx'],
  shell: ['sh', 'bash', 'zsh'],
  perl: ['pl', 'pm'],
  haskell: ['hs'],
};

/** Ends of file names that are known without their dot. */
const extensions = new Set(
  `md markdown mdx txt log htm xhtml dotx docm xlsm xltx xlsb potx pptm ppsx tsv fodt fods fodp
   png jpg jpeg gif webp tif tiff bmp tar gz tgz 7z json jsonl yaml yml toml xml ini cfg conf env
   js mjs cjs jsx ts mts cts tsx vue svelte css scss sass less py pyw pyi rb rs go java kt kts
   scala swift c h cpp cc cxx hpp hh cs fs php pl pm lua r jl m sh bash zsh ps1 bat sql hs ml ex
   exs erl clj dart zig nim asm srt vtt ics vcf bib adoc textile properties gradle cmake diff patch`
    .split(/\s+/)
    .filter(Boolean),
);

const formats: ReadonlySet<string> = new Set(documentFormats);

/** The types that a word names; null if it names none. Plural and upper case are fine. */
export function typesOf(word: string): FileTypes | null {
  const name = word.trim().toLowerCase();
  if (/^\*?\.[^\s./\\*]{1,20}$/.test(name)) {
    return { formats: [], extensions: [name.slice(name.lastIndexOf('.') + 1)] };
  }
  return namedBy(name) ?? (name.endsWith('s') ? namedBy(name.slice(0, -1)) : null);
}

function namedBy(name: string): FileTypes | null {
  if (Object.hasOwn(kinds, name)) return { formats: [...kinds[name]!], extensions: [] };
  if (formats.has(name)) return { formats: [name as DocumentFormat], extensions: [] };
  if (Object.hasOwn(languages, name)) return { formats: [], extensions: [...languages[name]!] };
  return extensions.has(name) ? { formats: [], extensions: [name] } : null;
}

/** The types of several; in no order, each once. */
export function joinTypes(all: readonly FileTypes[]): FileTypes {
  return {
    formats: [...new Set(all.flatMap((types) => types.formats))],
    extensions: [...new Set(all.flatMap((types) => types.extensions))],
  };
}

/** All formats but these. */
export function otherFormats(left: readonly DocumentFormat[]): DocumentFormat[] {
  return documentFormats.filter((format) => !left.includes(format));
}
