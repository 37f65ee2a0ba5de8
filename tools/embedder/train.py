"""Trains the built-in embedder's table of word vectors.

    python3 tools/embedder/train.py --data DIR --out FILE [--steps N] [--seed N]

Reads what prepare.ts and choose-words.ts wrote into DIR. Needs numpy and scipy.

A text's vector is the sum of its words' vectors, scaled to length one. Pairs of texts that belong
together are drawn from the structure of documents: a heading and what stands under it, a sentence
and the rest of its paragraph, neighbouring passages, translations of one section. Of a batch of
pairs, each text has to find its partner among all the others (InfoNCE, van den Oord et al. 2018,
both ways). Batches are of one language and come in runs of neighbouring documents, so that telling
apart what is alike is what is learned. Half of the words that both sides share are left out, so
that meaning counts beside spelling; the keyword side of search sees spelling anyway.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import scipy.sparse as sparse


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--until", type=int, help="step to end at, before the rate is low")
    parser.add_argument("--table", type=Path, help="table to go on from; nothing: a random one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--run", type=int, default=2, help="pairs from neighbouring documents")
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--boost", type=json.loads, default={"en": 3.0})
    parser.add_argument("--flatten", type=float, default=0.5, help="0: languages alike, 1: by size")
    parser.add_argument("--translations", type=float, default=0.12, help="share of such batches")
    parser.add_argument("--lexicon", type=float, default=0.12, help="share of such batches")
    parser.add_argument("--headings", type=float, default=0.35, help="share of such pairs")
    parser.add_argument("--neighbours", type=float, default=0.15, help="share of such pairs")
    parser.add_argument("--drop", type=float, default=0.5, help="share of shared words left out")
    return parser.parse_args()


class Corpus:
    """Documents as runs of word numbers; see prepare.ts for the files."""

    def __init__(self, folder):
        def load(name, kind):
            return np.fromfile(folder / name, dtype=kind)

        known = load("known.i32", np.int32)
        self.words = known[load("tokens.u32", np.uint32)]
        self.sentences = load("sentences.u32", np.uint32).astype(np.int64)
        self.sections = load("sections.u32", np.uint32).astype(np.int64)
        self.documents = load("documents.u32", np.uint32).astype(np.int64)
        language = load("language.u32", np.uint32)
        self.languages = json.loads((folder / "corpus.json").read_text())["languages"]
        self.of_language = [np.nonzero(language == i)[0] for i in range(len(self.languages))]
        self.sizes = [
            int(sum(self.length(document) for document in of)) for of in self.of_language
        ]
        texts = {}
        for document, text in enumerate(load("aligned.u32", np.uint32)):
            if text:
                texts.setdefault(int(text), {})[int(language[document])] = document
        self.pairs = load("pairs.u32", np.uint32).astype(np.int64)
        counts = [file["count"] for file in json.loads((folder / "corpus.json").read_text())["pairs"]]
        self.lexica = np.split(self.pairs, np.cumsum(counts)[:-1]) if counts else []
        self.translated = [list(of.values()) for of in texts.values() if len(of) > 1]

    def length(self, document):
        first, last = self.documents[document], self.documents[document + 1]
        return self.sentences[self.sections[last]] - self.sentences[self.sections[first]]

    def between(self, first, last):
        """Known words of the sentences from first to before last."""
        words = self.words[self.sentences[first] : self.sentences[last]]
        return words[words >= 0]

    def headings(self, section):
        return self.between(self.sections[section], self.sections[section] + 1)


class Sampler:
    def __init__(self, corpus, options, random):
        self.corpus, self.options, self.random = corpus, options, random
        self.marks = np.zeros(corpus.words.max() + 1, dtype=bool)
        weights = [
            size**options.flatten * options.boost.get(name, 1.0)
            for name, size in zip(corpus.languages, corpus.sizes)
        ]
        self.weights = np.array(weights) / sum(weights)

    def batch(self):
        kind = self.random.random()
        if self.corpus.translated and kind < self.options.translations:
            return self.translations()
        if self.corpus.lexica and kind > 1 - self.options.lexicon:
            return self.lexicon()
        return self.passages()

    def passages(self):
        """Pairs of one language, in runs from neighbouring documents."""
        size, run = self.options.batch, self.options.run
        documents = self.corpus.of_language[self.random.choice(len(self.weights), p=self.weights)]
        pairs = []
        while len(pairs) < size:
            start = self.random.integers(len(documents))
            found = 0
            for attempt in range(3 * run):
                # At most three of a document: two passages of one place are no wrong answers.
                pair = self.pair(documents[(start + attempt // 3) % len(documents)])
                if pair:
                    pairs.append(pair)
                    found += 1
                if found == run:
                    break
        return pairs[:size]

    def pair(self, document):
        corpus, random = self.corpus, self.random
        section = random.integers(corpus.documents[document], corpus.documents[document + 1])
        first, last = self.window(section)
        kind = random.random()
        if kind < self.options.headings:
            query, passage = corpus.headings(section)[-12:], corpus.between(first, last)
        elif kind < 1 - self.options.neighbours:
            query, passage = self.sentence(section, first, last)
        else:
            query, passage = corpus.between(first, last), self.next_passage(document, section, last)
        if len(query) < 1 or len(passage) < 5:
            return None
        if random.random() < 0.8:
            query = self.without_shared(query, passage)
        return query, self.cropped(passage[:220])

    def window(self, section):
        """A passage of the section: 50 to 180 words, headings not counted."""
        corpus, random = self.corpus, self.random
        first, last = corpus.sections[section] + 1, corpus.sections[section + 1]
        start = first if last - first <= 3 or random.random() < 0.3 else random.integers(first, last)
        wanted = corpus.sentences[start] + random.integers(50, 180)
        end = np.searchsorted(corpus.sentences, wanted)
        return start, max(start + 1, min(end, last))

    def sentence(self, section, first, last):
        """A sentence, or a part of it, and the passage around it without it."""
        corpus, random = self.corpus, self.random
        chosen = random.integers(first, last)
        query = corpus.between(chosen, chosen + 1)
        rest = [corpus.between(first, chosen), corpus.between(chosen + 1, last)]
        if random.random() < 0.5:
            rest.insert(0, corpus.headings(section))
        if len(query) > 6 and random.random() < 0.3:
            length = random.integers(3, len(query))
            start = random.integers(0, len(query) - length + 1)
            query = query[start : start + length]
        return query, np.concatenate(rest)

    def next_passage(self, document, section, last):
        corpus = self.corpus
        if last < corpus.sections[section + 1]:
            return corpus.between(last, min(last + 6, corpus.sections[section + 1]))
        if section + 1 < corpus.documents[document + 1]:
            start = corpus.sections[section + 1]
            return corpus.between(start, min(start + 6, corpus.sections[section + 2]))
        return corpus.words[:0]

    def without_shared(self, query, passage):
        self.marks[passage] = True
        shared = self.marks[query]
        self.marks[passage] = False
        kept = query[~shared | (self.random.random(len(query)) > self.options.drop)]
        return kept if len(kept) else query

    def cropped(self, passage):
        if len(passage) <= 30 or self.random.random() < 0.5:
            return passage
        length = self.random.integers(20, len(passage))
        start = self.random.integers(0, len(passage) - length + 1)
        return passage[start : start + length]

    def translations(self):
        """Pairs of a section in one language and the same in another."""
        corpus, random = self.corpus, self.random
        pairs = []
        while len(pairs) < self.options.batch:
            documents = corpus.translated[random.integers(len(corpus.translated))]
            one, other = random.choice(len(documents), 2, replace=False)
            one, other = documents[one], documents[other]
            starts = corpus.documents[one], corpus.documents[other]
            sections = [corpus.documents[d + 1] - corpus.documents[d] for d in (one, other)]
            # Sections that were merged or split do not pair up; the first always does.
            at = random.integers(sections[0]) if sections[0] == sections[1] else 0
            query = self.opening(starts[0] + at, random.random() < 0.3)
            passage = self.opening(starts[1] + at, False)
            if len(query) and len(passage) >= 4:
                pairs.append((query[:150], passage[:200]))
        return pairs

    def lexicon(self):
        """Pairs of one file, larger files oftener."""
        sizes = np.sqrt([len(pairs) for pairs in self.corpus.lexica])
        file = self.corpus.lexica[self.random.choice(len(sizes), p=sizes / sizes.sum())]
        pairs = []
        while len(pairs) < self.options.batch:
            start = file[self.random.integers(len(file))]
            one, other = (self.corpus.between(at, at + 1) for at in (start, start + 1))
            if len(one) and len(other):
                pairs.append((one, other))
        return pairs

    def opening(self, section, headings_only):
        first, last = self.corpus.sections[section], self.corpus.sections[section + 1]
        return self.corpus.between(first, first + 1 if headings_only else min(first + 6, last))


class Model:
    """The table, and gradient descent on the rows that a batch touches.

    Each row has a step of its own, by the running mean of its squared slopes (RMSProp with one
    number a row): a tenth of the time of Adam, which is bound by memory here.
    """

    def __init__(self, folder, options, random):
        sizes = json.loads((folder / "vocabulary.json").read_text())
        self.known, self.rows = sizes["known"], sizes["words"] + sizes["buckets"]
        start = np.fromfile(folder / "parts-start.i32", dtype=np.int32)
        row = np.fromfile(folder / "parts-row.i32", dtype=np.int32)
        weight = np.fromfile(folder / "parts-weight.f32", dtype=np.float32)
        self.parts = sparse.csr_matrix((weight, row, start), shape=(self.known, self.rows))
        lengths = np.fromfile(folder / "weight.f32", dtype=np.float32)
        shape = (self.rows, options.dimensions)
        lengths /= np.float32(np.sqrt(options.dimensions))
        self.table = random.standard_normal(shape, dtype=np.float32) * lengths[:, None]
        if options.table:
            self.table = np.fromfile(options.table, dtype=np.float32).reshape(shape)
        self.square = np.zeros(self.rows, dtype=np.float32)
        self.temperature = options.temperature

    def step(self, rate, pairs):
        queries, passages = (self.bags(side) for side in zip(*pairs))
        words = np.unique(np.concatenate([queries.indices, passages.indices]))
        parts = self.parts[words]
        rows = np.unique(parts.indices)
        queries, passages = narrowed(queries, words), narrowed(passages, words)
        parts = narrowed(parts, rows)
        vectors = parts @ self.table[rows]
        a, a_length = normalised(queries @ vectors)
        b, b_length = normalised(passages @ vectors)
        loss, accuracy, slope = contrast(a, b, self.temperature)
        slope_a = through_norm(slope @ b, a, a_length)
        slope_b = through_norm(slope.T @ a, b, b_length)
        gradient = flipped(parts) @ (flipped(queries) @ slope_a + flipped(passages) @ slope_b)
        self.descend(rate, rows, gradient)
        return loss, accuracy

    def bags(self, texts):
        """Texts × known words; a word said often counts 1 + ln of how often."""
        lengths = [len(text) for text in texts]
        where = (np.repeat(np.arange(len(texts)), lengths), np.concatenate(texts))
        ones = np.ones(sum(lengths), dtype=np.float32)
        bags = sparse.csr_matrix((ones, where), shape=(len(texts), self.known))
        bags.sum_duplicates()
        bags.data = 1 + np.log(bags.data)
        assert bags.dtype == self.table.dtype == np.float32
        return bags

    def descend(self, rate, rows, gradient, keep=0.99):
        for start in range(0, len(rows), 2048):
            some, slope = rows[start : start + 2048], gradient[start : start + 2048]
            square = np.einsum("rd,rd->r", slope, slope) / slope.shape[1]
            assert slope.dtype == np.float32
            # A row that is met for the first time starts with what it meets.
            before = self.square[some]
            square = np.where(before == 0, square, keep * before + (1 - keep) * square)
            self.square[some] = square
            slope *= -(rate / (np.sqrt(square) + 1e-9)).astype(np.float32)[:, None]
            self.table[some] += slope


def narrowed(matrix, columns):
    """The matrix with only these columns, in their order."""
    place = np.empty(matrix.shape[1], dtype=np.int32)
    place[columns] = np.arange(len(columns))
    shape = (matrix.shape[0], len(columns))
    return sparse.csr_matrix((matrix.data, place[matrix.indices], matrix.indptr), shape=shape)


def flipped(matrix):
    """The transpose, in rows: its product with a dense matrix then runs in the order of memory."""
    return matrix.T.tocsr()


def normalised(vectors):
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return vectors / lengths, lengths


def through_norm(slope, unit, lengths):
    return (slope - unit * (unit * slope).sum(1, keepdims=True)) / lengths


def contrast(a, b, temperature):
    """Loss both ways, the share of right first guesses, and the slope by the similarities."""
    count = len(a)
    right = np.arange(count)
    similar = np.exp((a @ b.T - 1) / temperature)
    rows, columns = similar.sum(1), similar.sum(0)
    of_right = similar[right, right]
    loss = -np.log(of_right / rows * of_right / columns + 1e-20).mean() / 2
    accuracy = (of_right >= similar.max(1)).mean()
    slope = similar * (1 / rows)[:, None]
    similar *= 1 / columns
    slope += similar
    slope *= np.float32(1 / (2 * count * temperature))
    slope[right, right] -= 1 / (count * temperature)
    return loss, accuracy, slope


def main():
    options = arguments()
    random = np.random.default_rng(options.seed)
    corpus = Corpus(options.data)
    sampler = Sampler(corpus, options, random)
    model = Model(options.data, options, random)
    shares = dict(zip(corpus.languages, sampler.weights.round(3).tolist()))
    print(f"{len(corpus.words)} words, {len(corpus.translated)} translated texts, {shares}")
    started, losses, accuracies = time.time(), [], []
    last = options.until or options.steps
    for number in range(1, last + 1):
        rate = options.rate * min(1, number / 100) * (1 - 0.95 * number / options.steps)
        loss, accuracy = model.step(rate, sampler.batch())
        losses.append(loss)
        accuracies.append(accuracy)
        if number % 100 == 0 or number == last:
            recent = np.mean(losses[-100:]), np.mean(accuracies[-100:])
            seconds = time.time() - started
            print(f"{number}: loss {recent[0]:.3f}, right {recent[1]:.3f}, {seconds:.0f} s", flush=True)
        if number % 1000 == 0 or number == last:
            model.table.tofile(options.out)


if __name__ == "__main__":
    main()
