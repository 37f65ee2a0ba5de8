// What a person reads of a mail, whatever file it came in: its subject, who wrote to whom and
// when, and the body with what it quotes kept apart.
import type { Piece } from '../flat-text.ts';
import { htmlPieces } from '../html/html.ts';

export interface Mail {
  subject: string | null;
  /** As they are shown: `Name <address>`, several parted by commas. */
  from: string;
  to: string;
  cc: string;
  /** As the mail writes it. */
  date: string;
  /** The body in the forms that the mail has. */
  text: string | null;
  html: string | null;
}

export function mailPieces(mail: Mail): Piece[] {
  const facts = [
    ['From', mail.from],
    ['To', mail.to],
    ['Cc', mail.cc],
    ['Date', mail.date],
  ] as const;
  const lines = facts
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]): Piece => {
      return { kind: 'paragraph', text: `${name}: ${fold(value)}`, group: 0 };
    });
  const subject = fold(mail.subject ?? '');
  const heading: Piece[] = subject === '' ? [] : [{ kind: 'heading', text: subject, level: 1 }];
  return [...heading, ...lines, ...bodyPieces(mail)];
}

/** `Name <address>`, or the one of them that there is. */
export function showAddress(name: string | undefined, address: string | undefined): string {
  const shown = (name ?? '').trim();
  const reached = (address ?? '').trim();
  if (shown === '' || shown === reached) return reached;
  return reached === '' ? shown : `${shown} <${reached}>`;
}

/** A text that has less than this share of the HTML's letters only says that there is HTML. */
const stubShare = 1 / 4;

function bodyPieces({ text, html }: Mail): Piece[] {
  const plain = text === null ? [] : textPieces(text);
  if (html === null) return plain;
  const rich = htmlPieces(html);
  return lengthOf(plain) <= lengthOf(rich) * stubShare ? rich : plain;
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

/** The paragraphs of a plain body; runs of lines that begin with `>` are quotes. */
function textPieces(body: string): Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let quoted = false;
  const flush = (): void => {
    const text = lines.join('\n').trim();
    if (text !== '') pieces.push({ kind: quoted ? 'quote' : 'paragraph', text });
    lines = [];
  };
  for (const line of body.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = /^(?:>[ \t]?)+/.exec(line)?.[0].length ?? 0;
    const text = line.slice(mark).trimEnd();
    if (text === '' || mark > 0 !== quoted) flush();
    quoted = mark > 0;
    if (text !== '') lines.push(text);
  }
  flush();
  return pieces;
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
