// Text that is made up but distributed like language, for what costs by how common words are:
// ranks follow Zipf and Mandelbrot (fitted to a handbook of 240,000 words), words are inflected,
// a document keeps to its topic and repeats itself, and some words stand nowhere else.
import { seeded } from '../test/support/random.ts';

/** One chunk of a document and what stands above it. */
export interface NaturalChunk {
  headings: string[];
  text: string;
}

export interface NaturalDocument {
  title: string;
  chunks: NaturalChunk[];
}

export interface NaturalText {
  /** The next document, of about 15 chunks of about 120 words. */
  document(): NaturalDocument;
  /** A query of words as a person has them in mind who looks for something of one topic. */
  query(words: number): string;
  /** A query of the commonest words that say anything. */
  commonQuery(words: number): string;
  /** The same text with a slip of the hand in its longest word. */
  mistyped(text: string): string;
}

const vocabulary = 300_000;
const topics = 2000;
const topicWords = 250;
const wordsPerChunk = 120;
const chunksPerDocument = 15;
/** Parts of the running words that are from the topic, said just before, and found nowhere else. */
const fromTopic = 0.14;
const saidBefore = 0.28;
const unheardOf = 0.002;
/** How many of a document's last words may be said again. */
const remembered = 25;
/** Words without meaning are commoner in running text than their rank alone says. */
const functionShare = 1.9;

const functionWords = `the of and to in a is that for it as was with be by on not he this are or his
  from at which but have an had they you were their one all we can her has there been if more when
  will would who so no she other its may these what them than some him time into only could such
  about out two up first any then do over my now made also after did many must before me well`
  .split(/\s+/)
  .filter((word) => word !== '');

const onsets = 'b c d f g h l m n p r s t v w j k z st tr'.split(' ');
const nuclei = 'a e i o u ea y'.split(' ');
const syllables = onsets.flatMap((onset) => nuclei.map((nucleus) => onset + nucleus));
const codas = ['', '', '', 'n', '', 'r', '', 's'];
const endings = ['', '', '', '', '', '', '', 's', 's', 'ed', 'ing', 'er'];

/** The word of a rank: common ones are short; neighbours in rank look nothing alike. */
function wordOf(rank: number): string {
  if (rank < functionWords.length) return functionWords[rank]!;
  const count = rank < 3000 ? 2 : rank < 250_000 ? 3 : 4;
  const size = syllables.length ** count;
  // A factor without common divisors with the size only changes the order.
  let left = (rank * 7_368_787 + 13) % size;
  let word = '';
  for (let i = 0; i < count; i++) {
    word += syllables[left % syllables.length]!;
    left = Math.floor(left / syllables.length);
  }
  return word + codas[rank % codas.length]!;
}

function weightOf(rank: number): number {
  const weight = (1 / (rank + 3.7)) * Math.min(1, 4000 / (rank + 1)) ** 0.8;
  return rank < functionWords.length ? weight * functionShare : weight;
}

/** Draws from a distribution in constant time (alias method, Walker and Vose). */
function aliasSampler(weights: Float64Array, random: () => number): () => number {
  const n = weights.length;
  const sum = weights.reduce((a, b) => a + b, 0);
  const share = weights.map((weight) => (weight * n) / sum);
  const alias = new Uint32Array(n);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < n; i++) (share[i]! < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const less = small.pop()!;
    const more = large[large.length - 1]!;
    alias[less] = more;
    share[more]! -= 1 - share[less]!;
    if (share[more]! < 1) small.push(large.pop()!);
  }
  for (const i of [...small, ...large]) share[i] = 1;
  return () => {
    const i = Math.floor(random() * n);
    return random() < share[i]! ? i : alias[i]!;
  };
}

/** @param seed the same text for the same seed */
export function naturalText(seed: number): NaturalText {
  const { int } = seeded(seed);
  const chance = () => int(0x1000000) / 0x1000000;
  const words = Array.from({ length: vocabulary }, (_, rank) => wordOf(rank));
  const rankOf = aliasSampler(
    Float64Array.from(words, (_, rank) => weightOf(rank)),
    chance,
  );
  const topicRanks = Array.from({ length: topics }, () =>
    // Neither the commonest words nor the rarest make a topic.
    Uint32Array.from({ length: topicWords }, () => Math.floor(200 * 300 ** chance())),
  );
  /** Within a topic some words are much commoner than others. */
  const ofTopic = (topic: number) => topicRanks[topic]![Math.floor(topicWords * chance() ** 2.5)]!;

  function inflected(rank: number): string {
    const word = words[rank]!;
    return rank < functionWords.length ? word : word + endings[int(endings.length)]!;
  }

  function drawn(topic: number, said: number[]): string {
    const kind = chance();
    if (kind < unheardOf) return `${wordOf(250_000 + int(50_000))}${int(100_000).toString(36)}`;
    let rank: number;
    if (kind < fromTopic) rank = ofTopic(topic);
    else if (kind < fromTopic + saidBefore && said.length > 0) rank = said[int(said.length)]!;
    else rank = rankOf();
    if (rank >= functionWords.length) {
      said.push(rank);
      if (said.length > remembered) said.shift();
    }
    return inflected(rank);
  }

  function passage(topic: number, said: number[]): string {
    const length = Math.round(wordsPerChunk * (0.5 + chance()));
    const sentences: string[] = [];
    for (let left = length; left > 0;) {
      const size = Math.min(left, 6 + int(18));
      const sentence = Array.from({ length: size }, () => drawn(topic, said)).join(' ');
      sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
      left -= size;
    }
    return `${sentences.join(' ')}\n\n`;
  }

  const phraseOf = (topic: number, count: number) =>
    Array.from({ length: count }, () => words[ofTopic(topic)]!).join(' ');

  return {
    document() {
      const topic = int(topics);
      const said: number[] = [];
      const title = phraseOf(topic, 2 + int(3));
      let section = phraseOf(topic, 2);
      const count = Math.max(1, Math.round(chunksPerDocument * (0.4 + 1.2 * chance())));
      const chunks = Array.from({ length: count }, (_, i) => {
        if (i % 4 === 3) section = phraseOf(topic, 1 + int(3));
        return { headings: [title, section], text: passage(topic, said) };
      });
      return { title, chunks };
    },
    query(count) {
      const topic = int(topics);
      const drawOne = () => inflected(chance() < 0.4 ? ofTopic(topic) : rankOf());
      return Array.from({ length: count }, drawOne).join(' ');
    },
    mistyped(text) {
      const parts = text.split(' ');
      const longest = parts.reduce((a, b) => (b.length > a.length ? b : a));
      const at = 1 + int(Math.max(1, longest.length - 2));
      const swapped = longest.slice(0, at) + longest.slice(at + 1);
      return parts.map((part) => (part === longest ? swapped : part)).join(' ');
    },
    commonQuery(count) {
      const common = () => words[functionWords.length + Math.floor(60 * chance())]!;
      return Array.from({ length: count }, common).join(' ');
    },
  };
}
