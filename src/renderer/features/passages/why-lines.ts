// Why a hit stands where it stands, in plain words with the numbers behind them.
import type { Hit } from '../../../shared/contract/search.ts';
import { formatNumber, formatPercent } from '../../app/format.ts';
import { t } from '../../app/text.ts';

export interface WhyLine {
  name: string;
  text: string;
}

export function whyLines({ explain, score }: Pick<Hit, 'explain' | 'score'>): WhyLine[] {
  const { keywordRank, keywordScore, semanticRank, semanticScore } = explain;
  const { trigramScore = 0, support = 0, rerankScore, notes = [] } = explain;
  if (keywordRank === null && semanticRank === null) {
    return [t('why.filters'), ...notes].map((text) => ({ name: '', text }));
  }
  const lines: WhyLine[] = [
    {
      name: t('why.words'),
      text:
        keywordRank === null
          ? t('why.wordsNone')
          : t('why.wordsRank', {
              part: formatPercent(keywordScore),
              rank: formatNumber(keywordRank),
            }),
    },
    {
      name: t('why.meaning'),
      text:
        semanticRank === null
          ? t('why.meaningNone')
          : t('why.meaningRank', {
              rank: formatNumber(semanticRank),
              score: semanticScore.toFixed(2),
            }),
    },
  ];
  if (trigramScore > 0) {
    lines.push({
      name: t('why.letters'),
      text: t('why.lettersPart', { part: formatPercent(trigramScore) }),
    });
  }
  if (support > 0) {
    lines.push({
      name: t('why.support'),
      text: t('why.supportPart', { score: support.toFixed(2) }),
    });
  }
  if (rerankScore !== undefined) {
    lines.push({
      name: t('why.rerank'),
      text: t('why.rerankScore', { score: rerankScore.toFixed(2) }),
    });
  }
  for (const text of notes) lines.push({ name: '', text });
  return [...lines, { name: t('why.score'), text: score.toFixed(2) }];
}
