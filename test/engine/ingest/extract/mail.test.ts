// Mails, mailboxes and saved pages: all are written in the same lines.
import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { survivesDamage } from '../../../support/damage.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const head = (extra = ''): string =>
  `Received: by mail.example.org\r\nFrom: =?utf-8?Q?Zo=C3=AB?= <zoe@example.org>\r\nTo: Ada <ada@example.org>,\r\n bob@example.org\r\nSubject: =?utf-8?B?R3LDvMOfZSBhbiBhbGxl?=\r\nDate: Mon, 1 Jun 2009 09:56:31 +0530\r\nMIME-Version: 1.0\r\n${extra}`;

const plain = `${head('Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n')}\r\nThe caf=E9 is=\r\n open.\r\n\r\n> When?\r\n> Now?\r\n>> Who asks?\r\n\r\nNow.\r\n`;

const facts = [
  'heading1: Grüße an alle',
  'paragraph: From: Zoë <zoe@example.org>',
  'paragraph: To: Ada <ada@example.org>, bob@example.org',
  'paragraph: Date: Mon, 1 Jun 2009 09:56:31 +0530',
];

function multipart(kind: string, parts: readonly string[]): string {
  const body = parts.map((part) => `--=_b\r\n${part}\r\n`).join('');
  return `${head(`Content-Type: multipart/${kind}; boundary="=_b"\r\n`)}\r\n${body}--=_b--\r\n`;
}

