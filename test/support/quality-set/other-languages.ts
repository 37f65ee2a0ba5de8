// Two documents each in further languages and scripts, near each other in what they are about.
import type { LabelledDocument } from './labelled-document.ts';

export const otherLanguages: readonly LabelledDocument[] = [
  {
    path: 'fr/congés.md',
    text: `# Congés payés

Chaque salarié a droit à vingt-huit jours ouvrés par an. La demande se fait dans l'agenda commun, cinq
semaines à l'avance pour plus d'une semaine. Les jours restants peuvent être pris jusqu'à la fin du mois
d'avril.

Pour un mariage, la maison offre quatre jours; pour un déménagement, un jour. L'atelier ferme entre Noël
et le jour de l'An.
`,
    questions: [
      ['paraphrase', 'Je change d’appartement, ai-je du temps libre pour cela ?'],
      ['keyword', 'atelier ferme Noël'],
      ['typo', 'agenda comun démenagement'],
    ],
  },
  {
    path: 'fr/frais.md',
    text: `# Notes de frais

Les justificatifs sont envoyés dans les quarante jours par l'application Tirelire. L'hôtel est remboursé
jusqu'à 115 euros, le repas du soir jusqu'à 27 euros. Le train est la règle; l'avion demande l'accord de
la direction.

Sans justificatif, rien n'est remboursé au-delà de huit euros. Le vélo donne droit à 22 centimes par
kilomètre.
`,
    questions: [
      ['everyday', 'Combien rembourse-t-on pour un repas du soir ?'],
      ['paraphrase', 'Qui doit m’autoriser à voler pour aller chez un client ?'],
      ['code', '22 centimes'],
    ],
  },
  {
    path: 'ru/отпуск.md',
    text: `# Отпуск

Каждому сотруднику положено тридцать дней отпуска в году. Заявление подают в отдел кадров за четыре
недели. Хотя бы одну часть отпуска нужно отгулять подряд: не меньше десяти дней.

Неиспользованные дни переносятся до конца мая. На свадьбу даётся три дня, на переезд один день; эти дни
оплачиваются и в отпуск не входят.
`,
    questions: [
      ['everyday', 'за сколько недель подавать заявление на отпуск?'],
      ['paraphrase', 'Женюсь летом, сколько выходных мне дадут?'],
      ['fact', 'до какого месяца переносят неиспользованный отпуск'],
    ],
  },
  {
    path: 'ru/датчик.md',
    text: `# Датчик для морозильной камеры

Датчик вешают на уровне товара, подальше от вентилятора. Кнопку держат четыре секунды, пока лампочка не
станет зелёной. Батарейки хватает на два года, в сильный мороз меньше чем на год.

Если температура выше нормы двадцать минут, система звонит дежурному. Код Ж-14 означает, что потеряна
связь с сервером: проверьте провод.
`,
    questions: [
      ['code', 'Ж-14'],
      ['paraphrase', 'Почему элемент питания быстро садится на холоде?'],
      ['typo', 'датчек морозилной камеры'],
    ],
  },
  {
    path: 'tr/izin.md',
    text: `# Yıllık izin

Her çalışanın yılda yirmi iki gün ücretli izni vardır. İzin isteği üç hafta önceden takvime yazılır,
ekip sorumlusu iki gün içinde yanıt verir. Kullanılmayan günlerden en çok yedisi sonraki yıla aktarılır.

Evlenen çalışana beş gün, taşınana bir gün ayrıca verilir. Bayram haftasında ekibin yarısı iş başında
kalır.
`,
    questions: [
      ['paraphrase', 'Düğünüm var, kaç gün işe gelmeyebilirim?'],
      ['fact', 'kullanılmayan izinlerin kaçı sonraki yıla kalır'],
    ],
  },
  {
    path: 'tr/masraflar.md',
    text: `# Yol masrafları

Fişler gezi bittikten sonra otuz beş gün içinde Kumbara uygulamasına yüklenir. Otel için gecelik sınır
2.400 liradır. Dört saate kadar olan yollarda trene binilir, uçak için müdürün onayı gerekir.

Kendi arabasıyla gidene kilometre başına 6 lira ödenir. Cezalar sürücüye aittir.
`,
    questions: [
      ['everyday', 'otelde bir gece için en çok ne kadar ödenir?'],
      ['keyword', 'Kumbara fiş'],
      ['paraphrase', 'Trafik polisi ceza yazdı, şirket öder mi?'],
    ],
  },
  {
    path: 'ar/الإجازات.md',
    text: `# الإجازة السنوية

لكل موظف أربعة وعشرون يومًا من الإجازة المدفوعة في السنة. يُقدَّم الطلب قبل ثلاثة أسابيع على الأقل، ويجيب المسؤول خلال يومين. تُنقل خمسة أيام غير مستعملة إلى السنة التالية حتى نهاية نيسان.

للزواج أربعة أيام، ولوفاة قريب سبعة أيام، ولا تُحسب هذه الأيام من الإجازة السنوية.
`,
    questions: [
      ['everyday', 'كم يومًا إجازة للزواج؟'],
      ['paraphrase', 'مات جدي، كم يومًا أستطيع أن أغيب؟'],
      ['keyword', 'طلب الإجازة أسابيع'],
    ],
  },
  {
    path: 'ar/السفر.md',
    text: `# مصاريف السفر

تُرسل الفواتير خلال أربعين يومًا عبر تطبيق «الحصالة». سعر الفندق لا يزيد على تسعين دينارًا في الليلة، والطعام على عشرين دينارًا في اليوم.

السفر بالطائرة يحتاج إلى موافقة المديرة. من يقود سيارته الخاصة يحصل على ثلاثين قرشًا عن كل كيلومتر، والمخالفات على حساب السائق.
`,
    questions: [
      ['fact', 'كم سعر الفندق في الليلة؟'],
      ['paraphrase', 'ذهبت إلى الزبون بعربتي، كم تدفعون لي؟'],
    ],
  },
  {
    path: 'hi/छुट्टी.md',
    text: `# सालाना छुट्टी

हर कर्मचारी को साल में इक्कीस दिन की सवेतन छुट्टी मिलती है। अर्ज़ी कम से कम तीन हफ़्ते पहले कैलेंडर में डालें; टीम प्रमुख दो दिन में जवाब देती हैं। बची हुई छुट्टियों में से छह अगले साल मार्च तक चलती हैं।

शादी के लिए पाँच दिन और घर बदलने के लिए एक दिन अलग से मिलता है। दिवाली पर दफ़्तर तीन दिन बंद रहता है।
`,
    questions: [
      ['paraphrase', 'मेरा विवाह है, कितने दिन काम पर न आऊँ?'],
      ['keyword', 'दिवाली दफ़्तर बंद'],
    ],
  },
  {
    path: 'hi/यात्रा-खर्च.md',
    text: `# यात्रा का खर्च

रसीदें यात्रा के बाद पैंतालीस दिन के भीतर ‘गुल्लक’ ऐप में डालें। होटल का किराया एक रात के लिए चार हज़ार रुपये तक और खाना दिन में नौ सौ रुपये तक चुकाया जाता है।

हवाई जहाज़ के लिए निदेशक की मंज़ूरी चाहिए। अपनी गाड़ी से जाने पर हर किलोमीटर के बारह रुपये मिलते हैं। जुर्माना चालक खुद भरता है।
`,
    questions: [
      ['everyday', 'हवाई जहाज़ से जाने के लिए किसकी मंज़ूरी चाहिए?'],
      ['fact', 'होटल का किराया एक रात के लिए कितना'],
      ['paraphrase', 'बिल कब तक जमा करने होते हैं?'],
    ],
  },
  {
    path: 'th/วันลา.md',
    text: `# วันลาพักร้อน

พนักงานทุกคนมีวันลาพักร้อนปีละสิบหกวันโดยได้รับค่าจ้าง ส่งใบลาในปฏิทินล่วงหน้าอย่างน้อยสองสัปดาห์ หัวหน้าทีมจะตอบภายในสามวัน วันที่เหลือเก็บไว้ใช้ได้ถึงสิ้นเดือนมีนาคมปีถัดไป

แต่งงานลาได้เพิ่มห้าวัน ย้ายบ้านลาได้หนึ่งวัน ช่วงสงกรานต์สำนักงานปิดสี่วัน
`,
    questions: [
      ['paraphrase', 'จะเข้าพิธีวิวาห์ หยุดงานได้กี่วัน'],
      ['keyword', 'สงกรานต์ สำนักงานปิด'],
    ],
  },
  {
    path: 'th/ค่าเดินทาง.md',
    text: `# ค่าเดินทาง

ส่งใบเสร็จในแอป “กระปุก” ภายในสามสิบวันหลังกลับมา ค่าโรงแรมไม่เกินคืนละหนึ่งพันแปดร้อยบาท ค่าอาหารวันละห้าร้อยบาท

การขึ้นเครื่องบินต้องได้รับอนุญาตจากผู้อำนวยการก่อน ถ้าใช้รถของตัวเองจ่ายให้กิโลเมตรละเจ็ดบาท ค่าปรับจราจรผู้ขับต้องจ่ายเอง
`,
    questions: [
      ['everyday', 'ขึ้นเครื่องบินต้องขออนุญาตใคร'],
      ['fact', 'ค่าโรงแรมคืนละเท่าไร'],
      ['paraphrase', 'ขับพาหนะส่วนตัวไปหาลูกค้าได้เงินคืนไหม'],
    ],
  },
];
