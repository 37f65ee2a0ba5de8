// Words in Greek letters: the endings of nouns, adjectives and the commonest verb forms. Folding has
// taken the accents.
import { withoutEnding } from './endings.ts';

const ending = withoutEnding(
  `α ας αι αν ες ε η ης ο ος οι ου ους ω ων ον ι
  ια ιας ιες ιο ιου ιων μα ματα ματος ματων εις εων εως
  ικη ικης ικες ικο ικος ικοι ικα ικων ικου ικους
  μενος μενη μενο μενα μενες μενων μενους
  ει ουν ουμε εται ονται ηκε ηκαν θηκε θηκαν ησε ησαν ισε ισαν`,
  3,
);

export function stemGreek(folded: string): string {
  return ending(folded);
}
