// Which programming language a source file is in: by its name, or by the line that says what runs it.

/** Extensions and whole names (without theirs, as `makefile`) by language, all in lower case. */
const extensionsOf: Readonly<Record<string, string>> = {
  TypeScript: 'ts mts cts tsx',
  JavaScript: 'js mjs cjs jsx',
  Vue: 'vue',
  Svelte: 'svelte',
  Astro: 'astro',
  Python: 'py pyi pyw pyx',
  Java: 'java',
  Kotlin: 'kt kts',
  Scala: 'scala',
  Groovy: 'groovy gradle jenkinsfile',
  Clojure: 'clj cljs',
  C: 'c h',
  'C++': 'cc cpp cxx hh hpp hxx ino',
  'Objective-C': 'm mm',
  'C#': 'cs',
  'F#': 'fs fsx',
  'Visual Basic': 'vb',
  Go: 'go',
  Rust: 'rs',
  Ruby: 'rb rake gemfile rakefile vagrantfile',
  PHP: 'php',
  Swift: 'swift',
  Dart: 'dart',
  Lua: 'lua',
  Perl: 'pl pm',
  R: 'r',
  Julia: 'jl',
  Haskell: 'hs',
  Elm: 'elm',
  Elixir: 'ex exs',
  Erlang: 'erl',
  OCaml: 'ml mli',
  Lisp: 'lisp el',
  Scheme: 'scm rkt',
  Nim: 'nim',
  Zig: 'zig',
  D: 'd',
  Verilog: 'v sv',
  VHDL: 'vhd vhdl',
  Solidity: 'sol',
  Assembly: 'asm s',
  Fortran: 'f f90 f95',
  Pascal: 'pas',
  Shell: 'sh bash zsh fish',
  PowerShell: 'ps1 psm1',
  Batch: 'bat cmd',
  AWK: 'awk',
  SQL: 'sql',
  CSS: 'css scss sass less styl',
  'Protocol Buffers': 'proto',
  GraphQL: 'graphql gql',
  Terraform: 'tf hcl',
  CMake: 'cmake cmakelists.txt',
  Makefile: 'mk mak makefile',
  Dockerfile: 'dockerfile',
  Procfile: 'procfile',
};

const languageOf: ReadonlyMap<string, string> = new Map(
  Object.entries(extensionsOf).flatMap(([language, names]) =>
    names.split(' ').map((name) => [name, language] as const),
  ),
);

/** The extensions of source code, and whole names that have none. */
export const codeExtensions: readonly string[] = [...languageOf.keys()];

/** Programs that run scripts, by the start of their names. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^(?:ba|z|da|k|fi)?sh$/, 'Shell'],
  [/^python/, 'Python'],
  [/^(?:node|bun)$/, 'JavaScript'],
  [/^(?:deno|tsx|ts-node)$/, 'TypeScript'],
  [/^ruby/, 'Ruby'],
  [/^perl/, 'Perl'],
  [/^php/, 'PHP'],
  [/^lua/, 'Lua'],
  [/^[gmn]?awk$/, 'AWK'],
  [/^Rscript$/, 'R'],
];

/**
 * What people call the language, or null.
 *
 * @param name the file's name or path; empty if it is not known
 * @param text the file's text; only its first line counts
 */
export function languageOfCode(name: string, text: string): string | null {
  const file = name.slice(name.search(/[^/\\]*$/)).toLowerCase();
  const extension = file.slice(file.lastIndexOf('.') + 1);
  const named = languageOf.get(file) ?? languageOf.get(extension);
  return named ?? languageOfProgram(text.slice(0, 200));
}

/** By the program that a script names: `#!/usr/bin/env -S node --flag`. */
function languageOfProgram(head: string): string | null {
  const line = /^#!\s*([^\n]*)/.exec(head)?.[1] ?? '';
  const words = line.split(/\s+/).map((word) => word.slice(word.lastIndexOf('/') + 1));
  for (const word of words) {
    const found = programs.find(([pattern]) => pattern.test(word));
    if (found) return found[1];
  }
  return null;
}
