// Composition: the embedders and the reranker that the settings may name, out of the models of this
// machine, those of servers, and what runs them.
import { isServerModel } from '../shared/contract/servers.ts';
import type { Settings } from '../shared/contract/settings.ts';
import { isCancellation, LorekeepError } from '../shared/errors.ts';
import { sentenceOf } from '../shared/texts/format.ts';
import type { EmbedderSource } from './embed/embedder-switch.ts';
import type { Embedder } from './embedder.ts';
import type { Inference } from './inference/inference.ts';
import { openLocalEmbedder } from './inference/local-embedder.ts';
import { localReranker } from './inference/local-reranker.ts';
import type { Log } from './log/log.ts';
import type { Models } from './models/models.ts';
import type { Remote } from './remote/remote.ts';
import type { Reranking } from './reranker.ts';
import type { Notices } from './system/notices.ts';

interface Parts {
  builtIn: Embedder;
  inference: Inference;
  models: () => Models;
  remote: () => Remote;
  settings: () => Settings;
  notices: Notices;
  log: Log;
}

export function embedderSource({ builtIn, inference, models, remote }: Parts): EmbedderSource {
  return {
    check(name) {
      // Servers are asked when it is opened.
      if (name !== '' && !isServerModel(name)) models().useOf('embedder', name);
    },
    async open(name, { dimensionsOf, again, beside, signal }) {
      if (name === '') return builtIn;
      if (isServerModel(name)) return remote().embedder(name, { again, signal });
      const role = beside ? ('building' as const) : ('embedder' as const);
      const request = () => ({ ...models().useOf('embedder', name), role });
      const { fingerprint, prefixes } = models().embedderFacts(name);
      const { chunkSize } = builtIn;
      const parts = { inference, request, fingerprint, prefixes, chunkSize };
      return openLocalEmbedder(parts, dimensionsOf, signal);
    },
  };
}

export function rerankingBy({ inference, models, settings, notices, log }: Parts): Reranking {
  let notice: string | null = null;
  return {
    current() {
      const request = models().chosen('reranker');
      if (!request) return null;
      return { reranker: localReranker(inference, request), budgetMs: settings().rerankMs };
    },
    failed(error) {
      if (notice !== null || isCancellation(error)) return;
      const name = settings().reranker;
      log.error('reranker does not work', error, { name });
      const params = { name, reason: sentenceOf(error) };
      notice = notices.add(new LorekeepError('RERANKER_UNAVAILABLE', params, error));
    },
    worked() {
      if (notice !== null) notices.dismiss(notice);
      notice = null;
    },
  };
}
