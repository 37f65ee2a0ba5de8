// Text of documents and of people as a model may read it: with nothing in it that is a mark to us, to
// a chat template or to a tokenizer, and nothing that cannot be seen. Servers read a prompt as one
// text and take a mark for a mark, wherever it stands; so it is broken here, not where it is read.

import { withoutUnseen } from '../text/unseen.ts';

const control = /[^\P{Cc}\n\t]/gu;
/** Signs that look like those of our marks and of templates. */
const lookAlikes: Record<string, string> = {
  '⟦': '[',
  '⟧': ']',
  '〚': '[',
  '〛': ']',
  '⦗': '[',
  '⦘': ']',
  '｜': '|',
  '＜': '<',
  '＞': '>',
  '﹤': '<',
  '﹥': '>',
};
const lookAlike = new RegExp(`[${Object.keys(lookAlikes).join('')}]`, 'g');

/** The names in <…> that tokenizers and templates give a meaning. */
const tagNames =
  `s|bos|eos|pad|unk|mask|sep|cls|eod|eot|sop|eop|human|bot|user|assistant|system|model|think|thinking|thought|
  reasoning|tool|tools|tool_call|tool_calls|tool_response|tool_result|tool_declare|function|functions|function_call|
  function_calls|start_of_turn|end_of_turn|start_of_image|end_of_image|image_soft_token|image|audio|video|
  fim_prefix|fim_middle|fim_suffix|fim_pad|endoftext|end_of_text|begin_of_text|turn|channel|message|
  seed:[a-z_:]{1,30}|minimax:[a-z_:]{1,30}|unused\\d{1,5}|extra_id_\\d{1,5}|reserved_\\d{1,5}|0x[0-9a-f]{2}`.replace(
    /\s+/g,
    '',
  );
const marks = [
  // <|im_start|>, <|turn>, <turn|>
  /<(?=\|[^<>|\n]{1,60}\|?>|[^<>|\s][^<>|\n]{0,59}\|>)/g,
  new RegExp(`<(?=[/_]{0,2}(?:${tagNames})[/_]{0,2}>)`, 'gi'),
  // [INST], [/INST], [TOOL_CALLS], [gMASK]; <<SYS>>
  /\[(?=\/?(?:[A-Z][A-Z_]{2,40}|[gs]MASK)\])|<(?=<\/?SYS>>)/g,
  // ]~b], [e~[
  /\](?=~[a-z!]{1,2}[\][])|\[(?=e~\[)/g,
];
/** Templates that mark a turn by a heading: “### Instruction:”. */
const turns =
  /^([ \t>]*#{2,3})[ \t]*(?=(?:system|instructions?|input|response|user|assistant|human|ai)\b)/gim;
/** What a page of a book or a transcript may say as well: only where it would end our text. */
const roles = /(\n[ \t]*\n[ \t]*)(?=(?:human|assistant|system|user)[ \t]*:)/gi;

/** Words stay as they are; what would be a mark is broken by a space. */
export function unmarked(text: string): string {
  const plain = text.toWellFormed().replace(/\r\n?/g, '\n').replace(control, ' ');
  let data = withoutUnseen(plain).replace(lookAlike, (sign) => lookAlikes[sign]!);
  for (const mark of marks) data = data.replace(mark, '$& ');
  return data.replace(turns, '$1 · ').replace(roles, '$1· ');
}
