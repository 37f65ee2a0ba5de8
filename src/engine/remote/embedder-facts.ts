// What has to be known of a server's embedding model before it is used, found out with a few
// sentences of ours. Their vectors are kept as the model's mark: a server may serve another model
// under the same name one day, and vectors of the two must not meet.
import { z } from 'zod';
import { quantise } from '../vectors/quantise.ts';
import { type EmbeddingRequest, embedTexts } from './embedding-request.ts';

const facts = z.object({
  dimensions: z.number().int().min(1),
  /** The cosine that it gives to texts that have nothing to do with each other. */
  unrelated: z.number().min(0).max(0.95),
  /** The vector of the first sentence. */
  mark: z.array(z.number().int().min(-127).max(127)),
});
export type EmbedderFacts = z.infer<typeof facts>;

/** Sentences that have nothing in common but their form. */
const sentences: readonly string[] = [
  'The invoice is due within thirty days.',
  'Penguins hatch their eggs on the ice.',
  'Restart the router if the light stays red.',
  'Her violin concerto was first performed in Vienna.',
  'Mix the flour with two eggs and some milk.',
  'The court dismissed the appeal on Tuesday.',
  'Granite forms when magma cools slowly.',
  'He missed the last train to the airport.',
];

/** Two runs of one model differ a little by machine; two models of the same size differ in all. */
const sameFrom = 0.97;

export function keptFacts(kept: unknown): EmbedderFacts | null {
  const parsed = facts.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

/** @param before what is known of a model of this name: it stays as it is if it is that one */
export async function learnFacts(
  request: EmbeddingRequest,
  before: EmbedderFacts | null,
): Promise<EmbedderFacts> {
  const vectors = await embedTexts(request, sentences);
  const mark = [...quantise(vectors[0]!)];
  if (before && isSame(before.mark, mark)) return before;
  const unrelated = Math.min(0.95, Math.max(0, meanCosine(vectors)));
  return { dimensions: mark.length, unrelated, mark };
}

/** Whether a server's model is the one of which this is known. */
export async function isStillSame(
  request: EmbeddingRequest,
  { mark }: EmbedderFacts,
): Promise<boolean> {
  const [vector] = await embedTexts(request, sentences.slice(0, 1));
  return isSame(mark, [...vector!]);
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && cosine(a, b) >= sameFrom;
}

function meanCosine(vectors: readonly Float32Array[]): number {
  const cosines = vectors.flatMap((a, i) =>
    vectors.slice(i + 1).map((b) => cosine([...a], [...b])),
  );
  return cosines.reduce((sum, one) => sum + one, 0) / cosines.length;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b) || 1);
}
