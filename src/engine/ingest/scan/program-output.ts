// Folders that programs fill and clean by themselves. Their names alone say little ("build" may
// be a folder about houses): what stands beside or in them does.

/** Names of output folders, by the file beside them that says what kind of project it is. */
const outputBeside: readonly (readonly [marker: RegExp, folders: readonly string[]])[] = [
  [/^package\.json$/, ['dist', 'build', 'out', 'coverage', 'bower_components']],
  [/^(Cargo\.toml|pom\.xml)$/, ['target']],
  [/^(build\.gradle(\.kts)?|CMakeLists\.txt)$/, ['build']],
  [/\.(cs|fs|vb)proj$/, ['bin', 'obj']],
  [/^(pyproject\.toml|setup\.py)$/, ['build', 'dist']],
  [/^mix\.exs$/, ['_build', 'deps']],
  [/^(go\.mod|composer\.json|Gemfile)$/, ['vendor']],
];

/** True for a file that decides whether folders beside it, or its own, are a program's. */
export function marksProgramFolders(name: string): boolean {
  return isProgramFolder([name]) || outputBeside.some(([marker]) => marker.test(name));
}

/** Which of a directory's entries are folders that a program's build fills. */
export function outputFolders(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [marker, folders] of outputBeside) {
    if (names.some((name) => marker.test(name))) folders.forEach((folder) => found.add(folder));
  }
  return found;
}

/**
 * True for a directory that says itself that its content can be made again: tagged as a cache
 * (bford.info/cachedir), or an environment of Python.
 */
export function isProgramFolder(names: readonly string[]): boolean {
  return names.includes('CACHEDIR.TAG') || names.includes('pyvenv.cfg');
}