describe('mails', () => {
  test('subject, people, date, body and what it quotes', async () => {
    expect(sniffFormat(bytesOf(plain), 'x.eml')).toBe('eml');
    const extracted = await read('eml', plain);
    expect(outlineOf(extracted)).toEqual([
      ...facts,
      'paragraph: The café is open.',
      'quote: When?\nNow?\nWho asks?',
      'paragraph: Now.',
    ]);
    expect(extracted).toMatchObject({ title: 'Grüße an alle', pages: null, partial: null });
  });

  test('the plain body is taken where there is one, the HTML one where it is only a stub', async () => {
    const html = `Content-Type: text/html; charset=utf-8\r\n\r\n<p>Rich <b>words</b> that go on</p><blockquote>An old word</blockquote>`;
    const both = (text: string): string =>
      multipart('alternative', [`Content-Type: text/plain\r\n\r\n${text}`, html]);
    const body = async (mail: string) => outlineOf(await read('eml', mail)).slice(facts.length);
    expect(await body(both('Plain words that go on'))).toEqual([
      'paragraph: Plain words that go on',
    ]);
    const rich = ['paragraph: Rich words that go on', 'quote: An old word'];
    expect(await body(both('See HTML'))).toEqual(rich);
    expect(await body(multipart('mixed', [html]))).toEqual(rich);
  });

  test('UTF-8 under the name of another charset is read as UTF-8, and nothing else is', async () => {
    const bodyOf = async (charset: string, body: Uint8Array): Promise<string | undefined> => {
      const top = bytesOf(head(`Content-Type: text/plain; charset=${charset}\r\n\r\n`));
      return outlineOf(await read('eml', Buffer.concat([top, body]))).at(-1);
    };
    const utf8 = bytesOf('café – “Á” ok');
    for (const charset of ['us-ascii', 'iso-8859-1', 'unknown-8bit', 'utf-8']) {
      expect(await bodyOf(charset, utf8)).toBe('paragraph: café – “Á” ok');
    }
    const latin = Buffer.from('caf\xe9 \xc3\xa9', 'latin1');
    expect(await bodyOf('iso-8859-1', latin)).toBe('paragraph: café Ã©');
  });

  test('attachments are no part of the text, attached mails neither', async () => {
    const mail = multipart('mixed', [
      'Content-Type: text/plain\r\n\r\nOwn words',
      'Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nforeign',
      `Content-Type: message/rfc822\r\n\r\n${plain}`,
    ]);
    expect(outlineOf(await read('eml', mail)).slice(facts.length)).toEqual([
      'paragraph: Own words',
    ]);
  });

  test('without headers it is all body; an empty one is empty', async () => {
    expect((await read('eml', '\nOnly words')).text).toBe('Only words');
    expect((await read('eml', '')).text).toBe('');
  });

  test('cut off or turned to noise it is still read', async () => {
    const mail = bytesOf(multipart('mixed', [`Content-Type: message/rfc822\r\n\r\n${plain}`]));
    for (const format of ['eml', 'mbox', 'mhtml'] as const) await survivesDamage(format, mail);
  });

  test('parts inside parts without end are damage', async () => {
    let mail = '';
    for (let i = 0; i < 400; i++)
      mail += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`;
    await expect(read('eml', mail)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });
});

describe('mailboxes', () => {
  const envelope = 'From zoe@example.org Mon Jun  1 04:28:28 2009\n';
  const message = (subject: string, body: string): string =>
    `${envelope}From: a@example.org\nSubject: ${subject}\nMessage-ID: <1@x>\n\n${body}\n\n`;

  test('each message is a page named by its subject', async () => {
    const box = message('One', '>From here on.\nFrom there on.') + message('Two', 'Second.');
    expect(sniffFormat(bytesOf(box), 'Inbox')).toBe('mbox');
    const { text, pages } = await read('mbox', box);
    expect(pages!.map(({ label, start, end }) => [label, text.slice(start, end)])).toEqual([
      ['One', 'One\n\nFrom: a@example.org\n\nFrom here on.\nFrom there on.'],
      ['Two', 'Two\n\nFrom: a@example.org\n\nSecond.'],
    ]);
  });

  test('a line that only begins like an envelope parts nothing', async () => {
    const box = message('One', 'Hello\n\nFrom Paris with love at 10:00\n\nBye');
    expect((await read('mbox', box)).pages).toHaveLength(1);
  });

  test('a huge mailbox is cut at the limit', async () => {
    const box = Array.from({ length: 200 }, (_, i) => message(`No ${i}`, 'word '.repeat(50)));
    const { text, partial, pages } = await read('mbox', box.join(''), 2000);
    expect(text).toHaveLength(2000);
    expect(partial?.code).toBe('FILE_TEXT_CUT');
    expect(pages!.length).toBeLessThan(20);
  });
});

describe('saved pages', () => {
  const page = (charset: string, html: string): string =>
    `Content-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/\r\n\r\n${html}`;
  const saved = (parts: readonly string[], extra = ''): string =>
    `From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: =?utf-8?Q?A_p=C3=A4ge?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"${extra};\r\n\tboundary="--x"\r\n\r\n${parts.map((part) => `----x\r\n${part}\r\n`).join('')}----x--\r\n`;

  test('only the page itself is read', async () => {
    const css = 'Content-Type: text/css\r\n\r\nbody { color: red }';
    const file = saved([
      css,
      page('windows-1251', '<h1>=CC=E8=F0</h1><p>soft=\r\n end</p>'),
      page('utf-8', 'a frame'),
    ]);
    expect(sniffFormat(bytesOf(file), 'page.mhtml')).toBe('mhtml');
    expect(sniffFormat(bytesOf(file), 'page')).toBe('mhtml');
    const extracted = await read('mhtml', file);
    expect(outlineOf(extracted)).toEqual(['heading1: Мир', 'paragraph: soft end']);
    expect(extracted.title).toBe('Мир');
  });

  test('the root that is named is taken, and base64 is read', async () => {
    const root = `Content-Type: text/html\r\nContent-ID: <root@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa('<p>Root</p>')}`;
    const extracted = await read(
      'mhtml',
      saved([page('utf-8', 'first'), root], ';\r\n\tstart="<root@x>"'),
    );
    expect(extracted).toMatchObject({ text: 'Root', title: 'A päge' });
  });
});

describe('what is a mail', () => {
  test.each([
    ['a mail without extension', plain, 'message', 'eml'],
    ['a mail named txt', plain, 'x.txt', 'eml'],
    ['one taken from a mailbox', `From a@b Mon Jun 1 10:00:00 2009\n${plain}`, 'x.eml', 'eml'],
    ['notes in the form of headers', 'Subject: tea\nFrom: me\nDate: today\n\nx', 'x.txt', 'text'],
    ['front matter', '---\nsubject: x\nfrom: y\ndate: z\n---\n', 'x.md', 'markdown'],
    ['a letter', 'From Paris, at 10:00 in 2009, all looks small.', 'x.txt', 'text'],
    ['a mail with one header', 'Subject: x\n\ny', 'x.eml', 'eml'],
    ['text named eml', 'Some plain words.', 'x.eml', 'text'],
    ['a page named mht', '<!doctype html><p>x', 'x.mht', 'html'],
  ])('%s', (_name, text, name, format) => {
    expect(sniffFormat(bytesOf(text), name)).toBe(format);
  });
});
