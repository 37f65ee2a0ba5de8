// Folders of many small files, each with words that no other has.

/** `word17` stands in `dir1/file-17.md` alone, and so on. Some are text files, some long. */
export function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const name = `dir${i % 7}/file-${i}.${i % 5 === 0 ? 'txt' : 'md'}`;
      const line = `This is what word${i} means in file number ${i} of the folder. `;
      const sections = Array.from(
        { length: 1 + (i % 6) },
        (_, part) => `## Part ${part} of ${i}\n\n${line.repeat(6 + part)}\n`,
      );
      return [name, `# File ${i}\n\n${sections.join('\n')}`];
    }),
  );
}
