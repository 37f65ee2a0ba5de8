// Questions about whole documents in French, Spanish, Italian and Portuguese.
import type { Grammar } from './grammar.ts';

export const french: Grammar = {
  documents:
    'documents?|fichiers?|politiques|pages|rapports|contrats|lettres|courriels|e-?mails|notes|manuels|guides|présentations|articles|factures|textes|règlements',
  words: {
    O: "(?:de la |de l[’']|des |du |de |d[’'])?",
    V: 'mentionnent?|contien(?:nent|t)|parlent? |traitent? |évoquent?|concernent?|décri(?:vent|t)|abordent?|citent?|font référence (?:à|au|aux)',
    S: '(?:liste[rz]?|énumère[rz]?|montre[rz]?|donne[rz]?|affiche[rz]?|trouve[rz]?|cite[rz]?)(?:[- ]moi)?',
  },
  signs: 'tous|toutes|liste|résum|compar|différence|de quoi',
  polite: {
    before:
      "s[’']il (?:te|vous) pla[iî]t|(?:peux|pourrais)[- ]tu|(?:pouvez|pourriez)[- ]vous|merci de",
    behind: "s[’']il (?:te|vous) pla[iî]t|stp|svp",
  },
  which: [
    'quel(?:le)?s?(?: sont les)? (?:<D>) (?:qui )?(?:<V>) ?<O><T>',
    'dans quel(?:le)?s? (?:<D>) (?:est-il question|est|sont|parle-t-on|figurent?|appara[iî](?:t|ssent)|trouve-t-on|mentionne-t-on) (?:<O>)<T>(?: (?:mentionnée?s?|évoquée?s?|citée?s?))?',
    '<S> tou(?:s|tes) les (?:<D>) (?:qui (?:<V>)|sur|concernant|à propos|mentionnant|contenant|parlant|avec) ?<O><T>',
  ],
  count: ['combien de (?:<D>) (?:<V>) ?<O><T>'],
  whichExist: [
    '<S> tous (?:les|mes) (?:documents|fichiers)',
    'quels (?:documents|fichiers) (?:y a-t-il|ai-je)',
  ],
  countExisting: [
    'combien (?:y a-t-il|ai-je) de (?:documents|fichiers)',
    'combien de (?:documents|fichiers) (?:y a-t-il|ai-je)',
  ],
  list: [
    '<S> (?:la liste de )?tou(?:s|tes) les <T>',
    '(?:fais|dresse|donne|faites|dressez)(?:[- ]moi)? (?:la|une) liste (?:complète )?de tou(?:s|tes) les <T>',
  ],
  notListed:
    "^(?:étapes|façons|manières|moyens)(?: |$)|(?:^| )(?:mon|ma|mes|je|pour|comment)(?: |$)|j[’']",
  summarise: [
    'résume[rz]?(?:[- ]moi)? <T>',
    '(?:fais|faites|donne|écris)(?:[- ]moi)? un (?:bref |court )?résumé <O><T>',
    '(?:un )?(?:bref )?résumé <O><T>',
    'de quoi parle (?<topic><C>)',
  ],
  manner: '(?: brièvement| en (?:\\S+ )?(?:phrases?|mots|points))',
  compare: [
    'compare[rz]?(?:[- ]moi)? <A> (?:avec|à|au|aux) <B>',
    'compare[rz]?(?:[- ]moi)? <A> et <B>',
    'compare[rz]? (?<topic><C>)',
  ],
  difference: ['(?:quelles? (?:est|sont) )?(?:la |les )?différences? entre <A> et <B>'],
  chosen:
    '(?:ce|cet|le|du|de ce) (?:document|fichier|pdf|texte)|(?:ces|les)(?: deux)? (?:documents|fichiers)',
  scope:
    '(?:ce|le|de ce|du|tout le) (?:dossier|répertoire)|(?:cette|la) (?:collection|bibliothèque)|tout|tous (?:les|mes|ces) (?:documents|fichiers)',
  namedDocument: ['(?:le |la |du |de la )?(?:document|fichier|page) <T>'],
  namedFolder: ['(?:le |du )?dossier <T>'],
  articles: 'le|la|les|du|de la|des|mon|ma|mes|notre|nos',
  counted: 'Documents correspondants : {n}',
};

