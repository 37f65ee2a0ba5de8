import { expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { outlineOf, read } from '../../../support/extracting.ts';
import { writeMsg } from '../../../support/msg.ts';

const item = {
  subject: 'Grüße an alle',
  from: ['Zoë', 'zoe@example.org'],
  to: [
    ['Ada', 'ada@example.org'],
    ['Böb', 'bob@example.org'],
  ],
} as const;

test('an Outlook item has the shape of a mail', async () => {
  const file = writeMsg({ ...item, body: 'First.\r\n\r\n> Old\r\n\r\nLast: дом.' });
  expect(sniffFormat(file, 'x.bin')).toBe('msg');
  const extracted = await read('msg', file);
  expect(outlineOf(extracted)).toEqual([
    'heading1: Grüße an alle',
    'paragraph: From: Zoë <zoe@example.org>',
    'paragraph: To: Ada <ada@example.org>, Böb <bob@example.org>',
    'paragraph: First.',
    'quote: Old',
    'paragraph: Last: дом.',
  ]);
  expect(extracted.title).toBe('Grüße an alle');
});

test('the HTML body is read where there is no other', async () => {
  const file = writeMsg({ ...item, html: '<meta charset=utf-8><p>Ünly <i>here</i></p>' });
  expect(outlineOf(await read('msg', file)).at(-1)).toBe('paragraph: Ünly here');
});

test('broken files are damaged, never stuck', async () => {
  const file = writeMsg({ ...item, body: 'words '.repeat(2000) });
  expect(await outcomeOf('msg', file.subarray(0, 600))).toBe('FILE_DAMAGED');
  expect(await outcomeOf('msg', new Uint8Array())).toBe('FILE_DAMAGED');
  await survivesDamage('msg', file);
});
