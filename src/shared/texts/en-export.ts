// What stands in an exported conversation beside the person's own words.
export const exportTexts = {
  untitled: 'Conversation',
  refusal: 'The documents do not hold the answer.',
  general: 'From the model’s general knowledge, not from the documents.',
  writing: 'This answer is still being written; its sources are not checked yet.',
  cut: 'This answer was cut before its end; its sources were not checked.',
  limit: 'This answer ended at the limit of its length.',
  doubt: 'One statement is not borne out by the passages it names.',
  doubts: '{n} statements are not borne out by the passages they name.',
  walk: 'All {matching} matching documents were read.',
  walkPart: 'It read {read} of the {matching} documents that match: what it says is not the whole.',
  writtenBy: 'Written by {model}.',
  sources: 'Sources',
  page: 'page {n}',
  line: 'line {n}',
} as const;
