// Prose of the markup languages: HTML, the CNXML of text books, the TEI of editions.
import { Parser } from 'htmlparser2';
import { Outline, type Prose } from './document.ts';

const skipped =
  /^(?:script|style|svg|nav|footer|header|form|button|select|pre|code|programlisting|screen|metadata|teiheader|math|equation|table|front|back|note|bibl|iframe|noscript|figure|media|iteminfo|literallayout|info|refsect1info)$/;
const blocks =
  /^(?:p|para|simpara|li|item|listitem|dd|dt|div|blockquote|quote|section|article|main|body|td|th|tr|ul|ol|list|summary|details|lg|sp|exercise|problem|solution|definition|meaning|example|note|refpurpose|h[1-6]|title|head)$/;
const divisions = /^(?:section|div|div[1-7]|sect[1-5]|refsect[12]|chapter|example|exercise)$/;

/**
 * @param source HTML or XML.
 * @param isXml whether `title` and `head` name the division that they stand in.
 */
export function readMarkup(source: string, isXml: boolean): Prose {
  const outline = new Outline();
  let text = '';
  let skip = 0;
  let depth = 0;
  const endBlock = (): void => {
    const words = text.replace(/\s+/g, ' ').trim();
    text = '';
    if (words !== '') outline.paragraph(words);
  };
  const headingLevel = (name: string): number => {
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level) return Number(level);
    return isXml && (name === 'title' || name === 'head') ? depth + 1 : 0;
  };
  const isSkipped = (name: string): boolean =>
    skipped.test(name) &&
    !(isXml && /^(?:header|note|form|figure)$/.test(name) && name !== 'figure');
  const parser = new Parser(
    {
      onopentag(raw) {
        const name = raw.toLowerCase().replace(/^\w+:/, '');
        if (isSkipped(name)) skip++;
        if (skip > 0) return;
        if (blocks.test(name)) endBlock();
        else if (/^(?:br|lb|l|pb|space|newline)$/.test(name)) text += ' ';
        if (divisions.test(name)) depth++;
      },
      ontext(piece) {
        if (skip === 0) text += piece;
      },
      onclosetag(raw) {
        const name = raw.toLowerCase().replace(/^\w+:/, '');
        if (skip > 0) {
          if (isSkipped(name)) skip--;
          return;
        }
        const level = headingLevel(name);
        if (level > 0) {
          outline.heading(level, text.replace(/\s+/g, ' ').trim());
          text = '';
        } else if (name === 'title') {
          outline.title = text.replace(/\s+/g, ' ').trim();
          text = '';
        } else if (blocks.test(name)) endBlock();
        if (divisions.test(name)) depth--;
      },
    },
    { xmlMode: isXml, decodeEntities: true },
  );
  parser.end(source);
  endBlock();
  return outline.prose();
}
