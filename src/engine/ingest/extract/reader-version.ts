/**
 * Version of the extractors. Raised when formats are added or read better: documents that an
 * earlier version could not read are then read again.
 */
export const readerVersion = 5;

/**
 * The first version that made today's keyword terms (text/terms.ts). Set to the raised
 * `readerVersion` with every change of them: a query does not find terms of another kind, so
 * documents with older ones are read again. Chunks whose text is the same keep their vectors.
 */
export const termsSince = 5;