export const spanish: Grammar = {
  documents:
    'documentos?|archivos?|ficheros?|políticas|páginas|informes|contratos|cartas|correos|notas|manuales|guías|presentaciones|artículos|facturas|textos',
  words: {
    V: 'mencionan?|contienen?|(?:hablan?|tratan?) (?:del?|sobre)|se refieren? al?|describen?|incluyen?|citan?|abordan?|nombran?',
    S: '(?:enumera|lista|muestra|muéstra|da|encuentra|busca|nombra|cita|indica)(?:me)?',
  },
  signs: 'tod[oa]s|lista|res[úu]m|compar|diferencia|de qué',
  polite: { before: 'por favor|(?:puedes|podrías|puede|podría)', behind: 'por favor' },
  which: [
    '(?:qué|que|cuáles|cuales|cuál)(?: de (?:los|mis|estos))? (?:<D>) (?:<V>) <T>',
    'en (?:qué|que|cuáles) (?:<D>) (?:se (?:menciona|habla|trata|describe|cita)n?|aparecen?|está)(?: del?| sobre)? <T>',
    '<S> tod[oa]s (?:los|las) (?:<D>) (?:que (?:<V>)|sobre|con|acerca de|relacionad[oa]s con) <T>',
  ],
  count: [
    'cu[aá]nt[oa]s (?:<D>) (?:<V>) <T>',
    'en cu[aá]nt[oa]s (?:<D>) (?:se (?:menciona|habla|trata)n?|aparecen?)(?: del?| sobre)? <T>',
  ],
  whichExist: [
    '<S> tod[oa]s (?:los|mis) (?:documentos|archivos|ficheros)',
    '(?:qué|que) (?:documentos|archivos|ficheros) (?:hay|tengo)',
  ],
  countExisting: [
    'cu[aá]ntos (?:documentos|archivos|ficheros) (?:hay|tengo)(?: en (?:esta|la) carpeta)?',
  ],
  list: [
    '<S> (?:una lista de )?tod[oa]s (?:los|las) <T>',
    '(?:haz|hazme|dame) una lista (?:completa )?de tod[oa]s (?:los|las) <T>',
  ],
  notListed: '^(?:pasos|maneras|formas|cosas)(?: |$)|(?:^| )(?:mi|mis|yo|para|cómo)(?: |$)',
  summarise: [
    'res[úu]m[ea](?:me|n|r)? <T>',
    '(?:haz|hazme|dame|escribe) un (?:breve )?resumen del? <T>',
    '(?:un )?(?:breve )?resumen del? <T>',
    'de qué (?:trata|habla) (?<topic><C>)',
  ],
  manner: '(?: brevemente| en (?:\\S+ )?(?:frases?|palabras|puntos))',
  compare: [
    'compara(?:r|me)? <A> (?:con|frente a) <B>',
    'compara(?:r|me)? <A> (?:y|e) <B>',
    'compara (?<topic><C>)',
  ],
  difference: [
    '(?:cuáles? (?:es|son) )?(?:qué )?(?:la |las )?diferencias? (?:hay )?entre <A> (?:y|e) <B>',
  ],
  chosen:
    '(?:este|el|ese) (?:documento|archivo|fichero|pdf|texto)|(?:estos|los)(?: dos)? (?:documentos|archivos)',
  scope:
    '(?:esta|la|toda la) (?:carpeta|colección|biblioteca)|(?:este|el) directorio|todo|todos (?:los|mis|estos) (?:documentos|archivos|ficheros)',
  namedDocument: ['(?:el |la )?(?:documento|archivo|fichero|página) <T>'],
  namedFolder: ['(?:la )?carpeta <T>'],
  articles: 'el|la|los|las|mi|mis|nuestr[oa]s?',
  counted: 'Documentos que coinciden: {n}',
};

