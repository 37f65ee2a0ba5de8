// Questions about whole documents in English, German and Dutch.
import type { Grammar } from './grammar.ts';

export const english: Grammar = {
  documents:
    'documents?|files?|policies|pages|reports|contracts|agreements|letters|e-?mails|mails|notes|papers|handbooks|manuals|guides|presentations|spreadsheets|articles|invoices',
  words: {
    V: 'mentions?|contains?|refers? to|(?:talks?|speaks?|says? (?:something|anything)|is|are) about|deals? with|covers?|discuss(?:es)?|describes?|includes?|address(?:es)?|concerns?|references?|(?:uses?|has|have) the (?:word|term|phrase)',
    M: 'mentioned|discussed|described|named|covered|referenced|appear|occur|come up',
    R: '(?:that |which )?(?:<V>)|about|on|concerning|regarding|mentioning|containing|discussing|describing|with',
    L: '(?:all|every|each)(?: of)?(?: the| my| our| these)?',
  },
  signs:
    'all|every|each|list|summ|sum up|recap|overview|mentioned|compare|difference|pdf|paper|text',
  polite: {
    before:
      "please|kindly|(?:can|could|would|will) you|i (?:want|need|would like) you to|i'd like you to|hey|hi",
    behind: 'please|for me',
  },
  which: [
    '(?:which|what)(?: of (?:the|my|our|these|those))? (?:<D>) (?:<V>) <T>',
    '(?:in )?(?:which|what) (?:<D>) (?:is|are|does|do|was|were) <T> (?:<M>)(?: in)?',
    'where (?:is|are) <T> mentioned',
    '(?:list|show|give|find|name|enumerate)(?: me)? <L> (?:<D>) (?:<R>) <T>',
    '(?:give me |show me )?a (?:complete |full )?list of (?:all )?(?:the )?(?:<D>) (?:<R>) <T>',
  ],
  count: [
    'how many (?:of (?:the|my|our) )?(?:<D>) (?:<V>) <T>',
    'in how many (?:<D>) (?:is|are|does|do) <T> (?:<M>)',
  ],
  whichExist: [
    '(?:list|show|name)(?: me)? <L> (?:documents?|files?)(?: (?:in (?:this|the) (?:folder|collection|library)|i have|there are))?',
    'which (?:documents|files) (?:are there|do i have|do you have|are in (?:this|the) (?:folder|collection|library))',
  ],
  countExisting: [
    'how many (?:documents|files) (?:are there|do i have|do you have|are in (?:this|the) (?:folder|collection|library))',
  ],
  list: [
    '(?:list|enumerate|name|extract|collect)(?: me)? <L> <T>',
    '(?:give|show|find)(?: me)? (?:a (?:complete |full )?list of )?<L> <T>',
    'what are all(?: of)? the <T>',
    '(?:give|show) me a (?:complete|full) list of <T>',
  ],
  notListed:
    '^(?:steps?|ways?|instructions?|things?)(?: |$)|(?:^| )(?:my|mine|i|me|we|to|how)(?: |$)',
  inDocuments:
    '(?: (?:that are |which are )?(?:mentioned|named|found|described))? (?:in|from|across|of) (?:this|the|these|my|our|all|all the|all my) (?:documents?|files?|folder|collection|library)',
  summarise: [
    '(?:summari[sz]e|sum up|recap) <T>',
    '(?:give|write|make)(?: me)? (?:a |an )?(?:short |brief |quick |concise )?(?:summary|overview|recap) of <T>',
    '(?:a )?(?:short |brief )?summary of <T>',
    'what (?:is|are) (?<topic><C>) about',
    'what (?:does|do) (?<topic><C>) say',
  ],
  manner:
    '(?: briefly| shortly|,? in (?:about )?(?:a few|\\S+) (?:sentences?|words|bullet points|bullets|lines|paragraphs?)| in short)',
  compare: [
    'compare <A> (?:with|to|against|versus|vs\\.?) <B>',
    'compare <A> and <B>',
    'compare (?<topic><C>)',
  ],
  difference: ["(?:what(?:'s|’s| is| are) )?(?:the )?differences? between <A> and <B>"],
  chosen:
    '(?:this|the|the (?:chosen|selected|open|attached)) (?:document|file|pdf|text|paper)|(?:these|the two|these two|the (?:chosen|selected|attached)) (?:documents|files)',
  scope:
    '(?:this|the|the whole|this whole|my) (?:folder|collection|library|directory)|(?:all|my|all of my|all my|all the|all of the|all these) (?:documents|files)|everything',
  namedDocument: [
    '(?:the )?(?:document|file|page|pdf|paper|report|presentation) (?:called |named |titled )?<T>',
    '(?:the |my |our )?<T> (?:document|file|page|pdf)',
  ],
  namedFolder: [
    '(?:the )?(?:folder|directory) (?:called |named )?<T>',
    '(?:the |my |our )?<T> (?:folder|directory)',
  ],
  articles: 'the|a|an|my|our|your',
  counted: 'Matching documents: {n}',
};

