// Help pages of a made-up product: loggers that watch the temperature of cold rooms.
import type { LabelledDocument } from './labelled-document.ts';

export const product: readonly LabelledDocument[] = [
  {
    path: 'en/help/mounting.md',
    text: `# Mounting a Frostwatch logger

Hang the logger at the height of the goods, a hand's breadth from the wall, and never in the draught
of the fan. In rooms of more than thirty square metres use two. The sticker with the serial number
should stay readable.

Press the button for three seconds: it blinks blue while it looks for the bridge and turns green when
it has found it. Steel doors weaken the signal; put the bridge on the same side. Wait half an hour
before you trust the first values.
`,
    questions: [
      ['paraphrase', 'where in the fridge room should the sensor go?'],
      ['everyday', 'how many loggers does a large room need'],
    ],
  },
  {
    path: 'en/help/batteries.md',
    text: `# Batteries

A logger runs for about two years on one lithium cell (type FW-36). Below minus thirty degrees it is
nearer to ten months. The app warns at fifteen per cent, and the lamp blinks red twice a minute.

Change the cell within two minutes and no reading is lost. Do not use rechargeable cells: their
voltage is too low. Empty ones go to the shop or into the return bag that comes with new ones.
`,
    questions: [
      ['everyday', 'how long does the battery of a logger last'],
      ['code', 'FW-36'],
      ['paraphrase', 'why does it run out of power so soon in the deep freezer?'],
    ],
  },
  {
    path: 'en/help/alarms.md',
    text: `# Alarms

Set a lowest and a highest temperature for each room, and how long it may be outside of them: twenty
minutes is usual, since doors stand open. The alarm rings the first person on the list, then the next
after five minutes.

Quiet hours hold back warnings but never alarms. A defrosting plan tells Frostwatch when warmth is
expected. Every alarm needs an answer of a few words; inspectors will want to read them.
`,
    questions: [
      ['paraphrase', 'stop it from calling me whenever somebody unloads a lorry'],
      ['everyday', 'how long may a room be too warm before the alarm rings'],
    ],
  },
  {
    path: 'en/help/plans-and-prices.md',
    text: `# Plans and prices

Small: up to 5 loggers, a year of history, 9 euros a month. Medium: up to 40 loggers, five years of
history, 49 euros. Large: without limits, with single sign-on and a named contact, by agreement.

Changing to a bigger plan works at once and is charged by the day; to a smaller one at the end of the
month. Schools and food banks have the medium plan for the price of the small one.
`,
    questions: [
      ['everyday', 'how many years of history does the medium plan keep'],
      ['paraphrase', 'is there a discount for charities that give away food?'],
      ['fact', 'price of the plan with 40 loggers'],
    ],
  },
  {
    path: 'en/help/invoices.md',
    text: `# Invoices and paying

Invoices come on the second of the month to the address under Account → Billing; there you can add an
order number and a second recipient. We take cards, direct debit and, from the medium plan on, bank
transfer within 21 days.

If a payment fails we try again after three and after seven days and then make the account read-only.
Readings go on being stored for sixty days, so that nothing is missing when it is paid.
`,
    questions: [
      ['paraphrase', 'what happens to my data if the card was declined'],
      ['everyday', 'where do I add an order number to the invoice'],
      ['typo', 'invoise bank tranfser days'],
    ],
  },
  {
    path: 'en/help/refunds.md',
    text: `# Money back and returns

Loggers can be sent back within 45 days for any reason; write to returns@frostwatch.example and you
get a label. We refund within a week of their arrival, without the express fee.

Subscriptions end whenever you wish and what is left of a year paid in advance is given back by the
month. Loggers with water damage are looked at first. The guarantee on the hardware is three years.
`,
    questions: [
      ['everyday', 'how many days do I have to send a logger back'],
      ['paraphrase', 'I changed my mind, how do I send the boxes home?'],
      ['fact', 'how long is the guarantee on hardware'],
    ],
  },
  {
    path: 'en/help/error-codes.md',
    text: `# What the codes mean

E-104: the probe is not plugged in or its cable is torn. E-117: two loggers share a name; rename one.
E-203: the bridge cannot reach the internet; check port 8883. E-209: the clock is wrong by more than a
minute, usually after a power cut. E-310: memory full, because the bridge was away for over a month.

Any other code: hold the button for ten seconds, and write to support with the serial number if it
comes back.
`,
    questions: [
      ['code', 'E-209'],
      ['code', 'port 8883'],
    ],
  },
  {
    path: 'en/help/export-and-reports.md',
    text: `# Reports and export

Under Reports choose rooms and days; the PDF has a curve, the extremes and all answers to alarms, and
carries a seal that shows later changes. Weekly reports can be mailed by themselves on Mondays.

For your own sums export CSV: one row for each reading, time in UTC, decimal point. The interface at
/v3/readings gives the same as JSON, 120 requests a minute for each key. Keys are made under Account →
Access and can be limited to reading.
`,
    questions: [
      ['keyword', '/v3/readings requests a minute'],
      ['paraphrase', 'get all the measurements into a spreadsheet'],
    ],
  },
  {
    path: 'en/help/users-and-roles.md',
    text: `# People and roles

Owners may do everything, also close the account. Keepers change rooms, limits and phone lists.
Readers look and answer alarms. Inspectors see reports of the days that you name and need no
password, only the link; it ends after two weeks.

Invite people under Account → People. Whoever leaves is removed there; their answers stay in the log.
The last owner cannot be removed: name another one first.
`,
    questions: [
      ['paraphrase', 'let the health office look at our figures without giving them a login'],
      ['phrase', 'The last owner cannot be removed'],
    ],
  },
];