export const italian: Grammar = {
  documents:
    'documenti|documento|file|politiche|pagine|rapporti|relazioni|contratti|lettere|e-?mail|note|manuali|guide|presentazioni|articoli|fatture|testi',
  words: {
    O: "(?:della |dello |delle |degli |dell[’']|del |dei |di |d[’'])?",
    V: 'menzionano?|conteng(?:ono)|contiene|parlano? |trattano? ?|citano?|descriv(?:ono|e)|riguardano?|nominano?|includ(?:ono|e)|fanno riferimento (?:a|al|alla)',
    S: '(?:elenca|mostra|da|trova|lista|nomina|cita|estrai|indica)(?:mi|mmi)?',
  },
  signs: 'tutt[ie]|elenco|lista|riassu|sintetizza|confront|paragona|differenz|di cosa|di che',
  polite: {
    before: 'per favore|per piacere|(?:puoi|potresti|può)',
    behind: 'per favore|per piacere',
  },
  which: [
    '(?:quali|quale|che)(?: dei| dei miei)? (?:<D>) (?:<V>) ?<O><T>',
    'in (?:quali|quale) (?:<D>) (?:si parla|viene|vengono|è|sono|compare|compaiono|si trova)(?: menzionat[oaie]| citat[oaie])? <O><T>(?: (?:menzionat|citat|nominat)[oaie])?',
    '<S> tutt[ie] (?:i|gli|le) (?:<D>) (?:che (?:<V>)|su|sul|sulla|con) ?<O><T>',
  ],
  count: ['quant[ie] (?:<D>) (?:<V>) ?<O><T>'],
  whichExist: [
    '<S> tutti i (?:miei )?(?:documenti|file)',
    'quali (?:documenti|file) (?:ci sono|ho)',
  ],
  countExisting: ['quanti (?:documenti|file) (?:ci sono|ho)(?: in questa cartella)?'],
  list: [
    "<S> (?:l[’']elenco di |una lista di )?tutt[ie] (?:i|gli|le) <T>",
    'fa[im]?(?:mi)? (?:un elenco|una lista) di tutt[ie] (?:i|gli|le) <T>',
  ],
  notListed: '^(?:passi|passaggi|modi|cose)(?: |$)|(?:^| )(?:mio|mia|miei|mie|per|come)(?: |$)',
  summarise: [
    '(?:riassum(?:i|imi|ere)|sintetizza) <T>',
    '(?:fammi|dammi|fai|scrivi) un (?:breve )?riassunto <O><T>',
    '(?:un )?(?:breve )?riassunto <O><T>',
    'di (?:che )?cosa parla (?<topic><C>)',
  ],
  manner: '(?: brevemente| in (?:\\S+ )?(?:frasi|parole|punti))',
  compare: [
    '(?:confront(?:a|are|ami)|paragona) <A> (?:con|a) <B>',
    '(?:confront(?:a|are|ami)|paragona) <A> (?:e|ed) <B>',
    'confronta (?<topic><C>)',
  ],
  difference: [
    "(?:qual è |quali sono |che )?(?:la |le )?differenz[ae] (?:c[’']è )?(?:tra|fra) <A> e <B>",
  ],
  chosen: '(?:questo|il) (?:documento|file|pdf|testo)|(?:questi|i)(?: due)? (?:documenti|file)',
  scope:
    '(?:questa|la|tutta la) (?:cartella|raccolta|collezione)|tutto|tutti (?:i|i miei|questi) (?:documenti|file)',
  namedDocument: ['(?:il |la )?(?:documento|file|pagina) <T>'],
  namedFolder: ['(?:la )?cartella <T>'],
  articles: 'il|lo|la|i|gli|le|mio|mia|nostr[oa]',
  counted: 'Documenti corrispondenti: {n}',
};

