// The files that pdf.js wants beside its code: character maps, standard fonts, decoders. They
// are built into the app under names of their own, so nothing is asked of any other place.

const found = {
  ...import.meta.glob<string>('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../../node_modules/pdfjs-dist/wasm/*.wasm', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>(
    '../../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs',
    { query: '?url', import: 'default', eager: true },
  ),
};
const addresses = new Map(
  Object.entries(found).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
);

/** Address of one of pdf.js's files by its name. */
export function pdfAsset(name: string): string {
  const address = addresses.get(name);
  if (address === undefined) throw new Error(`${name} of pdf.js is not bundled.`);
  return address;
}

/** How pdf.js asks for such a file, in place of fetching it from a folder's address. */
export class PdfAssets {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename);
    if (address === undefined)
      throw new Error(`pdf.js asked for ${filename}, which is not bundled.`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${filename} could not be read (${response.status}).`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
