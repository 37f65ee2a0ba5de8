import { Command, InvalidArgumentError, Option } from 'commander';
import type { Client } from '../../shared/contract/contract.ts';
import {
  type Hit,
  type Scope,
  type SearchResult,
  searchModes,
  type SearchMode,
} from '../../shared/contract/search.ts';
import { flattenError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import { createBatch, isOfLine } from '../batch.ts';
import { count, printJson, printLine, printNote, safe, safeLine, styled } from '../print.ts';
import { type ScopeOptions, scopeOf } from '../scope-options.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withIndex } from '../with-engine.ts';

interface Options extends CommonOptions, ScopeOptions {
  limit: number;
  mode: SearchMode;
  batch?: string;
  explain?: boolean;
}

const syntax = `
In a query:
  "net sales"            these words, one after the other
  -draft -"old notes"    without this word, without these words
  type:pdf               kinds of files: pdf, word, excel, mail, web, code, .log, …
  path:"My notes"        part of a folder’s or file’s name
  after:2024-03          changed since then; before: is the other side; 7d, 2w, 3m, 1y, today
  in:Work                one of your collections
  sort:newest            the newest files first

-type: and -path: leave out. With filters alone, the newest passages are listed.
Give operators with spaces or a minus in one argument: lorekeep search 'leave -draft path:"My notes"'

Example: lorekeep search "parental leave type:pdf" --limit 5`;

export function searchCommand(): Command {
  return new Command('search')
    .description('Find passages.')
    .argument('[query...]', 'what to look for')
    .option('--limit <n>', 'most hits to print', parseLimit, 10)
    .addOption(
      new Option('--mode <mode>', 'which side searches').choices(searchModes).default('hybrid'),
    )
    .option('--collection <name>', 'search this collection only')
    .option('--folder <path>', 'search this folder only')
    .option('--batch <file>', 'one query a line (- for stdin), one JSON object a line')
    .option('--explain', 'say of each hit why it stands where it stands')
    .addHelpText('after', syntax)
    .action((words: string[], options: Options) =>
      options.batch === undefined
        ? searchOnce(words, options)
        : searchBatch(options.batch, options),
    );
}

function searchOnce(words: string[], options: Options): Promise<void> {
  if (words.length === 0) throw new UsageError('Give a query, or --batch with a file.');
  return withIndex(options, async ({ client, signal }) => {
    const scope = await scopeOf(client, options);
    const result = await search(client, words.join(' '), scope, options, signal);
    if (options.json) printJson(result);
    else printResult(result, options.explain ?? false);
  });
}

function searchBatch(source: string, options: Options): Promise<void> {
  const batch = createBatch(source);
  return withIndex(options, async ({ client, signal }) => {
    const scope = await scopeOf(client, options);
    await batch.run(signal, (line) => safeSearch(client, line, scope, options, signal));
  });
}

/** Positive whole numbers up to the contract's 200. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError('It must be a whole number from 1 to 200.');
}

function search(
  client: Client,
  query: string,
  scope: Scope,
  { limit, mode }: Options,
  signal: AbortSignal,
) {
  return client.search.query({ query, mode, limit, ...scope }, { signal });
}

/** One bad line of a batch is answered with its error and does not end the others. */
async function safeSearch(
  client: Client,
  query: string,
  scope: Scope,
  options: Options,
  signal: AbortSignal,
) {
  try {
    return await search(client, query, scope, options, signal);
  } catch (error) {
    const { code, params } = flattenError(error);
    if (!isOfLine(code)) throw error;
    const nothing = { hits: [], filters: [], notices: [], corrections: [], emptiedBy: [] };
    return { query, tookMs: 0, ...nothing, error: { code, message: errorSentence(code, params) } };
  }
}

/** The hits; how the query was read goes to stderr where it may not be what was meant. */
function printResult(result: SearchResult, explain: boolean): void {
  const { hits, corrections, notices, emptiedBy, filters } = result;
  for (const { message } of notices) printNote(message);
  for (const { word, term } of corrections) {
    printNote(`“${word}” stands nowhere; searched for “${term}”.`);
  }
  printHits(hits, explain);
  for (const { filters: places, query, hits: n } of emptiedBy) {
    const labels = places.map((place) => `“${filters[place]!.label}”`).join(', ');
    printNote(`Without ${labels}: ${count(n, 'passage', 'passages')} (${query}).`);
  }
}

export function printHits(hits: readonly Hit[], explain = false): void {
  if (hits.length === 0) printLine('Nothing found.');
  for (const [i, hit] of hits.entries()) {
    printLine(`${i + 1}. ${styled('bold', safeLine(hit.title))}  ${styled('dim', placeOf(hit))}`);
    if (hit.headingPath.length > 0) printLine(`   ${safeLine(hit.headingPath.join(' › '))}`);
    printLine(`   ${snippetOf(hit)}`);
    if (explain) printLine(styled('dim', `   ${explanationOf(hit)}`));
    for (const { path } of hit.explain.duplicates ?? []) {
      printLine(styled('dim', `   also in ${safeLine(path)}`));
    }
    printLine();
  }
}

/** The parts of a score on one line. */
function explanationOf({ score, explain }: Hit): string {
  const { keywordRank, keywordScore, semanticRank, semanticScore } = explain;
  const { trigramScore, support, rerankScore } = explain;
  const side = (rank: number | null, value: number) =>
    rank === null ? 'none' : `${value.toFixed(2)} (place ${rank})`;
  return [
    `score ${score.toFixed(2)}`,
    `words ${side(keywordRank, keywordScore)}`,
    `meaning ${side(semanticRank, semanticScore)}`,
    ...(trigramScore === undefined ? [] : [`spelling ${trigramScore.toFixed(2)}`]),
    ...(rerankScore === undefined ? [] : [`reranked ${rerankScore.toFixed(2)}`]),
    ...(support ? [`document ${support.toFixed(2)}`] : []),
    ...(explain.notes ?? []).map(safeLine),
  ].join(', ');
}

/** Where a passage is: path or address, and page or lines where the format has them. */
export function placeOf(place: {
  path: string;
  address?: string | undefined;
  page: number | null;
  label: string | null;
  startLine: number | null;
}): string {
  const path = safeLine(place.address ?? place.path);
  if (place.label !== null) return `${path}, ${safeLine(place.label)}`;
  if (place.page !== null) return `${path}, page ${place.page}`;
  // A line at the end of an address would look like a part of it.
  const noLine = place.startLine === null || place.address !== undefined;
  return noLine ? path : `${path}:${place.startLine}`;
}

function snippetOf({ text, snippet, marks }: Hit): string {
  let at = snippet.start;
  let line = '';
  for (const { start, end } of marks) {
    if (start < at || end > snippet.end) continue;
    line += safe(text.slice(at, start)) + styled('mark', safe(text.slice(start, end)));
    at = end;
  }
  line += safe(text.slice(at, snippet.end));
  return line.replace(/\s+/g, ' ').trim();
}
