// What is being done for an answer, in words.
import type { AskingNow } from '../../app/asking.ts';
import { formatNumber } from '../../app/format.ts';
import { counted, t } from '../../app/text.ts';
import { fillingWords } from './filling-words.ts';

/** @param loading the model that is still being loaded, or '' */
export function askingWords(now: AskingNow, loading: string): string {
  const { step, walk } = now;
  if (step === 'stopping') return t('asking.stopping');
  if (step === 'walking') return walkWords(now);
  if (step === 'writing') {
    if (walk && walk.read < walk.matching) return walkWords(now);
    return now.structured ? fillingWords(now.text) : t('asking.writing');
  }
  if (step === 'asked') return t('asking.asked');
  if (loading !== '') return t('answer.loading', { name: loading });
  return step === 'searching' ? searchWords(now) : counted('readingPassages', now.passages ?? 0);
}

function searchWords({ searched }: AskingNow): string {
  return searched === '' ? t('answer.thinking') : t('asking.searching', { searched });
}

function walkWords({ walk }: AskingNow): string {
  if (!walk) return t('answer.reading');
  const numbers = { read: formatNumber(walk.read), matching: formatNumber(walk.matching) };
  return t('asking.walking', numbers);
}
