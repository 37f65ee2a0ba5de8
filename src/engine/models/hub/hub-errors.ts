// What the hub's answers mean for the person who started a download.
import { LorekeepError } from '../../../shared/errors.ts';

export interface HubAnswer {
  status: number;
  header(name: string): string | null;
}

export interface Asked {
  host: string;
  /** What was asked for, as people know it. */
  name: string;
  /** Whether an access token was sent with it. */
  withToken: boolean;
}

/** Seconds to wait if a busy hub does not say how long. */
const usualWait = 60;

/**
 * The hub tells more than the status in `x-error-code`: 401 is also its answer for what does not
 * exist (https://huggingface.co/docs/hub/api, huggingface_hub's `hf_raise_for_status`).
 */
export function refusal(answer: HubAnswer, { host, name, withToken }: Asked): LorekeepError {
  const { status } = answer;
  const code = answer.header('x-error-code') ?? '';
  if (code === 'GatedRepo') return new LorekeepError('HUB_GATED', { name, host });
  if (status === 429) {
    return new LorekeepError('HUB_BUSY', { host, seconds: waitSeconds(answer) });
  }
  const unknown = ['RepoNotFound', 'RevisionNotFound', 'EntryNotFound'].includes(code);
  if (status === 404 || status === 410 || unknown) {
    return new LorekeepError('HUB_NOT_FOUND', { name, host });
  }
  if (status === 401 && withToken) return new LorekeepError('HUB_TOKEN_REFUSED', { host });
  if (status === 401) return new LorekeepError('HUB_NOT_FOUND', { name, host });
  if (status === 403) return new LorekeepError('HUB_GATED', { name, host });
  return new LorekeepError('HUB_REFUSED', { host, name, status });
}

/** `Retry-After` in seconds or as a date, or the rest of the period in `RateLimit` (`t=`). */
function waitSeconds(answer: HubAnswer): number {
  const after = answer.header('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(after)) return Number(after);
  const date = Date.parse(after);
  if (Number.isFinite(date)) return Math.max(1, Math.ceil((date - Date.now()) / 1000));
  const period = /\bt=(\d{1,6})\b/.exec(answer.header('ratelimit') ?? '')?.[1];
  return period === undefined ? usualWait : Number(period);
}

/** What the gate says, told as being about the hub. */
export function hubFailure(error: unknown, host: string): unknown {
  if (!(error instanceof LorekeepError)) return error;
  const { code, params } = error;
  const other = String(params['host'] ?? host);
  if (code === 'PAGE_UNREACHABLE') {
    const reason = String(params['reason'] ?? '');
    return new LorekeepError('HUB_UNREACHABLE', { host: other, reason }, error);
  }
  if (code === 'PAGE_TOO_LARGE') return new LorekeepError('HUB_ANSWER_UNCLEAR', { host }, error);
  if (code === 'PAGE_PRIVATE' || code === 'NETWORK_CLOSED') {
    return new LorekeepError('HUB_OTHER_HOST', { host, other }, error);
  }
  return error;
}
