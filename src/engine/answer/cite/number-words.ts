// Words that say a number, multiply one, or tell what is counted, in the languages that answers are
// mostly written in. What is not here is not checked.

/** Small numbers as words, in whatever language a text may be. */
const words: readonly [number, string][] = [
  [1, 'one eins ein eine uno una un une um uma jeden один одна واحد एक'],
  [2, 'two zwei deux dos due dois duas twee dwa два две två to اثنان اثنين दो'],
  [3, 'three drei trois tres tre três drie trzy три ثلاثة ثلاث तीन'],
  [4, 'four vier quatre cuatro quattro quatro cztery четыре fyra fire أربعة أربع चार'],
  [5, 'five fünf cinq cinco cinque vijf pięć пять fem خمسة خمس पाँच पांच'],
  [6, 'six sechs seis sei zes sześć шесть sex seks ستة ست छह'],
  [7, 'seven sieben sept siete sette sete zeven siedem семь sju syv سبعة سبع सात'],
  [8, 'eight acht huit ocho otto oito osiem восемь åtta otte ثمانية ثماني आठ'],
  [9, 'nine neun neuf nueve nove negen dziewięć девять nio ni تسعة تسع नौ'],
  [10, 'ten zehn dix diez dieci dez tien dziesięć десять tio ti عشرة عشر दस'],
  [11, 'eleven elf onze once undici jedenaście одиннадцать elva elleve ग्यारह'],
  [12, 'twelve zwölf douze doce dodici doze twaalf dwanaście двенадцать tolv बारह'],
  [14, 'fourteen vierzehn quatorze catorce quattordici catorze veertien'],
  [15, 'fifteen fünfzehn quinze quince quindici vijftien'],
  [20, 'twenty zwanzig vingt veinte venti vinte twintig'],
  [30, 'thirty dreißig trente treinta trenta trinta dertig'],
  [40, 'forty vierzig quarante cuarenta quaranta quarenta veertig'],
  [50, 'fifty fünfzig cinquante cincuenta cinquanta cinquenta vijftig'],
  [60, 'sixty sechzig soixante sesenta sessanta sessenta zestig'],
  [90, 'ninety neunzig noventa novanta negentig'],
  [100, 'hundred hundert cent cien cento honderd сто'],
  // Others that a text may mean the same by.
  [1, 'a an once first erste ersten erster erstes premier première primero primera primo prima'],
  [2, 'twice second zweite zweiten zweiter zweimal deuxième segundo segunda secondo seconda'],
  [3, 'third thrice dritte dritten dritter troisième tercero tercera terzo terza'],
  [4, 'fourth vierte vierten vierter quatrième cuarto cuarta quarto quarta'],
  [5, 'fifth fünfte fünften fünfter cinquième quinto quinta'],
  [0.5, 'half halb halbe halben halber demi demie medio media mezzo mezza meio meia'],
  [0.25, 'quarter viertel quart'],
  [12, 'dozen dutzend douzaine docena dozzina'],
];

/** What each may mean: “once” is one time, or eleven in Spanish. */
export const numberWords: ReadonlyMap<string, readonly number[]> = indexed(words);

const factors: readonly [number, string][] = [
  [1e3, 'k thousand tausend tsd mille mil mila duizend tysięcy тыс тысяч 千'],
  [1e4, '万 萬 만'],
  [1e5, 'lakh lakhs'],
  [
    1e6,
    'm million millions mio mill millionen millón millones milione milioni milhão milhões mln miljoen млн миллионов',
  ],
  [1e7, 'crore crores'],
  [1e8, '亿 億 억'],
  [
    1e9,
    'b bn billion billions mrd milliarde milliarden milliard milliards miliardo miliardi bilhões mld miljard млрд',
  ],
  [1e12, 'trillion billionen'],
];