export const german: Grammar = {
  documents:
    'dokumente?n?|datei(?:en)?|richtlinien|seiten|berichten?|verträgen?|briefen?|e-?mails|mails|notizen|unterlagen|handbüchern?|anleitungen|präsentationen|tabellen|artikeln?|rechnungen|texten?|akten',
  words: {
    V: 'erwähn(?:en|t)|enthalten|enthält|nenn(?:en|t)|behandel(?:n|t)|beschreib(?:en|t)|(?:sprechen|spricht) (?:von|über)|hande(?:ln|lt) von|(?:beziehen|bezieht) sich auf|verweis(?:en|t) auf|betreffen|(?:befassen|befasst|beschäftigen|beschäftigt) sich mit',
    P: 'erwähnt|genannt|beschrieben|behandelt|vor|die rede',
    S: '(?:liste|zähle?|nenne?|zeige?|gib|finde|suche)(?: mir| uns)?(?: bitte)?',
  },
  signs: 'all|liste|fass|zusammen|überblick|vergleich|unterschied|worum|was steht|erwähnt|genannt',
  polite: {
    before:
      'bitte|(?:kannst|könntest|würdest) du(?: mir| bitte)*|können sie(?: mir| bitte)*|ich möchte,? dass du',
    behind: 'bitte',
  },
  which: [
    'welche[nrs]?(?: (?:der|meiner|dieser|unserer))? (?:<D>) (?:<V>) <T>',
    'welche[nrs]? (?:<D>) (?:gehen|geht) auf <T> ein',
    'in welche[nrm] (?:<D>) (?:wird|werden|steht|stehen|kommt|kommen|ist|geht es)(?: etwas| was)?(?: über| um| von)? <T>(?: (?:<P>))?',
    'wo (?:wird|werden) <T> (?:erwähnt|genannt)',
    '<S> alle (?:<D>)(?: auf)?,? (?:die|in denen) <T> (?:erwähnen|enthalten|nennen|behandeln|beschreiben|vorkommt|vorkommen|erwähnt wird|erwähnt werden|genannt wird|genannt werden)(?: auf)?',
    '<S> alle (?:<D>)(?: auf)? (?:über|zu|zum|zur|zum thema|mit) <T>(?: auf)?',
  ],
  count: [
    'wie ?viele (?:<D>) (?:<V>) <T>',
    'in wie ?vielen (?:<D>) (?:wird|werden|steht|stehen|kommt|kommen|ist|geht es)(?: etwas| was)?(?: über| um| von)? <T>(?: (?:<P>))?',
  ],
  whichExist: [
    '<S> alle (?:meine )?(?:dokumente|dateien)(?: auf)?',
    'welche (?:dokumente|dateien) (?:gibt es|habe ich|sind in diesem ordner)(?: hier)?',
  ],
  countExisting: [
    'wie ?viele (?:dokumente|dateien) (?:gibt es|habe ich|sind es|sind in diesem ordner|sind das)(?: hier| insgesamt)?',
  ],
  list: [
    '(?:liste|zähle?)(?: mir| uns)?(?: bitte)? alle <T> auf',
    '<S> alle <T>',
    '(?:erstelle?|mache?)(?: mir| uns)? eine liste (?:aller|von allen) <T>',
    'alle <T> (?:auflisten|aufzählen|nennen)',
  ],
  notListed:
    '^(?:schritte?|möglichkeiten|wege|dinge)(?: |$)|(?:^| )(?:meine?[nrms]?|ich|mir|mich|um|zu)(?: |$)',
  inDocuments:
    '(?:,? die)?(?: in| aus) (?:diese[nmr]|den|allen|meinen|unseren) (?:dokumenten?|dateien|ordner|unterlagen)(?: (?:vorkommen|stehen|genannt werden|erwähnt werden))?',
  summarise: [
    'fasse?(?: mir)?(?: bitte)? <T> zusammen',
    '<T>(?: bitte)? zusammenfassen',
    '(?:gib|erstelle?|schreibe?)(?: mir)? (?:eine[n]? )?(?:kurze[n]? )?(?:zusammenfassung|überblick) (?:von|über|zu|zum|zur|des|der) <T>',
    '(?:eine )?(?:kurze )?zusammenfassung (?:von|der|des|zu|zum|zur) <T>',
    'worum geht es in (?<topic><C>)',
    'was steht in (?<topic><C>)',
  ],
  manner: '(?: bitte| kurz| knapp| in (?:\\S+ )?(?:sätzen|worten|stichpunkten|stichworten))',
  compare: [
    'vergleiche?(?: mir)?(?: bitte)? <A> (?:mit|gegen) <B>',
    'vergleiche?(?: mir)?(?: bitte)? <A> und <B>',
    '<A> (?:mit|und) <B> vergleichen',
    'vergleiche?(?: bitte)? (?<topic><C>)',
  ],
  difference: [
    '(?:was|worin|welche[nr]?) (?:ist|sind|besteht|bestehen|liegt|liegen|gibt es)?(?: ?der| ?die| ?ein)? ?unterschiede? (?:gibt es )?zwischen <A> und <B>',
    '(?:der |die )?unterschiede? zwischen <A> und <B>',
  ],
  chosen:
    '(?:diese[smr]?|das|dem|des|die|der) (?:ausgewählten? )?(?:dokuments?|datei|pdf|textes)|(?:diese|die)(?: beiden| ausgewählten)? (?:dokumente|dateien)',
  scope:
    '(?:diese[nsm]?|der|den|dem|des) (?:ganzen? )?(?:ordners?|verzeichniss?e?s?)|(?:diese[r]?|die|meine) (?:sammlung|bibliothek)|alles|alle[rn]? (?:meine[rn]? )?(?:dokumenten?|dateien)',
  namedDocument: [
    '(?:das |dem |des )?dokuments? <T>',
    '(?:die |der )?(?:datei|seite) <T>',
    '(?:das |die |den )?<T>[- ](?:dokument|datei|seite)',
  ],
  namedFolder: ['(?:den |dem |des )?ordners? <T>', '(?:den |dem |des )?<T>[- ]ordners?'],
  articles: 'der|die|das|den|dem|des|meine?[nrms]?|unsere?[nrms]?',
  counted: 'Passende Dokumente: {n}',
};

