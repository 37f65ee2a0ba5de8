// Notes of meetings, a contract, science and a recipe: what else lies in people's folders.
import type { LabelledDocument } from './labelled-document.ts';

export const papers: readonly LabelledDocument[] = [
  {
    path: 'en/notes/2031-03-04 warehouse.txt',
    text: `Warehouse meeting, 4 March 2031
Present: Ilka, Bram, Tomasz. Away: Oona

The new racking for hall 2 arrives in week 14; Bram books the fitters. The forklift's inspection is
overdue and Tomasz calls the testing body today. Returns pile up because labels fall off in the cold:
we test the blue labels from Norrby for a month.

Decided: no deliveries on Fridays after two o'clock.
Open: who pays for the broken gate? Ilka asks the landlord until the 11th.
`,
    questions: [
      ['paraphrase', 'what did we agree about lorries at the end of the week'],
      ['paraphrase', 'stickers that do not hold when it is freezing'],
      ['keyword', 'forklift inspection'],
      ['typo', 'forklft inspektion'],
    ],
  },
  {
    path: 'en/notes/2031-03-18 launch.txt',
    text: `Launch of the small logger, 18 March 2031
Present: Oona, Pia, Bram, Deniz

First batch: 600 pieces, of which 40 failed the drop test from a metre and a half. Deniz thinks that
the clip is too stiff; a softer one costs seven cents more. Price stays at 59 euros.

Decided: we move the launch from 2 May to 23 May. Pia tells the three shops that ordered ahead.
Open: name on the box. Pia prefers Frostwatch Mini, Bram would rather have Pocket.
`,
    questions: [
      ['paraphrase', 'why is the little device coming out later than planned?'],
      ['fact', 'how many pieces failed the drop test'],
    ],
  },
  {
    path: 'en/contracts/lease hall 2.md',
    text: `# Lease of hall 2

Between Quillfeather Estates (the landlord) and Ferncastle (the tenant), contract QE-2029-0077.

1. The hall at Mill Dyke 9, 1,140 square metres, is let from 1 July 2029 for six years.
2. The rent is 8,900 euros a month, due on the third working day, and follows the price index once a
   year.
3. The tenant may sublet up to a fifth with notice of a month.
4. The landlord keeps the roof, the gates and the heating in repair; glass and locks are the
   tenant's.
5. Either side may end the lease after four years, nine months ahead, in writing.
`,
    questions: [
      ['everyday', 'who keeps the gates of the hall in repair'],
      ['code', 'QE-2029-0077'],
      ['paraphrase', 'can we get out of the rental agreement early'],
      ['paraphrase', 'who must fix a leaking ceiling in the storage building?'],
    ],
  },
  {
    path: 'en/science/frost in peas.md',
    text: `# How fast peas freeze

We froze peas in layers of one, three and six centimetres at minus 35 degrees and at three speeds of
air. In the thin layer the core passed minus five after four minutes, in the thick one after thirty
one. Doubling the speed of the air saved a third of the time for thin layers and hardly anything for
thick ones.

Slow freezing lets large crystals of ice grow that pierce the cells: after thawing the thick layer
lost eleven per cent of its weight as water, the thin one three.
`,
    questions: [
      ['paraphrase', 'why do vegetables turn soggy when they were cooled down slowly?'],
      ['fact', 'weight lost as water after thawing the thick layer'],
    ],
  },
  {
    path: 'en/recipes/barley soup.md',
    text: `# Canteen barley soup for twelve

Soak 400 grams of pearl barley overnight. Brown four onions and a head of garlic in butter, add six
carrots and half a celeriac in small cubes, then the barley and four litres of stock. Simmer for
fifty minutes.

Stir in 200 millilitres of cream and the juice of a lemon at the end; it must not boil any more.
Salt late. It keeps for three days and thickens, so thin it with stock. Without cream and butter it
is vegan: use rapeseed oil.
`,
    questions: [['typo', 'perl barly cream lemmon']],
  },
];