export const portuguese: Grammar = {
  documents:
    'documentos?|arquivos?|ficheiros?|políticas|páginas|relatórios|contratos|cartas|e-?mails|notas|manuais|guias|apresentações|artigos|faturas|textos',
  words: {
    V: 'mencionam?|cont[êé]m|(?:falam?|tratam?) (?:de|do|da|dos|das|sobre)|se referem? (?:a|ao|à)|descrevem?|citam?|incluem|inclui|abordam?',
    S: '(?:liste|lista|mostre|mostra|dê|enumere|encontre|cite|extraia|indique)(?:-me| me)?',
  },
  signs: 'tod[oa]s|lista|resum|compar|diferença|que trata|sobre o que',
  polite: { before: 'por favor|(?:pode|poderia|podes)(?: me)?', behind: 'por favor' },
  which: [
    '(?:quais|que|qual)(?: d[oa]s(?: meus)?)? (?:<D>) (?:<V>) <T>',
    'em (?:quais|que) (?:<D>) (?:é|são|aparecem?|se fala|se menciona|fala-se|menciona-se|consta)(?: de| do| da| sobre)? <T>(?: mencionad[oa]s?)?',
    '<S> tod[oa]s (?:os|as) (?:<D>) (?:que (?:<V>)|sobre|com|acerca de) <T>',
  ],
  count: ['quant[oa]s (?:<D>) (?:<V>) <T>'],
  whichExist: [
    '<S> todos os (?:meus )?(?:documentos|arquivos|ficheiros)',
    'que (?:documentos|arquivos|ficheiros) (?:há|existem|tenho)',
  ],
  countExisting: [
    'quantos (?:documentos|arquivos|ficheiros) (?:há|existem|tenho)(?: nesta pasta)?',
  ],
  list: [
    '<S> (?:uma lista de )?tod[oa]s (?:os|as) <T>',
    '(?:faça|faz)(?:-me)? uma lista (?:completa )?de tod[oa]s (?:os|as) <T>',
  ],
  notListed:
    '^(?:passos|etapas|maneiras|formas|coisas)(?: |$)|(?:^| )(?:meu|minha|meus|minhas|eu|para|como)(?: |$)',
  summarise: [
    'resum(?:a|e|ir)(?:-me)? <T>',
    '(?:faça|faz|dê|escreva)(?:-me| me)? um (?:breve )?resumo (?:de|do|da|dos|das) <T>',
    '(?:um )?(?:breve )?resumo (?:de|do|da|dos|das) <T>',
    '(?:de que trata|do que trata|sobre o que é) (?<topic><C>)',
  ],
  manner: '(?: brevemente| em (?:\\S+ )?(?:frases?|palavras|pontos))',
  compare: [
    'compar(?:e|a|ar) <A> (?:com|ao|à) <B>',
    'compar(?:e|a|ar) <A> e <B>',
    'compare (?<topic><C>)',
  ],
  difference: ['(?:qual é |quais são )?(?:a |as )?diferenças? entre <A> e <B>'],
  chosen:
    '(?:este|o|esse) (?:documento|arquivo|ficheiro|pdf|texto)|(?:estes|os)(?: dois)? (?:documentos|arquivos|ficheiros)',
  scope:
    '(?:esta|a|toda a) (?:pasta|coleção|biblioteca)|tudo|todos os (?:meus )?(?:documentos|arquivos|ficheiros)',
  namedDocument: ['(?:o |a )?(?:documento|arquivo|ficheiro|página) <T>'],
  namedFolder: ['(?:a )?pasta <T>'],
  articles: 'o|a|os|as|meu|minha|noss[oa]',
  counted: 'Documentos correspondentes: {n}',
};