/** What is counted or measured. Two of different names mean different things. */
const units = {
  percent: '% ％ ٪ percent prozent pct procent процент процентов procento porcentaje 퍼센트',
  second:
    'sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi 秒',
  minute: 'min mins minute minutes minuten minuto minutos minuti минут минуты 分钟 分鐘',
  hour: 'h hour hours hrs stunde stunden std heure heures hora horas ora ore uur uren часов часа час 小时 小時 時間 시간',
  day: 'day days tag tage tagen jour jours día días giorno giorni dia dias dag dagen дней дня день 天 يوما يوم أيام 일',
  week: 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken недель недели неделя 周 週 週間 أسبوعا أسابيع أسبوع',
  month:
    'month months monat monate monaten mois mes meses mese mesi mês maand maanden месяцев месяца месяц 个月 個月 か月 ヶ月 개월 شهرا أشهر شهور',
  year: 'year years jahr jahre jahren ans année années año años anno anni ano anos jaar лет года год 年 년 سنة سنوات عاما أعوام',
  kilometre: 'km kilometre kilometres kilometer kilometers kilómetros chilometri 公里',
  metre: 'm meter meters metre metres mètres metros metri метров 米',
  centimetre: 'cm zentimeter centimetre centimetres centimeters',
  kilogram: 'kg kilo kilos kilogram kilograms kilogramm 公斤',
  gram: 'g gram grams gramm',
  euro: '€ eur euro euros евро 欧元 يورو',
  dollar: '$ usd dollar dollars dólares доллар долларов 美元',
  pound: '£ gbp pounds',
  yen: '¥ jpy yen 円',
} as const;

export type UnitName = keyof typeof units;

const unitOf = new Map(
  (Object.entries(units) as [UnitName, string][]).flatMap(([name, list]) =>
    list.split(' ').map((word): [string, UnitName] => [word, name]),
  ),
);
const factorOf = indexed(factors);

const nextWord =
  /[ \t\u00a0\u202f-]{0,2}([%％٪€$£¥]|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{1,2}|\p{sc=Hangul}{1,3}|[\p{L}\p{M}]{1,14})\.?/uy;
const currency = /([€$£¥]|\b(?:EUR|USD|GBP|JPY))[ \u00a0\u202f]?$/;

/** “Tagen”, “Prozent” */
export function isUnit(word: string): boolean {
  return unitOf.has(word.toLowerCase()) || factorOf.has(word.toLowerCase());
}

/** What multiplies a number that ends at an offset, and its unit. */
export function unitAfter(
  text: string,
  end: number,
): { factors: readonly number[]; name: UnitName | null } | null {
  const first = wordAt(text, end);
  if (!first) return null;
  const factors = lookUp(factorOf, first.word);
  if (!factors) return { factors: [], name: lookUp(unitOf, first.word) ?? null };
  const second = wordAt(text, first.end);
  // “5 m” is metres or millions.
  const name = (second && lookUp(unitOf, second.word)) ?? lookUp(unitOf, first.word) ?? null;
  return { factors, name };
}

export function unitBefore(text: string, start: number): UnitName | null {
  const sign = currency.exec(text.slice(Math.max(0, start - 5), start))?.[1];
  return sign === undefined ? null : (unitOf.get(sign.toLowerCase()) ?? null);
}

function wordAt(text: string, at: number): { word: string; end: number } | null {
  nextWord.lastIndex = at;
  const match = nextWord.exec(text);
  return match && { word: match[1]!.toLowerCase(), end: nextWord.lastIndex };
}

/** A sign of Chinese may begin a word that goes on. */
function lookUp<T>(map: ReadonlyMap<string, T>, word: string): T | undefined {
  const known = map.get(word);
  if (known !== undefined || word.length < 2 || word.charCodeAt(0) < 0x2e80) return known;
  return map.get(word.slice(0, 2)) ?? map.get(word.slice(0, 1));
}

function indexed(lists: readonly [number, string][]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [value, list] of lists) {
    for (const word of list.split(' ')) index.set(word, [...(index.get(word) ?? []), value]);
  }
  return index;
}
