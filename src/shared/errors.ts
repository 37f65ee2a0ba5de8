// The one list of error codes. Each has its sentence in texts/en.ts, typed as a Record over
// this list: a code without a sentence does not compile.

export const errorCodes = [
  // folders
  'FOLDER_NOT_FOUND',
  'FOLDER_IS_FILE',
  'FOLDER_UNREADABLE',
  'FOLDER_INSIDE_FOLDER',
  'FOLDER_HOLDS_FOLDER',
  'FOLDER_VERY_LARGE',
  'FOLDER_IS_DATA',
  'FOLDER_UNKNOWN',
  'FOLDER_OFFLINE',
  // collections
  'COLLECTION_UNKNOWN',
  'COLLECTION_NAME_TAKEN',
  'COLLECTION_IS_DEFAULT',
  // documents
  'DOCUMENT_UNKNOWN',
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
  'FILE_DAMAGED',
  'FILE_LOCKED',
  'FILE_UNSUPPORTED',
  'FILE_NO_TEXT',
  'FILE_PARTLY_TEXT',
  'FILE_TEXT_CUT',
  'FILE_ROWS_CUT',
  'FILE_PARTS_MISSING',
  'FILE_MEMBERS_LEFT_OUT',
  'FILE_IGNORED',
  'FILE_NAME_UNREADABLE',
  'FILE_PARTLY_LETTERS',
  'FILE_IN_CLOUD',
  'DIRECTORY_UNREADABLE',
  'PARSER_TIME_LIMIT',
  'PARSER_MEMORY_LIMIT',
  'PARSER_CRASHED',
  // web pages and connectors
  'SOURCE_UNKNOWN',
  'SOURCE_ADDRESS_INVALID',
  'SOURCE_EMPTY',
  'SOURCE_LIST_UNREAD',
  'SOURCE_SHRUNK',
  'PAGE_GONE',
  'PAGE_REFUSED',
  'PAGE_BUSY',
  'PAGE_UNREACHABLE',
  'PAGE_ROBOTS',
  'PAGE_REDIRECTS',
  'PAGE_OTHER_HOST',
  'PAGE_PRIVATE',
  'PAGE_TOO_LARGE',
  'PAGE_NO_DOCUMENT',
  'CONNECTOR_MISSING',
  'CONNECTOR_INVALID',
  'CONNECTOR_NOT_STARTED',
  'CONNECTOR_FAILED',
  'CONNECTOR_TIME_LIMIT',
  'CONNECTOR_TOO_MUCH',
  'CONNECTOR_LINES',
  // search and answers
  'QUERY_EMPTY',
  'QUERY_TOO_LONG',
  'QUERY_ONLY_EXCLUDES',
  'QUERY_DATE_UNCLEAR',
  'QUERY_DATES_CONTRADICT',
  'QUERY_TYPE_UNKNOWN',
  'QUERY_SORT_UNKNOWN',
  'QUERY_COLLECTION_UNKNOWN',
  'QUERY_COLLECTION_UNCLEAR',
  'QUERY_NOT_NEGATED',
  'QUESTIONS_INVALID',
  'CONVERSATION_UNKNOWN',
  'CONVERSATION_EMPTY',
  'ASSISTANT_UNKNOWN',
  'ASSISTANT_NAME_TAKEN',
  'ASSISTANT_INVALID',
  'SCHEMA_UNSUPPORTED',
  'ANSWER_CUT',
  'ANSWER_FORM',
  // models
  'MODEL_UNKNOWN',
  'MODEL_ROLE',
  'MODEL_MISSING',
  'MODEL_NOT_REMOVED',
  'MODEL_NO_ROOM',
  'MODEL_NOT_GGUF',
  'MODEL_DAMAGED',
  'MODEL_UNSUPPORTED',
  'MODEL_NOT_LOADED',
  'MODEL_CRASHES',
  'MODEL_NEEDED',
  'BACKEND_MISSING',
  'INFERENCE_CRASHED',
  'PROMPT_TOO_LONG',
  'EMBEDDER_UNAVAILABLE',
  'EMBEDDER_CHANGED',
  'RERANKER_UNAVAILABLE',
  // adapters
  'ADAPTER_ALONE',
  'ADAPTER_BASE_UNCLEAR',
  'ADAPTER_UNREADABLE',
  'ADAPTER_NOT_CONVERTIBLE',
  'ADAPTER_MISMATCH',
  'ADAPTER_NOT_LOADED',
  // models on Hugging Face
  'HUB_REFERENCE_INVALID',
  'HUB_MIRROR_INVALID',
  'HUB_UNREACHABLE',
  'HUB_NOT_FOUND',
  'HUB_GATED',
  'HUB_TOKEN_REFUSED',
  'HUB_TOKEN_UNKEPT',
  'HUB_REFUSED',
  'HUB_BUSY',
  'HUB_OTHER_HOST',
  'HUB_ANSWER_UNCLEAR',
  'HUB_NO_MODEL',
  'HUB_NO_SUCH_FILE',
  'HUB_SEVERAL_FILES',
  'HUB_PARTS_MISSING',
  'DOWNLOAD_MISMATCH',
  'DOWNLOAD_NOT_GGUF',
  'DOWNLOAD_DISK_FULL',
  'DOWNLOAD_IN_THE_WAY',
  // models on a server of the person's
  'SERVER_UNKNOWN',
  'SERVER_ADDRESS_INVALID',
  'SERVER_NAME_TAKEN',
  'SERVER_NOT_AGREED',
  'SERVER_UNREACHABLE',
  'SERVER_REFUSED',
  'SERVER_BUSY',
  'SERVER_KEY',
  'SERVER_KEY_MISSING',
  'SERVER_ANSWER',
  'SERVER_NO_ADAPTERS',
  // storage
  'OCR_LANGUAGE_MISSING',
  'FILE_NO_LETTERS',
  'DISK_FULL',
  'DATA_FOLDER_UNUSABLE',
  'DATA_NEWER',
  'INDEX_DAMAGED',
  'LIBRARY_DAMAGED',
  // the app itself
  'ENGINE_UNREACHABLE',
  'ENGINE_STOPPED',
  'PROTOCOL_MISMATCH',
  'REQUEST_INVALID',
  'SETTING_INVALID',
  'TASK_UNKNOWN',
  'NETWORK_CLOSED',
  'NETWORK_UNENCRYPTED',
  'PORT_IN_USE',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Values named in an error's sentence, as `{name}`. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * An expected failure: a code from the list, the values its sentence names, and the cause
 * for the log. Anything else that is thrown is a bug and reaches people as `INTERNAL`.
 */
export class LorekeepError extends Error {
  override readonly name = 'LorekeepError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.params = params;
  }
}

