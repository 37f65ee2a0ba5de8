// Word's XML as mammoth understands it: text that was moved with changes tracked, text with reading
// aids above it (ruby), and formulas would be lost otherwise.

/** A part of the archive, rewritten where it is one with the document's own words. */
export function readableXml(name: string, data: Uint8Array): Uint8Array {
  if (!/^\/?word\/(?:document\d*|footnotes|endnotes)\.xml$/i.test(name)) return data;
  const xml = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (!['<w:move', '<w:ruby', '<m:'].some((mark) => xml.includes(mark))) return data;
  // Only ASCII is looked for, so the bytes of other characters pass through as they are.
  const text = xml
    .toString('latin1')
    .replace(/<(\/?)w:moveTo(?=[ >])/g, '<$1w:ins')
    .replace(/<(\/?)w:moveFrom(?=[ >])/g, '<$1w:del');
  return Buffer.from(withoutRuby(withFormulas(text)), 'latin1');
}

/** Formulas as the runs of text in them; their properties stay what mammoth passes over. */
function withFormulas(xml: string): string {
  return xml.replace(/(<\/?)m:(\w+)(?=[ />])/g, (tag, open: string, name: string) => {
    if (name === 't' || name === 'r') return `${open}w:${name}`;
    return name.endsWith('Pr') ? tag : `${open}w:smartTag`;
  });
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
