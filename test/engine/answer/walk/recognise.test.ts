import { describe, expect, test } from 'vitest';
import { recogniseWalk, recogniseWholeWalk } from '../../../../src/engine/answer/walk/recognise.ts';

/** What a question is taken for, in short. */
function read(question: string): string {
  const found = recogniseWalk(question);
  if (!found) return 'usual';
  if (found.kind === 'which') {
    return `${found.counted === null ? 'which' : 'count'} ${found.topic}`.trim();
  }
  if (found.kind === 'list') return `list ${found.topic}`;
  if (found.kind === 'compare') {
    const sides = found.sides?.join(' | ') ?? 'chosen';
    return `${found.onlyDocuments ? 'differ' : 'compare'} ${sides}`;
  }
  const { target } = found;
  return `summarise ${'name' in target ? `${target.of} ${target.name}` : target.of}`;
}

const walks: Record<string, [question: string, read: string][]> = {
  English: [
    ['Which documents mention parental leave?', 'which parental leave'],
    ['Which policies cover travel to Alaska?', 'which travel to Alaska'],
    [
      'In which files is the data protection officer mentioned?',
      'which the data protection officer',
    ],
    ['Which documents contain the word overtime?', 'which overtime'],
    ['how many documents mention overtime', 'count overtime'],
    ['How many documents are there?', 'count'],
    ['List all documents about security.', 'which security'],
    ['Please list all files that contain "net pay".', 'which "net pay"'],
    ['show me every file mentioning Anna Meyer', 'which Anna Meyer'],
    ['List all documents', 'which'],
    ['List all suppliers.', 'list suppliers'],
    ['List all the phone numbers in these documents', 'list phone numbers'],
    ['Can you give me a complete list of vendors?', 'list vendors'],
    ['Summarise this document.', 'summarise chosen'],
    ['Could you please summarize this folder for me?', 'summarise scope'],
    ['summarise the leave policy in three sentences', 'summarise document leave policy'],
    ['Give me a short summary of report.pdf', 'summarise document report.pdf'],
    ['Summarise the folder contracts', 'summarise folder contracts'],
    ['What is this document about?', 'summarise chosen'],
    ['Compare the leave policy with the travel policy', 'compare leave policy | travel policy'],
    ['Compare annual leave and sick leave', 'compare annual leave | sick leave'],
    ['compare these documents', 'compare chosen'],
    ['What is the difference between A.md and B.md?', 'differ A.md | B.md'],
  ],
  German: [
    ['Welche Dokumente erwähnen Elternzeit?', 'which Elternzeit'],
    [
      'In welchen Dateien wird der Datenschutzbeauftragte erwähnt?',
      'which der Datenschutzbeauftragte',
    ],
    ['In welchen Dokumenten geht es um Reisekosten?', 'which Reisekosten'],
    ['Wie viele Dokumente enthalten „Überstunden“?', 'count „Überstunden“'],
    ['Liste alle Dokumente auf, die Elternzeit erwähnen.', 'which Elternzeit'],
    ['Liste alle Lieferanten auf', 'list Lieferanten'],
    ['Fasse diesen Ordner zusammen', 'summarise scope'],
    ['Fasse das Dokument bitte kurz zusammen.', 'summarise chosen'],
    [
      'Kannst du mir die Urlaubsrichtlinie bitte zusammenfassen?',
      'summarise document Urlaubsrichtlinie',
    ],
    ['Worum geht es in diesem Dokument?', 'summarise chosen'],
    ['Vergleiche Vertrag A mit Vertrag B', 'compare Vertrag A | Vertrag B'],
    ['Was ist der Unterschied zwischen Urlaub und Elternzeit?', 'differ Urlaub | Elternzeit'],
  ],
  French: [
    ['Quels documents mentionnent le congé parental ?', 'which le congé parental'],
    ['Dans quels documents est-il question de télétravail ?', 'which télétravail'],
    [
      'Combien de documents contiennent « heures supplémentaires » ?',
      'count « heures supplémentaires »',
    ],
    ['Liste tous les fournisseurs', 'list fournisseurs'],
    ["Résume-moi le document s'il te plaît", 'summarise chosen'],
    ['Fais un résumé de la politique de congés', 'summarise document politique de congés'],
    ['Compare le contrat A et le contrat B', 'compare contrat A | contrat B'],
  ],
  Spanish: [
    ['¿Qué documentos mencionan el permiso parental?', 'which el permiso parental'],
    ['¿Cuántos documentos hablan de horas extra?', 'count horas extra'],
    ['Enumera todos los proveedores', 'list proveedores'],
    ['Resume esta carpeta', 'summarise scope'],
    ['Compara el contrato A con el contrato B', 'compare contrato A | contrato B'],
  ],
  Italian: [
    ['Quali documenti menzionano il congedo parentale?', 'which il congedo parentale'],
    ['Quanti documenti parlano di straordinari?', 'count straordinari'],
    ['Elenca tutti i fornitori', 'list fornitori'],
    ['Riassumi la cartella contratti', 'summarise folder contratti'],
    ['Confronta ferie e malattia', 'compare ferie | malattia'],
  ],
  Portuguese: [
    ['Quais documentos mencionam a licença parental?', 'which a licença parental'],
    ['Quantos documentos falam de horas extras?', 'count horas extras'],
    ['Liste todos os fornecedores', 'list fornecedores'],
    ['Resuma esta pasta', 'summarise scope'],
    ['Compare o contrato A com o contrato B', 'compare contrato A | contrato B'],
  ],
  Dutch: [
    ['Welke documenten noemen ouderschapsverlof?', 'which ouderschapsverlof'],
    ['Hoeveel documenten gaan over veiligheid?', 'count veiligheid'],
    ['Som alle leveranciers op', 'list leveranciers'],
    ['Vat deze map samen', 'summarise scope'],
    ['Vergelijk contract A met contract B', 'compare contract A | contract B'],
  ],
  Russian: [
    ['Какие документы упоминают отпуск?', 'which отпуск'],
    ['В каких файлах говорится об отпуске?', 'which отпуске'],
    ['Сколько документов содержат слово отпуск?', 'count отпуск'],
    ['Перечисли всех поставщиков', 'list поставщиков'],
    ['Сделай краткое содержание этой папки', 'summarise scope'],
    ['Сравни договор А и договор Б', 'compare договор А | договор Б'],
  ],
  Turkish: [
    ['Ebeveyn izni hangi belgelerde geçiyor?', 'which Ebeveyn izni'],
    ['Kaç belgede fazla mesai geçiyor?', 'count fazla mesai'],
    ['Tüm tedarikçileri listele', 'list tedarikçileri'],
    ['Bu klasörü özetle', 'summarise scope'],
    ['A planı ile B planını karşılaştır', 'compare A planı | B planını'],
  ],
  Chinese: [
    ['哪些文档提到了育儿假？', 'which 育儿假'],
    ['有多少个文件提到加班？', 'count 加班'],
    ['列出所有关于安全的文档', 'which 安全'],
    ['列出所有供应商', 'list 供应商'],
    ['请总结《年度报告》', 'summarise document 年度报告'],
    ['总结一下这个文件夹', 'summarise scope'],
    ['比较年假和病假', 'compare 年假 | 病假'],
  ],
  Japanese: [
    ['どの文書に育児休暇が書かれていますか？', 'which 育児休暇'],
    ['有給休暇について書かれた文書をすべて挙げてください', 'which 有給休暇'],
    ['残業に言及している文書はいくつありますか？', 'count 残業'],
    ['すべての仕入先を列挙してください', 'list 仕入先'],
    ['「年次報告書」を要約して', 'summarise document 年次報告書'],
    ['年休と病気休暇を比較してください', 'compare 年休 | 病気休暇'],
  ],
  Arabic: [
    ['ما هي المستندات التي تذكر إجازة الأمومة؟', 'which إجازة الأمومة'],
    ['كم عدد الملفات التي تحتوي على العمل الإضافي؟', 'count العمل الإضافي'],
    ['اذكر كل الموردين', 'list الموردين'],
    ['لخص هذا المجلد', 'summarise scope'],
    ['قارن بين الإجازة السنوية والإجازة المرضية', 'compare الإجازة السنوية | الإجازة المرضية'],
  ],
  Hindi: [
    ['किन दस्तावेज़ों में मातृत्व अवकाश का उल्लेख है?', 'which मातृत्व अवकाश'],
    ['कितने दस्तावेज़ों में ओवरटाइम का ज़िक्र है?', 'count ओवरटाइम'],
    ['सभी आपूर्तिकर्ताओं की सूची दें', 'list आपूर्तिकर्ताओं'],
    ['इस फ़ोल्डर का सारांश दें', 'summarise scope'],
    ['वार्षिक अवकाश और बीमारी अवकाश की तुलना करें', 'compare वार्षिक अवकाश | बीमारी अवकाश'],
  ],
};

