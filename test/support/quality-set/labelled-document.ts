// What a document of the quality set is: its text, and the questions that it alone answers.

/**
 * How a question is put: in other words than the document's (paraphrase), in words of which several
 * documents have some (everyday), about a detail in its very words (fact), as two or three words
 * (keyword), by a number or an identifier (code), misspelt (typo), or as a piece of a sentence of it
 * (phrase).
 */
export type QuestionKind =
  'paraphrase' | 'everyday' | 'fact' | 'keyword' | 'code' | 'typo' | 'phrase';

export interface LabelledDocument {
  /** Where the document is written; its first folder is its language. */
  readonly path: string;
  readonly text: string;
  readonly questions: readonly (readonly [kind: QuestionKind, question: string])[];
}
