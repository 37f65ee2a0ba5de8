// Folders that programs fill and clean by themselves. Their names alone say little ("build" may
// be a folder about houses): what stands beside or in them does.

/** Names of output folders, by the file beside them that says what kind of project it is. */
const outputBeside: ReadonlyMap<string, readonly string[]> = new Map([
  ['package.json', ['dist', 'build', 'out', 'coverage', 'bower_components']],
  ['Cargo.toml', ['target']],
  ['pom.xml', ['target']],
  ['build.gradle', ['build']],
  ['build.gradle.kts', ['build']],
  ['CMakeLists.txt', ['build']],
  ['pyproject.toml', ['build', 'dist']],
  ['setup.py', ['build', 'dist']],
  ['mix.exs', ['_build', 'deps']],
  ['go.mod', ['vendor']],
  ['composer.json', ['vendor']],
  ['Gemfile', ['vendor']],
]);
const netProject = /\.(cs|fs|vb)proj$/;
const netOutput = ['bin', 'obj'];

/** The output folders beside a file of this name; undefined for most. */
function outputOf(name: string): readonly string[] | undefined {
  return outputBeside.get(name) ?? (netProject.test(name) ? netOutput : undefined);
}

/** True for a file that decides whether folders beside it, or its own, are a program's. */
export function marksProgramFolders(name: string): boolean {
  return isProgramFolder([name]) || outputOf(name) !== undefined;
}

/** Which of a directory's entries are folders that a program's build fills. */
export function outputFolders(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => outputOf(name) ?? []));
}

/**
 * True for a directory that says itself that its content can be made again: tagged as a cache
 * (bford.info/cachedir), or an environment of Python.
 */
export function isProgramFolder(names: readonly string[]): boolean {
  return names.includes('CACHEDIR.TAG') || names.includes('pyvenv.cfg');
}
