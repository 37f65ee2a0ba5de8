/** Something that an answer came of. */
export interface WhyFact {
  name: string;
  value: string;
  /** More about the value, said quietly. */
  note?: string;
}
