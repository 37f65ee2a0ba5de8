/**
 * Version of the extractors. Raised when formats are added or read better: documents that an
 * earlier version could not read are then read again.
 */
export const readerVersion = 4;
