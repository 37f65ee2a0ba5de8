/** One of those that a RadioChoice lets choose from. */
export interface RadioOption<V extends string> {
  value: V;
  name: string;
  /** Below the name; '' or left out: none. */
  hint?: string;
  /** The hint says what is wrong. */
  problem?: boolean;
  disabled?: boolean;
  /** The name is long: on one line, shortened in the middle. */
  cut?: boolean;
}
