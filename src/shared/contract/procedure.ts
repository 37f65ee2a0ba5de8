// The one place where the contract touches the RPC library: how a procedure is declared, and
// what its handlers and its client look like in plain types.
import {
  type AnyContractProcedure,
  type InferSchemaInput,
  type InferSchemaOutput,
  eventIterator,
  oc,
} from '@orpc/contract';
import type { z } from 'zod';

/** A procedure that answers once. Both values are validated at run time on the engine's side. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return oc.input(input).output(output);
}

/** A procedure that answers with a stream of events; leaving the loop cancels it. */
export function stream<I extends z.ZodType, E extends z.ZodType>(input: I, event: E) {
  return oc.input(input).output(eventIterator(event));
}

/** What every handler gets beside its input. */
export interface CallContext {
  /** Aborted when the caller cancels, leaves the stream or disconnects. */
  signal: AbortSignal;
}

type FeatureContract = Record<string, AnyContractProcedure>;

/** What a handler gets: the input parsed, defaults filled in. */
type ParsedInput<P extends AnyContractProcedure> = InferSchemaOutput<
  NonNullable<P['~orpc']['inputSchema']>
>;
/** What a caller gives: defaults may be left out. */
type GivenInput<P extends AnyContractProcedure> = InferSchemaInput<
  NonNullable<P['~orpc']['inputSchema']>
>;
type Output<P extends AnyContractProcedure> = InferSchemaOutput<
  NonNullable<P['~orpc']['outputSchema']>
>;

/** The plain functions with which an engine feature implements its part of the contract. */
export type Handlers<F extends FeatureContract> = {
  [K in keyof F]: (
    input: ParsedInput<F[K]>,
    context: CallContext,
  ) => Output<F[K]> extends AsyncIteratorObject<infer E>
    ? AsyncIterable<E>
    : Promise<Output<F[K]>> | Output<F[K]>;
};

/** The typed client of a feature: one function a procedure. */
export type FeatureClient<F extends FeatureContract> = {
  [K in keyof F]: (
    ...args: GivenInput<F[K]> extends void
      ? [input?: undefined, options?: CallOptions]
      : [input: GivenInput<F[K]>, options?: CallOptions]
  ) => Promise<Output<F[K]>>;
};

export interface CallOptions {
  signal?: AbortSignal;
}
