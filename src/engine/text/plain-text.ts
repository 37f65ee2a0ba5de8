export { plainText } from '../ingest/extract/strip-markdown.ts';
