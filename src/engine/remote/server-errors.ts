// What went wrong with a server, as it is told to the person who added it.
import { LorekeepError } from '../../shared/errors.ts';

export interface AskedServer {
  name: string;
  host: string;
}

/** What a server says of a refusal: shown, and looked at to see whether another way may work. */
export interface Refusal {
  status: number;
  header(name: string): string | null;
  /** Its own words, one line of text. */
  said: string;
  /** Tokens that were sent and that the model sees at once, if that is what it is about. */
  tokens: { sent: number; limit: number } | null;
}

/** Most characters that are shown of what a server says. */
const longestSaid = 200;
const usualWait = 30;

/** An error of ours for a status that is none of success. */
export function refused({ name }: AskedServer, refusal: Refusal): LorekeepError {
  const { status, said, tokens } = refusal;
  if (tokens) {
    return new LorekeepError('PROMPT_TOO_LONG', { tokens: tokens.sent, limit: tokens.limit });
  }
  if (status === 401 || status === 403) return new LorekeepError('SERVER_KEY', { name, status });
  if (status === 429 || status === 503) {
    return new LorekeepError('SERVER_BUSY', { name, status, seconds: waitSeconds(refusal) });
  }
  return new LorekeepError('SERVER_REFUSED', { name, status, reason: said || 'no reason given' });
}

/** What the gate says, told as being about the server. */
export function serverFailure(error: unknown, { name, host }: AskedServer): unknown {
  if (!(error instanceof LorekeepError)) return error;
  const reason = String(error.params['reason'] ?? '');
  if (error.code === 'PAGE_UNREACHABLE') {
    return new LorekeepError('SERVER_UNREACHABLE', { name, host, reason }, error);
  }
  return error.code === 'PAGE_TOO_LARGE' ? unclear(name, 'what it sends is too long') : error;
}

/** The answer is none that can be understood. Its text is no cause: causes are logged. */
export function unclear(name: string, reason: string): LorekeepError {
  return new LorekeepError('SERVER_ANSWER', { name, reason });
}

/**
 * The failure that an answer tells of, or null. Servers write `{"error": {"message"}}`,
 * `{"error": "…"}`, `{"detail": …}` or `{"message"}`.
 */
export function saidIn(value: unknown): Omit<Refusal, 'status' | 'header'> | null {
  const top = fieldsOf(value);
  const error = top['error'] ?? top['detail'] ?? (top['object'] === 'error' ? value : undefined);
  if (error === undefined || error === null || error === false) return null;
  const fields = fieldsOf(error);
  const text = typeof error === 'string' ? error : (fields['message'] ?? top['message']);
  const said = oneLine(typeof text === 'string' ? text : JSON.stringify(error));
  const sent = fields['n_prompt_tokens'];
  const limit = fields['n_ctx'];
  const counted = typeof sent === 'number' && typeof limit === 'number';
  return {
    said,
    tokens: counted ? { sent, limit } : null,
  };
}

export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > longestSaid ? `${line.slice(0, longestSaid)}…` : line;
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `Retry-After` in seconds or as a date. */
function waitSeconds({ header }: Refusal): number {
  const after = header('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(after)) return Number(after);
  const date = Date.parse(after);
  return Number.isFinite(date) ? Math.max(1, Math.ceil((date - Date.now()) / 1000)) : usualWait;
}
