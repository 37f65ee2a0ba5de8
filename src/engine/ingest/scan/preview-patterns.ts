// What patterns would let in and leave out, for a person who is still writing them.
import type { FolderPatterns, PatternPreview } from '../../../shared/contract/library.ts';
import { patternFilter } from './ignore-rules.ts';
import { walk } from './walk.ts';

/** More files than this are not looked at: whoever types should not wait. */
const mostFiles = 50_000;
const mostNames = 50;

export function previewPatterns(
  root: string,
  except: readonly string[],
  patterns: FolderPatterns,
): PatternPreview {
  const counts = patternFilter(patterns);
  const preview: PatternPreview = {
    kept: 0,
    leftOut: 0,
    keptNames: [],
    leftOutNames: [],
    complete: true,
  };
  for (const found of walk({ root, except })) {
    if (found.kind !== 'file') continue;
    const { relativePath } = found.file;
    const kept = counts(relativePath);
    const names = kept ? preview.keptNames : preview.leftOutNames;
    if (kept) preview.kept++;
    else preview.leftOut++;
    if (names.length < mostNames) names.push(relativePath);
    if (preview.kept + preview.leftOut >= mostFiles) return { ...preview, complete: false };
  }
  return preview;
}
