// Markdown to HTML that is safe to put into the page: no HTML of the document passes (html is
// off and tags that stand in the text are left out), no picture is loaded, and a link leads only
// to an https address in a new window or to another document of the same folder.
import MarkdownIt, { type Env, type RendererRule, type Token } from 'markdown-it';
import type { DocumentRef } from '../../../shared/contract/documents.ts';
import { referenceLines } from './markdown-segments.ts';
import { resolveInFolder } from './resolve-in-folder.ts';

const tags = /<\/?[a-zA-Z][^<>\n]*>|<!--[^\n]*?-->/g;

/** Draws pieces of one document. */
export function createMarkdown(text: string, ref: DocumentRef): (piece: string) => string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const { escapeHtml } = markdown.utils;
  const open: string[] = [];

  const textRule: RendererRule = (tokens, index) =>
    escapeHtml(tokens[index]!.content.replace(tags, ''));
  const linkOpen: RendererRule = (tokens, index) => {
    const href = attribute(tokens[index]!, 'href');
    const target = linkTarget(href, ref);
    open.push(target.tag);
    return `<${target.tag} class="md-link" title="${escapeHtml(href)}"${target.attributes}>`;
  };
  const linkClose: RendererRule = () => `</${open.pop() ?? 'span'}>`;
  const image: RendererRule = (tokens, index) => {
    const source = escapeHtml(attribute(tokens[index]!, 'src'));
    const shown = escapeHtml(tokens[index]!.content);
    return `<span class="md-image" title="${source}">${shown}</span>`;
  };
  Object.assign(markdown.renderer.rules, {
    text: textRule,
    link_open: linkOpen,
    link_close: linkClose,
    image,
  });

  const env: Env = {};
  markdown.parse(referenceLines(text), env);
  return (piece) => {
    open.length = 0;
    return markdown.render(piece, { references: env.references ?? {} });
  };
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

interface LinkTarget {
  tag: 'a' | 'span';
  attributes: string;
}

const noLink: LinkTarget = { tag: 'span', attributes: '' };
const documents = /\.(?:md|markdown|txt|pdf|html?|docx)$/i;

function linkTarget(href: string, ref: DocumentRef): LinkTarget {
  if (/^https:\/\//i.test(href)) {
    const address = URL.canParse(href) ? encodeAttribute(new URL(href).href) : null;
    if (address === null) return noLink;
    return { tag: 'a', attributes: ` href="${address}" rel="noreferrer noopener" target="_blank"` };
  }
  const path = resolveInFolder(ref.relativePath, href);
  if (path === null || !documents.test(path)) return noLink;
  const query = new URLSearchParams({ folder: ref.folderId, path }).toString();
  return { tag: 'a', attributes: ` href="#/document?${encodeAttribute(query)}"` };
}

function encodeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