/** What crosses threads, processes and transports in place of an error. */
export interface FlatError {
  code: ErrorCode;
  params: ErrorParams;
  /** For the log only, never shown: the original message and stack. */
  detail?: string;
}

const known: ReadonlySet<string> = new Set(errorCodes);

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && known.has(value);
}

/** True for the abort of a signal and for our own CANCELLED: cancellation is not an error. */
export function isCancellation(error: unknown): boolean {
  if (error instanceof LorekeepError) return error.code === 'CANCELLED';
  return error instanceof Error && error.name === 'AbortError';
}

/** The system's or Node's code of an error, as ENOENT; '' if it has none. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error) || error instanceof LorekeepError) return '';
  return 'code' in error ? String(error.code) : '';
}

/** No room on the disk, or none left for this person. */
export function isDiskFull(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

export function flattenError(error: unknown): FlatError {
  if (isCancellation(error)) return { code: 'CANCELLED', params: {} };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!(error instanceof LorekeepError)) return { code: 'INTERNAL', params: {}, detail };
  const cause = error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : '';
  return { code: error.code, params: error.params, detail: cause || detail };
}

export function unflattenError(flat: FlatError): LorekeepError {
  const error = new LorekeepError(flat.code, flat.params);
  if (flat.detail) error.cause = new Error(flat.detail);
  return error;
}
