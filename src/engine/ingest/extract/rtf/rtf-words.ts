// What control words of Rich Text stand for, as far as text goes.

/** Words and symbols that are characters. Hyphens for the end of a line are none. */
export const rtfCharacters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  '~': ' ',
  _: '-',
  zwj: '\u200d',
  zwnj: '\u200c',
};

/** Groups whose text is not the document's: tables of what it uses, pictures, fields' orders. */
export const rtfUnread: ReadonlySet<string> = new Set(
  (
    'colortbl listtable listoverridetable revtbl rsidtbl generator filetbl template themedata ' +
    'colorschememapping datastore latentstyles xmlnstbl ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pict nonshppict objdata ' +
    'fldinst xe tc tcn txe rxe listtext pntext pn pnseclvl shprslt sp nonesttables bkmkstart bkmkend ' +
    'author operator company comment keywords subject doccomm category manager hlinkbase creatim ' +
    'revtim printim buptim atnid atnauthor atnref atndate atntime atnparent atrfstart atrfend ' +
    'objclass objname docvar wgrffmtfilter mmathPr defchp defpap background do userprops'
  ).split(' '),
);

/** Groups that begin with `\*`, which older readers should pass over, and that are read here. */
export const rtfReadAnyway: ReadonlySet<string> = new Set(
  'shpinst shptxt annotation ud nesttableprops footnote'.split(' '),
);
