// The text that the embedder learns from is prose alone, in the language that it claims, and
// holds nothing that the embedder is measured on.
import { describe, expect, it } from 'vitest';
import { Cleaner } from '../../../tools/embedder/clean.ts';
import { Evaluation } from '../../../tools/embedder/evaluation.ts';
import { isWrittenIn, languageOf } from '../../../tools/embedder/languages.ts';
import { capOf } from '../../../tools/embedder/merge-parts.ts';
import { readMarkdown } from '../../../tools/embedder/read-markdown.ts';
import { readMarkup } from '../../../tools/embedder/read-markup.ts';
import { messagesOf } from '../../../tools/embedder/read-messages.ts';

describe('prose of Markdown', () => {
  const prose = readMarkdown(
    [
      '---',
      'title: Leave',
      '---',
      '# Taking leave',
      'You may take [ten days](https://example.org/days) in each year,',
      'and carry over five.',
      '',
      '```sh',
      'rm -rf leave',
      '```',
      '## Before you go',
      '> [!NOTE]',
      '> Tell your team two weeks ahead.',
      '',
      '- the start',
      '- the end',
      '',
      '| 1 | 2 |',
      '|---|---|',
      '{% include footer.html %}',
    ].join('\n'),
  );

  it('keeps paragraphs under their headings', () => {
    expect(prose).toEqual({
      title: 'Leave',
      sections: [
        {
          headings: ['Taking leave'],
          paragraphs: ['You may take ten days in each year, and carry over five.'],
        },
        {
          headings: ['Taking leave', 'Before you go'],
          paragraphs: ['Tell your team two weeks ahead.', 'the start; the end'],
        },
      ],
    });
  });
});

it('takes headings from the sections of a text book, and leaves its formulas', () => {
  const prose = readMarkup(
    '<document><title>Forces</title><metadata>x</metadata><content><section><title>Weight</title>' +
      '<para>A body <term>falls</term>.<m:math><m:mi>g</m:mi></m:math></para></section></content></document>',
    true,
  );
  expect(prose.sections).toEqual([
    { headings: ['Forces'], paragraphs: [] },
    { headings: ['Forces', 'Weight'], paragraphs: ['A body falls.'] },
  ]);
});

it('reads messages over several lines, and none that is doubtful', () => {
  const text =
    'msgid ""\n"Open the "\n"file."\nmsgstr "Öffne die Datei."\n\n#, fuzzy\nmsgid "No"\nmsgstr "Ja"';
  expect(messagesOf(text)).toEqual([{ source: 'Open the file.', translation: 'Öffne die Datei.' }]);
});

describe('languages', () => {
  const english = 'The form has to be sent to the office before the end of the month.';
  it.each([
    ['de', 'Das Formular muss bis zum Ende des Monats an das Büro geschickt werden.'],
    ['es', 'El formulario se debe enviar a la oficina antes de que termine el mes.'],
    ['zh', '表格必须在月底之前寄到办公室，否则不予受理。'],
    ['ja', '書類は月末までに事務所へ送らなければなりません。'],
    ['ru', 'Форму нужно отправить в контору до конца месяца.'],
  ])('knows %s from English', (language, text) => {
    expect(isWrittenIn(language, text)).toBe(true);
    expect(isWrittenIn(language, english)).toBe(false);
    expect(isWrittenIn('en', text)).toBe(false);
  });

  it('reads the codes of paths, and takes no traditional Chinese', () => {
    const names = ['pt_BR', 'zh-Hans', 'cn', 'zh-TW', 'xx'];
    expect(names.map(languageOf)).toEqual(['pt', 'zh', 'zh', null, null]);
  });
});

describe('what is dropped', () => {
  const measured =
    'The office opens at nine in the morning and it closes again at five in the evening.';
  const other = 'You can ask for a new card at the desk if you have lost the old one.';
  const evaluation = new Evaluation([]);
  evaluation.add(measured);
  const clean = (paragraphs: string[]): string[] =>
    new Cleaner(evaluation)
      .clean({ title: '', sections: [{ headings: [], paragraphs }] }, 'en')
      .flatMap((section) => section.paragraphs);

  it('is what shares ten words with evaluation text, however it is set', () => {
    const quoting = 'They say that the office opens at NINE in the morning, and it closes early.';
    expect(clean([quoting, other])).toEqual([other]);
  });

  it('is what was there before, and what is too short', () => {
    expect(clean([other, other, 'See below for the rest.'])).toEqual([other]);
  });
});

it('caps a source at a fifth of what is then taken', () => {
  const sizes = [400e6, 50e6, 50e6, 50e6, 50e6];
  const cap = capOf(sizes);
  const total = sizes.reduce((sum, size) => sum + Math.min(size, cap), 0);
  expect(cap / total).toBeCloseTo(0.2, 2);
});
