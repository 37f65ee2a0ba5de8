// Answers without a model: the sentences of the best passages that hold most of the question's
// words, quoted to the letter. It writes nothing of its own, so it can invent nothing.
import type { Answerer, AnswerRequest, Draft } from '../answerer.ts';
import { answerableFrom } from './answerability/answerability.ts';
import { chooseQuotes } from './choose-quotes.ts';

/**
 * The opening of a bracketed number of the document's own, such as “[12]”: a word joiner, which
 * is not seen, keeps it from being read as one of our references. Citations quote it as it is.
 */
const ownNumber = /\[(?=\d+\])/g;

export const extractiveAnswerer: Answerer = {
  model: null,
  adapters: [],
  async *write(request) {
    const draft = draftOf(request);
    if (draft.text) yield draft.text;
    return draft;
  },
  writeFreely: null,
  complete: null,
};

function draftOf({ question, terms, passages, answerability }: AnswerRequest): Draft {
  const fits = answerability >= answerableFrom;
  const quotes = fits ? chooseQuotes(question, terms, passages) : [];
  const text = quotes
    .map(({ passage, start, end }, i) => {
      const words = passages[passage]!.text.slice(start, end);
      return `${words.replace(ownNumber, '[\u2060')} [${i + 1}]`;
    })
    .join('\n\n');
  const nobody = { generated: null, ended: 'end', messages: [], written: '', dropped: 0 } as const;
  return { ...nobody, text, grounded: quotes.length > 0, quotes, given: passages.length };
}
