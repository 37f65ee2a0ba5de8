// Media types, and which of them a document may be served under.

const byExtension: Readonly<Record<string, string>> = {
  bcmap: 'application/octet-stream',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  pfb: 'application/octet-stream',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

/** The media type of a file of the page, by its name. */
export function pageMediaType(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return byExtension[extension] ?? 'application/octet-stream';
}

// What a browser shows without running any of it.
const inert =
  /^(application\/(pdf|octet-stream|vnd\.openxmlformats-officedocument\.[\w.-]+)|image\/(png|jpeg|gif|webp|avif|bmp)|text\/(plain|markdown|csv))$/;

/**
 * The type under which a document is sent. HTML, SVG, XML and whatever else could run in a
 * browser goes out as plain text, unknown types as mere bytes.
 */
export function safeDocumentType(mediaType: string): string {
  const essence = mediaType.split(';')[0]!.trim().toLowerCase();
  if (inert.test(essence)) return essence;
  return /^text\/|[/+](xml|json|javascript)$/.test(essence)
    ? 'text/plain'
    : 'application/octet-stream';
}
