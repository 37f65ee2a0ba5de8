import { createNetworkGate, type NetworkGate } from '../../src/engine/network/gate.ts';
import {
  type DownloadedModel,
  downloadModel,
  type ModelDownloadOptions,
  type ModelProgress,
} from '../../src/engine/models/hub/download-model.ts';
import type { HubToken } from '../../src/engine/models/hub/hub-visit.ts';
import { parseHubReference } from '../../src/engine/models/hub/reference.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import { temporaryFolder } from './folder.ts';
import type { TestHub } from './hub.ts';

export interface Downloading {
  folder: string;
  gate: NetworkGate;
  progress: ModelProgress[];
  /** Downloads, or goes on with what an earlier call left. */
  download(reference: string, more?: Partial<ModelDownloadOptions>): Promise<DownloadedModel>;
  /** The same for what must fail: the code and the sentence. */
  refused(
    reference: string,
    more?: Partial<ModelDownloadOptions>,
  ): Promise<{ code: string; sentence: string }>;
}

/** Downloads from a hub into a folder of its own, with hardly any pause between tries. */
export function downloadingFrom(hub: TestHub, token: HubToken | null = null): Downloading {
  const folder = temporaryFolder();
  const gate = createNetworkGate();
  const progress: ModelProgress[] = [];
  const parts = { gate, mirror: hub.mirror, token, version: '1.2.3' };
  const download: Downloading['download'] = (reference, more) =>
    downloadModel(parts, parseHubReference(reference), folder, {
      signal: new AbortController().signal,
      onProgress: (state) => progress.push(state),
      waits: [1, 1, 1],
      ...more,
    });
  return {
    folder,
    gate,
    progress,
    download,
    async refused(reference, more) {
      const error = await download(reference, more).then(
        () => new Error('it was not refused'),
        (reason: unknown) => reason,
      );
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      return { code, sentence: sentenceOf(error) };
    },
  };
}
