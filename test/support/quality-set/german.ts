// German documents of the made-up company, with compounds and inflection.
import type { LabelledDocument } from './labelled-document.ts';

export const german: readonly LabelledDocument[] = [
  {
    path: 'de/urlaub.md',
    text: `# Erholungsurlaub

Jede Vollzeitkraft hat 29 Urlaubstage im Kalenderjahr, Teilzeitkräfte anteilig. Anträge gehen über das
Zeitportal an die Gruppenleitung, die binnen drei Werktagen entscheidet. Für mehr als zwei Wochen am
Stück bitten wir um acht Wochen Vorlauf.

Bis zu fünf Resturlaubstage dürfen ins nächste Jahr mitgenommen werden; sie verfallen am 30. April.
An Heiligabend und Silvester ist der Betrieb geschlossen, ohne dass dafür ein Tag abgezogen wird.
`,
    questions: [
      ['everyday', 'Wie viele Tage Urlaub darf ich ins neue Jahr mitnehmen?'],
      ['fact', 'Wann verfällt der Resturlaub?'],
      ['paraphrase', 'Wie früh muss ich sagen, dass ich drei Wochen verreisen möchte?'],
    ],
  },
  {
    path: 'de/krankmeldung.md',
    text: `# Krankmeldung

Wer krank ist, ruft bis 8:45 Uhr in der Zentrale an (Durchwahl 210). Ab dem vierten Tag brauchen wir
eine ärztliche Bescheinigung; sie wird elektronisch abgerufen, niemand muss Papier schicken.

Bei kranken Kindern gibt es zwölf bezahlte Tage je Kind und Jahr. Nach sechs Wochen zahlt die
Krankenkasse; wir stocken ein halbes Jahr lang auf neunzig Prozent auf. Danach beginnt auf Wunsch eine
stufenweise Wiedereingliederung.
`,
    questions: [
      ['everyday', 'Ab welchem Tag brauche ich eine Bescheinigung vom Arzt?'],
      ['paraphrase', 'Meine Tochter hat Fieber, darf ich daheim bleiben?'],
      ['code', 'Durchwahl 210'],
    ],
  },
  {
    path: 'de/elternzeit.md',
    text: `# Elternzeit

Die Anmeldung muss sieben Wochen vor Beginn schriftlich in der Personalstelle liegen. Wir zahlen zehn
Wochen lang die Differenz zum vollen Lohn, auch für Väter und Pflegeeltern. Wer danach in Teilzeit
zurückkommt, behält den Anspruch auf die alte Stelle drei Jahre lang.

Laptop und Zugang bleiben freigeschaltet, Anrufe gibt es nicht. Zum Sommerfest sind alle eingeladen.
`,
    questions: [
      ['everyday', 'Wie lange behalte ich nach der Elternzeit meine Stelle?'],
      ['paraphrase', 'Bekommt ein Papa nach der Geburt weiter sein ganzes Gehalt?'],
      ['keyword', 'Anmeldung Elternzeit Wochen'],
    ],
  },
  {
    path: 'de/reisekosten.md',
    text: `# Reisekosten

Belege werden innerhalb von sechzig Tagen in »Quittox« hochgeladen. Bahnfahrten bis drei Stunden in
der zweiten Klasse, darüber in der ersten. Für das eigene Auto gibt es 35 Cent je Kilometer, für das
Fahrrad 15.

Hotels dürfen bis 120 Euro kosten, zu Messezeiten bis 180. Trinkgeld erstatten wir bis zehn Prozent.
Eine Verpflegungspauschale von 32 Euro gilt ab acht Stunden Abwesenheit.
`,
    questions: [
      ['everyday', 'Was darf ein Hotel kosten, wenn Messe ist?'],
      ['paraphrase', 'Wie viel bekomme ich, wenn ich mit dem privaten Wagen zum Kunden fahre?'],
      ['typo', 'Verpflegungspauschahle Abwesnheit'],
    ],
  },
  {
    path: 'de/diensthandy.md',
    text: `# Diensthandy und Rufbereitschaft

Der Außendienst erhält ein Telefon mit zwei Rufnummern. Privat telefonieren ist in der EU erlaubt; in
der Schweiz wird vor der Reise das Paket CH-5 gebucht. Das Gerät wird mit sechs Ziffern gesperrt und
alle drei Jahre getauscht.

Während der Rufbereitschaft muss man in zwanzig Minuten am Rechner sein. Jede Woche Bereitschaft
bringt 210 Euro und einen halben freien Tag. Nach einem nächtlichen Einsatz wird ausgeschlafen.
`,
    questions: [
      ['code', 'CH-5'],
      ['paraphrase', 'Was verdient man zusätzlich, wenn man nachts erreichbar sein muss?'],
    ],
  },
  {
    path: 'de/brandschutz.md',
    text: `# Brandschutzordnung

Bei Feuer: Taster drücken, 112 wählen, Türen schließen, über die Außentreppe zum Sammelplatz am
Fahrradständer gehen. Aufzüge sind tabu. Die Etagenbeauftragten tragen gelbe Westen und zählen durch.

Feuerlöscher hängen neben jeder Teeküche. Der Probealarm ist am ersten Dienstag im März und im
Oktober. Heizlüfter und Kerzen sind in den Büros verboten.
`,
    questions: [
      ['paraphrase', 'Wohin laufen wir, wenn es brennt?'],
      ['keyword', 'Probealarm Dienstag'],
      ['typo', 'Feuerlöshcer Teekühce'],
    ],
  },
  {
    path: 'de/kühlraum.md',
    text: `# Kühlraumüberwachung einrichten

Der Temperaturfühler wird mit zwei Schrauben an die Rückwand gesetzt, nicht über die Tür. In der App
wählt man »Raum hinzufügen« und hält das Telefon an den Fühler, bis er piept.

Grenzwerte für Milchprodukte sind mit zwei und sieben Grad voreingestellt. Fällt der Strom aus,
speichert das Gerät noch vierzig Tage lang und reicht die Messwerte nach. Fehler K-18 heißt: Fühler
vereist, bitte abtauen.
`,
    questions: [
      ['code', 'Fehler K-18'],
      ['paraphrase', 'Gehen Messungen verloren, wenn die Elektrizität weg ist?'],
    ],
  },
  {
    path: 'de/rechnung.md',
    text: `# Rechnungen und Kündigung

Die Monatsrechnung kommt am dritten Werktag per Mail; die Anschrift ändert man unter »Konto«. Gezahlt
wird per Lastschrift oder binnen 14 Tagen durch Überweisung.

Das Abonnement ist jederzeit zum Monatsende kündbar, ein Klick genügt. Vorausbezahlte Monate erstatten
wir. Geräte können innerhalb von 45 Tagen zurückgeschickt werden, das Porto übernehmen wir.
`,
    questions: [
      ['everyday', 'In wie vielen Tagen muss ich die Rechnung überweisen?'],
      ['paraphrase', 'Wie komme ich aus dem Vertrag wieder raus?'],
      ['phrase', 'Vorausbezahlte Monate erstatten wir'],
    ],
  },
];
