// What a model is, in the words of a row.
import type { Adapter, LoadedModel, Model, ModelFacts } from '../../../shared/contract/models.ts';
import { formatBytes, formatNumber } from '../../app/format.ts';
import { counted, t } from '../../app/text.ts';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** `8.2 billion weights` */
export function weightsWords(parameters: number): string {
  return t('models.weights', { n: countWords(parameters) });
}

/** `8,192 tokens of context` */
export function contextWords(tokens: number): string {
  return t('models.loadedContext', { n: formatNumber(tokens) });
}

function countWords(n: number): string {
  if (n >= 999.5e6) return t('models.billion', { n: digits.format(n / 1e9) });
  if (n >= 1e6) return t('models.million', { n: formatNumber(n / 1e6) });
  return formatNumber(n);
}

/** `8.2 billion weights · Q4_K_M · 4.7 GB · 32,768 tokens of context` */
export function modelFacts(facts: ModelFacts, sizeBytes: number): string {
  const { parameters, quantisation, contextTrained } = facts;
  return joined([
    parameters === null ? '' : weightsWords(parameters),
    quantisation ?? '',
    formatBytes(sizeBytes),
    contextTrained === null ? '' : contextWords(contextTrained),
  ]);
}

export function adapterFacts({ architecture, rank, alpha, baseName, sizeBytes }: Adapter): string {
  return joined([
    architecture,
    t('models.rank', { rank, alpha: Number(alpha.toPrecision(6)) }),
    baseName === null ? '' : t('models.base', { name: baseName }),
    formatBytes(sizeBytes),
  ]);
}

/** How a model is loaded: `Loaded · 8,192 tokens of context · 4 threads` */
export function loadedWords({
  state,
  contextSize,
  gpuLayers,
  layers,
  threads,
}: LoadedModel): string {
  if (state === 'loading') return t('models.loading');
  const onGpu = gpuLayers !== null && gpuLayers > 0 && layers !== null;
  return joined([
    t('models.loaded'),
    contextSize === null ? '' : contextWords(contextSize),
    onGpu ? t('models.loadedGpu', { n: gpuLayers, all: layers }) : '',
    threads === null ? '' : counted('threads', threads),
  ]);
}

/** What was taken back for lack of memory, a sentence each. */
export function steppedWords({ steppedDown }: LoadedModel): string[] {
  return steppedDown.map(({ what, wanted, given }) =>
    t(what === 'contextSize' ? 'models.steppedContext' : 'models.steppedLayers', {
      wanted: formatNumber(wanted),
      given: formatNumber(given),
    }),
  );
}

/** Where a file is from, or where it is. */
export function placeWords({
  linked,
  path,
  source,
}: Pick<Model, 'linked' | 'path' | 'source'>): string {
  if (source !== null) return t('models.fromHub', { source });
  return linked ? t('models.linked', { path }) : t('models.copied');
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
