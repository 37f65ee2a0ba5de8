// The port to whatever writes text: a model of llama.cpp on this machine, or a server that the
// person chose. Answers are made of it; what they rest on is checked elsewhere.

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** An adapter and how strongly it counts: 0 leaves the base as it is, 1 is as it was trained. */
export interface AdapterUse {
  name: string;
  path: string;
  scale: number;
}

export interface GenerateRequest {
  messages: readonly ChatMessage[];
  adapters: readonly AdapterUse[];
  /** Most tokens that are written. */
  maxTokens: number;
  /** 0: always the likeliest token, the same each time. */
  temperature: number;
  seed: number;
  /** A JSON schema that the answer must keep to. */
  schema?: object;
}

/** Why a text ended: by itself, at the limit of tokens, or because it was told to. */
export type EndReason = 'end' | 'limit' | 'stopped';

export interface Generated {
  reason: EndReason;
  /** Tokens of the prompt, how many of them were still known, and those written. */
  promptTokens: number;
  reusedTokens: number;
  writtenTokens: number;
  /** From the request to the first text, and to the end; milliseconds. */
  firstTextMs: number;
  tookMs: number;
}

export interface Generator {
  /** What people know the model as. */
  readonly name: string;
  /** Most tokens of prompt and answer together. Loads the model if it is not. */
  contextSize(signal: AbortSignal): Promise<number>;
  /** How many tokens a conversation has as the model reads it. */
  countTokens(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number>;
  /**
   * Yields the text as it is written.
   *
   * @throws LorekeepError MODEL_NOT_LOADED, MODEL_CRASHES, ADAPTER_NOT_LOADED, PROMPT_TOO_LONG,
   *   INFERENCE_CRASHED (what was written until then was yielded); the signal's reason
   */
  write(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<string, Generated>;
}
