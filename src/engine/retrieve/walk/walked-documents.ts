// The documents that a walk goes over.

export interface WalkedDocument {
  document: number;
  /** Its best chunks for what was asked, best first; empty where it is to be read whole. */
  chunks: number[];
}

export interface WalkedDocuments {
  /** How many match. */
  count: number;
  /** The best of them. */
  documents: WalkedDocument[];
}
