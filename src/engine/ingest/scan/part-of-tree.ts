/**
 * Chooses a part of a folder's tree: some paths, and whatever is below them.
 *
 * @param paths relative to the folder, `/` between names
 */
export function partOfTree(paths: readonly string[]): {
  /** True for the paths themselves and what is below them. */
  holds(relativePath: string): boolean;
  /** True for the directories above them, which have to be walked through. */
  leadsTo(relativePath: string): boolean;
} {
  const chosen = new Set(paths);
  const above = new Set(paths.flatMap(directoriesAbove));
  return {
    holds: (path) => chosen.has(path) || directoriesAbove(path).some((one) => chosen.has(one)),
    leadsTo: (path) => above.has(path),
  };
}

function directoriesAbove(path: string): string[] {
  const directories: string[] = [];
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    directories.push(path.slice(0, end));
  }
  return directories;
}
