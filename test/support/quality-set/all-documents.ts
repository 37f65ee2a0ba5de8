// The whole labelled set: what test/engine/quality.test.ts indexes and asks. Company, names and
// figures are made up, and every sentence was written for this set.
import { chinese } from './chinese.ts';
import { devices } from './devices.ts';
import { german } from './german.ts';
import type { LabelledDocument } from './labelled-document.ts';
import { leave } from './leave.ts';
import { money } from './money.ts';
import { otherLanguages } from './other-languages.ts';
import { papers } from './papers.ts';
import { product } from './product.ts';
import { spanish } from './spanish.ts';

export const qualitySet: readonly LabelledDocument[] = [
  ...leave,
  ...money,
  ...devices,
  ...product,
  ...papers,
  ...german,
  ...spanish,
  ...chinese,
  ...otherLanguages,
];
