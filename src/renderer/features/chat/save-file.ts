// Gives the person a text as a file, by a link that is pressed for them: the browser or Electron
// asks where it belongs.

const types = {
  markdown: 'text/markdown',
  html: 'text/html',
  json: 'application/json',
} as const;

const releaseMs = 60_000;

export function saveText(name: string, text: string, format: keyof typeof types): void {
  const blob = new Blob([text], { type: `${types[format]};charset=utf-8` });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), releaseMs);
}