/** They ask for one thing, or for what concerns whoever asks. */
const usual: Record<string, string[]> = {
  English: [
    'Which leave do I get?',
    'List the steps to reset my PIV',
    'List all the steps to reset my PIV',
    'list all things I need to bring',
    'How many vacation days do I get?',
    'How many pages does the handbook have?',
    'Which documents do I need for a visa?',
    'What policy covers parental leave?',
    'Which form do I fill in for travel?',
    'What is the summary rating?',
    'How does our pay compare with the market?',
    'Name the three founders',
    'Who summarises the meeting?',
    'When is the list of all hands due?',
    'What happens if documents are missing?',
    'Can everyone see all documents?',
    'Where is the office?',
  ],
  German: [
    'Welche Dokumente brauche ich für den Antrag?',
    'Liste alle Schritte auf',
    'Nenne mir die Schritte zum Zurücksetzen',
    'Welchen Urlaub bekomme ich?',
    'Wie viele Urlaubstage habe ich?',
    'Wer fasst die Sitzung zusammen?',
    'Wie viele Seiten hat das Handbuch?',
  ],
  French: [
    'De quels documents ai-je besoin pour un visa ?',
    'Combien de jours de congé ai-je ?',
    'Liste les étapes pour réinitialiser ma carte',
  ],
  Spanish: ['¿Qué documentos necesito para el visado?', '¿Cuántos días de vacaciones tengo?'],
  Italian: ['Quali documenti servono per il visto?', 'Quanti giorni di ferie ho?'],
  Portuguese: ['Quais documentos preciso para o visto?', 'Quantos dias de férias tenho?'],
  Dutch: ['Welke documenten heb ik nodig voor een visum?', 'Hoeveel vakantiedagen heb ik?'],
  Russian: ['Какие документы нужны для визы?', 'Сколько дней отпуска у меня есть?'],
  Turkish: ['Vize için hangi belgeler gerekli?', 'Kaç gün iznim var?'],
  Chinese: ['申请签证需要哪些文件？', '我有多少天年假？', '列出重置PIV的步骤'],
  Japanese: ['ビザにはどの書類が必要ですか？', '休暇は何日ありますか？'],
  Arabic: ['ما هي المستندات المطلوبة للتأشيرة؟', 'كم يوم إجازة لدي؟'],
  Hindi: ['वीज़ा के लिए कौन से दस्तावेज़ चाहिए?', 'मेरे पास कितने दिन की छुट्टी है?'],
};

describe.each(Object.entries(walks))('%s: a question about whole documents', (name, questions) => {
  test.each(questions)('%s', (question, expected) => {
    expect(read(question)).toBe(expected);
    // Turkish has two letters of which only one is I.
    if (name === 'Turkish') return;
    expect(read(question.toUpperCase()).split(' ')[0]).toBe(expected.split(' ')[0]);
  });
});

describe.each(Object.entries(usual))('%s: a usual question', (_, questions) => {
  test.each(questions)('%s', (question) => expect(read(question)).toBe('usual'));
});

test('empty, long and pasted ones are usual', () => {
  const long = `Summarise ${'word '.repeat(100)}`;
  for (const question of ['', '???', long, 'Summarise', 'compare']) {
    expect(read(question)).toBe('usual');
  }
});

test('what points at something said before waits for it', () => {
  expect(recogniseWholeWalk('Which documents mention it?')).toBeNull();
  expect(recogniseWholeWalk('Compare it with the travel policy')).toBeNull();
  expect(recogniseWholeWalk('Summarise this folder')).not.toBeNull();
  expect(recogniseWholeWalk('List all suppliers in these documents')).not.toBeNull();
});
