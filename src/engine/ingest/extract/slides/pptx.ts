// PowerPoint presentations (ECMA-376 part 1, PresentationML): each slide a page, its title first,
// then what stands on it, then diagrams, charts, the speaker's notes and comments. What stands behind
// many slides is read on the first of them.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPages, type Piece, type PiecePage } from '../flat-text.ts';
import { readSlidePart, type SlidePart } from './pptx-slide.ts';
import { localName, readXml } from '../containers/xml.ts';
import { type Relationship, XmlPackage } from '../containers/xml-package.ts';

export function extractPptx(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const pack = new XmlPackage(input);
  const main =
    pack.relationships('').find(({ type }) => type === 'officeDocument')?.target ??
    'ppt/presentation.xml';
  const { text, blocks, pages } = joinPages(slidePages(pack, main), input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'pptx',
    text,
    title:
      pack.statedTitle('docProps/core.xml') ??
      (heading ? text.slice(heading.start, heading.end) : null),
    blocks,
    pages,
    hasLines: false,
    partial: null,
  };
}

/** The slides in the order they are shown in, read one by one as they are asked for. */
function* slidePages(pack: XmlPackage, main: string): Generator<PiecePage> {
  const presentation = pack.part(main);
  if (!presentation) throw new LorekeepError('FILE_DAMAGED', {}, new Error(`no ${main}`));
  const targets = new Map(pack.relationships(main).map(({ id, target }) => [id, target]));
  const ids: string[] = [];
  readXml(presentation, {
    open(name, attributes) {
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (localName(name) === 'sldId' && id !== undefined) ids.push(id);
    },
    close() {},
    text() {},
  });
  const seen = new Set<string | undefined>();
  const behind = new Set<string>();
  for (const id of ids) {
    const slide = targets.get(id);
    // A forged list could name one slide a million times.
    if (slide !== undefined && seen.has(slide)) continue;
    seen.add(slide);
    yield { pieces: slide === undefined ? [] : slidePieces(pack, slide, behind) };
  }
}

/** What a slide refers to, in the order it is read. A chart's or diagram's picture is not read. */
const beside: readonly (readonly [type: string, part: SlidePart])[] = [
  ['diagramData', 'drawing'],
  ['chart', 'chart'],
  ['notesSlide', 'notes'],
  ['comments', 'comments'],
];

/** @param behind layouts and masters that were read; those of this slide are added */
function* slidePieces(pack: XmlPackage, slide: string, behind: Set<string>): Generator<Piece> {
  const related = pack.relationships(slide);
  yield* piecesOf(pack, slide, 'slide');
  yield* piecesBehind(pack, related, behind);
  for (const [type, part] of beside) {
    const isOfType = (relationship: Relationship): boolean => relationship.type === type;
    for (const { target } of related.filter(isOfType)) yield* piecesOf(pack, target, part);
  }
}

function* piecesBehind(
  pack: XmlPackage,
  related: readonly Relationship[],
  read: Set<string>,
): Generator<Piece> {
  for (const { type, target } of related) {
    if ((type !== 'slideLayout' && type !== 'slideMaster') || read.has(target)) continue;
    read.add(target);
    yield* piecesOf(pack, target, 'master');
    yield* piecesBehind(pack, pack.relationships(target), read);
  }
}

function piecesOf(pack: XmlPackage, name: string, part: SlidePart): Piece[] {
  const data = pack.part(name);
  return data ? readSlidePart(data, part) : [];
}