export const dutch: Grammar = {
  documents:
    "documenten|document|bestanden|bestand|beleidsstukken|pagina[’']s|rapporten|contracten|brieven|e-?mails|mails|notities|handleidingen|presentaties|artikelen|facturen|teksten|verslagen",
  words: {
    V: 'noemen|noemt|vermelden|vermeldt|bevatten|bevat|gaan over|gaat over|spreken over|praten over|behandelen|behandelt|beschrijven|beschrijft|verwijzen naar|bespreken|bespreekt',
    S: '(?:geef|toon|noem|laat|lijst|som)(?: me| mij)?',
  },
  signs: 'alle|lijst|vat |samenvat|vergelijk|verschil|waar gaat',
  polite: {
    before: 'alsjeblieft|alstublieft|(?:kun|kan|wil) (?:je|u)(?: mij| me)?',
    behind: 'alsjeblieft|alstublieft',
  },
  which: [
    'welke?(?: van (?:de|mijn|deze))? (?:<D>) (?:<V>) <T>',
    'in welke? (?:<D>) (?:wordt|worden|staat|staan|komt|komen)(?: er)?(?: iets)?(?: over)? <T>(?: (?:genoemd|vermeld|besproken|voor))?',
    '<S> alle (?:<D>)(?: op)? (?:die|waarin) <T> (?:noemen|vermelden|bevatten|bespreken|behandelen|voorkomt|genoemd wordt)(?: op| zien)?',
    '<S> alle (?:<D>)(?: op)? (?:over|met) <T>(?: op| zien)?',
  ],
  count: [
    'hoeveel (?:<D>) (?:<V>) <T>',
    'in hoeveel (?:<D>) (?:wordt|worden|staat|staan|komt|komen) <T>(?: (?:genoemd|vermeld|besproken|voor))?',
  ],
  whichExist: [
    '<S> alle (?:documenten|bestanden)(?: op| zien)?',
    'welke (?:documenten|bestanden) (?:zijn er|heb ik|staan in deze map)',
  ],
  countExisting: ['hoeveel (?:documenten|bestanden) (?:zijn er|heb ik|staan in deze map)'],
  list: [
    '(?:som|lijst) alle <T> op',
    '(?:geef|toon|noem)(?: me| mij)? (?:een lijst van )?alle <T>',
    'maak een lijst van alle <T>',
  ],
  notListed: '^(?:stappen|manieren|dingen)(?: |$)|(?:^| )(?:mijn|ik|mij|om|te)(?: |$)',
  summarise: [
    'vat <T> samen',
    '(?:geef|maak|schrijf)(?: me| mij)? een (?:korte )?samenvatting van <T>',
    '(?:een )?(?:korte )?samenvatting van <T>',
    '<T> samenvatten',
    'waar gaat (?<topic><C>) over',
  ],
  manner: '(?: kort| in (?:\\S+ )?(?:zinnen|woorden))',
  compare: [
    'vergelijk(?: me)? <A> met <B>',
    'vergelijk(?: me)? <A> en <B>',
    '<A> (?:met|en) <B> vergelijken',
    'vergelijk (?<topic><C>)',
  ],
  difference: ['(?:wat (?:is|zijn) )?(?:het |de )?verschil(?:len)? tussen <A> en <B>'],
  chosen:
    '(?:dit|het) (?:document|bestand|stuk|pdf)|(?:deze|de)(?: twee)? (?:documenten|bestanden)',
  scope:
    '(?:deze|de|de hele) (?:map|verzameling|collectie)|alles|alle (?:mijn )?(?:documenten|bestanden)',
  namedDocument: ['(?:het )?(?:document|bestand) <T>'],
  namedFolder: ['(?:de )?map <T>'],
  articles: 'de|het|een|mijn|onze|ons',
  counted: 'Overeenkomende documenten: {n}',
};
