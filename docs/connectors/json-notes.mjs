#!/usr/bin/env node
// A connector: tells Lorekeep of the notes in a JSON file, such as an app exports. The file holds a
// list of { id, title, body, link, updated, trashed }; only id and body are needed.
//
//   lorekeep sources add --program my-notes --every 1 -- node json-notes.mjs ~/notes.json
import { readFile } from 'node:fs/promises';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Usage: json-notes.mjs <file.json>');
  process.exit(2);
}

/** One document a line, to stdout; all else that is to be said goes to stderr. */
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const notes = JSON.parse(await readFile(file, 'utf8'));
for (const { id: number, title, body, link, updated, trashed } of notes) {
  const id = String(number);
  if (trashed) tell({ id, deleted: true });
  else tell({ id, title, markdown: body, url: link, modifiedAt: updated });
}
// These were all notes: what is not among them any more may go.
tell({ complete: true });
