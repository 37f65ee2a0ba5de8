import { expect, test } from 'vitest';
import iconv from 'iconv-lite';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const vtt = `WEBVTT - A talk
Kind: captions

STYLE
::cue { color: red }

NOTE not for
reading

intro
00:01.000 --> 00:04.500 align:start position:0%
<v Ada Lovelace>Good <b>morning</b>,
everyone &amp; welcome.

1:02:03.000 --> 1:02:05.999
- <c.yellow>Thanks.</c>
- <00:00:01.500>Not <i>at all</i>.
`;

test('what is said in WebVTT, when and by whom', async () => {
  const extracted = await read('subtitles', vtt);
  expect(outlineOf(extracted)).toEqual([
    'paragraph: Ada Lovelace: Good morning, everyone & welcome.',
    'paragraph: - Thanks.\n- Not at all.',
  ]);
  expect(extracted.blocks.map(({ span }) => span)).toEqual([
    ['00:00:01', '00:00:04'],
    ['01:02:03', '01:02:05'],
  ]);
  expect(extracted).toMatchObject({ format: 'subtitles', hasLines: false, pages: null });
});

test('SubRip, also without the blank lines between cues', async () => {
  const srt = '1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<font color="red">Höre!</font>\r\n\r\n';
  const more = '2\n00:00:03,5 --> 00:00:04,000\nIf 2 < 3\n3\n00:00:05,000 --> 00:00:06,000\n1999\n';
  const extracted = await read('subtitles', iconv.encode(srt + more, 'windows-1252'));
  expect(extracted.text).toBe('Höre!\nIf 2 < 3\n1999');
  expect(extracted.blocks[1]?.span).toEqual(['00:00:03', '00:00:04']);
});

test('lines that live captions repeat stand once', async () => {
  const cue = (second: number, words: string): string =>
    `00:00:0${second}.000 --> 00:00:0${second + 1}.000\n${words}\n\n`;
  const live = `WEBVTT\n\n${cue(1, 'first line')}${cue(2, 'first line\nsecond line')}${cue(3, 'second line')}`;
  expect((await read('subtitles', live)).text).toBe('first line\nsecond line');
  const song = `WEBVTT\n\n${cue(1, 'No.')}${cue(5, 'No.')}`;
  expect((await read('subtitles', song)).text).toBe('No.\nNo.');
});

test('empty, cut off and damaged files', async () => {
  expect((await read('subtitles', '')).text).toBe('');
  expect((await read('subtitles', 'WEBVTT\n\n00:01.000 --> 00:0')).text).toBe('');
  for (let end = 0; end < vtt.length; end += 7) await read('subtitles', vtt.slice(0, end));
  const cut = await read('subtitles', vtt, 20);
  expect(cut.partial).toMatchObject({ code: 'FILE_TEXT_CUT' });
});

test('hostile lines are quick', async () => {
  const cue = 'WEBVTT\n\n00:01.000 --> 00:04.000\n';
  for (const line of ['<'.repeat(1_000_000), '<v '.repeat(400_000), '{\\'.repeat(400_000)]) {
    const start = performance.now();
    await read('subtitles', cue + line);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('subtitles are known by how they begin', () => {
  expect(sniffFormat(bytesOf(vtt), 'talk.txt')).toBe('subtitles');
  expect(sniffFormat(bytesOf(`\ufeff${vtt}`), 'talk')).toBe('subtitles');
  expect(sniffFormat(bytesOf('1\n00:00:01,000 --> 00:00:02,000\nHi\n'), 'x.txt')).toBe('subtitles');
  expect(sniffFormat(bytesOf('WEBVTTX is no format.\n'), 'x.txt')).toBe('text');
  // Nothing of it would be shown.
  expect(sniffFormat(bytesOf('Only plain words.\n'), 'x.srt')).toBe('text');
});
