// How a model fits this machine, in a glance and in a sentence.
import type { Fit, MachineInfo } from '../../../shared/contract/models.ts';
import { formatBytes, formatNumber } from '../../app/format.ts';
import { t } from '../../app/text.ts';

/** What it needs: `Needs 5.1 GB of memory`. */
function needWords({ vram, ram }: Fit): string {
  const params = { vram: formatBytes(vram), ram: formatBytes(ram) };
  if (vram <= 0) return t('fit.needsRam', params);
  // What a model on the GPU needs beside it is little, and never what it fails for.
  return t(ram < vram / 8 ? 'fit.needsGpu' : 'fit.needsBoth', params);
}

/** What it needs, and for how much context. */
export function needInFull(fit: Fit): string {
  return `${needWords(fit)} ${t('fit.context', { n: formatNumber(fit.context) })}`;
}

/** The whole reason. */
export function fitReason(fit: Fit, machine: MachineInfo | null): string {
  const why = whyWords(fit, machine);
  return `${needInFull(fit)}.${why === '' ? '' : ` ${why}`}`;
}

function whyWords({ verdict, gpuLayers }: Fit, machine: MachineInfo | null): string {
  if (verdict === 'fits-gpu') return t('fit.whyGpu');
  if (verdict === 'fits-partly') return t('fit.whyPartly', { n: formatNumber(gpuLayers) });
  if (verdict === 'fits-ram') return t('fit.whyRam');
  if (!machine) return '';
  return verdict === 'tight'
    ? t('fit.whyTight', { free: formatBytes(machine.ramFree) })
    : t('fit.whyLarge', { total: formatBytes(machine.ramTotal) });
}
