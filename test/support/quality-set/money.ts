// Travel, expenses and pay: near neighbours, each with figures of its own.
import type { LabelledDocument } from './labelled-document.ts';

export const money: readonly LabelledDocument[] = [
  {
    path: 'en/money/expenses.md',
    text: `# Claiming expenses

Photograph the receipt on the day and send it through Pennyjar under the right project. Claims that
are in by the 20th are paid with that month's salary; what is older than ninety days is not paid at
all.

Meals while travelling: up to 42 euros a day, breakfast in the hotel included. Drinks with guests
need a name and a reason. Fines, minibars and upgrades are always your own. Without a receipt, up to
15 euros can be claimed once a month.
`,
    questions: [
      ['everyday', 'can I claim something without a receipt'],
      ['paraphrase', 'I lost the slip from the taxi, can I still get the money back?'],
      ['fact', 'meals per day while travelling'],
      ['keyword', 'Pennyjar receipt'],
    ],
  },
  {
    path: 'en/money/trains-and-flights.md',
    text: `# Trains and flights

Take the train for anything that it reaches within six hours. Second class is the rule; first class
is fine above three hours, as you will be working. Flights are booked in economy through Odelia
Travel, at least ten days ahead, and need the reason in one line.

Keep the miles that you collect. A night train counts as a hotel night saved: use it. For journeys
outside Europe the risk desk has to agree before the ticket is bought.
`,
    questions: [
      ['paraphrase', 'may I sit in business on the plane to Lisbon?'],
      ['everyday', 'who must agree before I book a flight outside Europe'],
    ],
  },
  {
    path: 'en/money/hotels.md',
    text: `# Where to stay

We pay for a quiet single room of up to 135 euros a night, 190 in London, Paris and Zurich. Book
rooms that can be cancelled until the evening before. Staying with friends instead brings you 30
euros a night for a present to your hosts.

Rooms for more than five nights are looked for by the office, as flats are often cheaper. Parking
and a desk lamp may be claimed; laundry only from the sixth night on.
`,
    questions: [
      ['everyday', 'how much may a hotel room in London cost a night'],
      ['fact', 'price limit of a room in Paris'],
      ['paraphrase', 'is there something for sleeping at a friend’s place on a work trip'],
    ],
  },
  {
    path: 'en/money/cars.md',
    text: `# Cars, bicycles and mileage

Pool cars stand in bay C; the key box opens with your badge. Whoever drives their own car gets 38
cents a kilometre, by bicycle 20 cents. Passengers add nothing.

Report scratches the same day, also old ones that you find. Charging at home is refunded from the
meter reading. There is no personal company car at Ferncastle, but there is a bicycle lease: up to
3,200 euros over thirty months, taken from gross pay.
`,
    questions: [
      ['everyday', 'what do I get per kilometre with my own car'],
      ['paraphrase', 'can the firm help me buy an e-bike?'],
      ['code', '38 cents'],
    ],
  },
  {
    path: 'en/money/moving.md',
    text: `# Moving for the job

If we ask you to change your place of work by more than 80 kilometres, we pay for the removal van,
two journeys to look at flats and the agent's fee up to 2,500 euros. Double rent is covered for eight
weeks.

Whoever leaves us of their own will within a year pays half of it back. Two days off for the removal
itself come on top, whatever the reason for it is. New addresses belong in the personal file within
a week.
`,
    questions: [
      ['paraphrase', 'do I owe anything when I quit soon after you relocated me?'],
      ['everyday', 'how many days off do I get for moving house'],
    ],
  },
  {
    path: 'en/money/pension.md',
    text: `# Saving for old age

From the fourth month on Ferncastle pays six per cent of your salary into the Oakshield plan, and
matches what you add yourself up to another four. You choose between three funds; without a choice
it is the green one.

You may stop or change your own part every quarter through the plan's website. When you leave, the
account stays yours. Questions about tax go to Oakshield, as we may not advise on that.
`,
    questions: [
      ['everyday', 'how much of my salary does the company pay into the pension'],
      ['keyword', 'Oakshield funds'],
    ],
  },
  {
    path: 'en/money/bonus.md',
    text: `# Profit share and referrals

A tenth of the profit of each year goes to everybody in equal parts, in April. Whoever joined during
the year gets a part for each month.

If somebody you recommended is hired, you get 1,800 euros: half when they start and half when their
trial period has ended. It is not paid to the hiring lead or to directors. There are no individual
targets and no commissions.
`,
    questions: [
      ['paraphrase', 'what do I earn for bringing in a former colleague as a new hire'],
      ['everyday', 'in which month is the profit shared out'],
    ],
  },
];
