// Word's XML as mammoth understands it: text that was moved with changes tracked, and text with
// reading aids above it (ruby), would be lost otherwise.

/** A part of the archive, rewritten where it is one with the document's own words. */
export function readableXml(name: string, data: Uint8Array): Uint8Array {
  if (!/^\/?word\/(?:document\d*|footnotes|endnotes)\.xml$/i.test(name)) return data;
  const xml = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (!xml.includes('<w:move') && !xml.includes('<w:ruby')) return data;
  // Only ASCII is looked for, so the bytes of other characters pass through as they are.
  const text = xml
    .toString('latin1')
    .replace(/<(\/?)w:moveTo(?=[ >])/g, '<$1w:ins')
    .replace(/<(\/?)w:moveFrom(?=[ >])/g, '<$1w:del');
  return Buffer.from(withoutRuby(text), 'latin1');
}

/** Keeps the base text of each ruby and drops the aid above it. */
function withoutRuby(xml: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const open = xml.indexOf('<w:ruby>', at);
    const base = open < 0 ? -1 : xml.indexOf('<w:rubyBase>', open);
    const close = base < 0 ? -1 : xml.indexOf('</w:rubyBase>', base);
    const end = close < 0 ? -1 : xml.indexOf('</w:ruby>', close);
    if (end < 0) return kept + xml.slice(at);
    kept += xml.slice(at, open) + xml.slice(base + '<w:rubyBase>'.length, close);
    at = end + '</w:ruby>'.length;
  }
}
