// Absences at a made-up company: many rules in nearly the same words.
import type { LabelledDocument } from './labelled-document.ts';

export const leave: readonly LabelledDocument[] = [
  {
    path: 'en/people/annual-leave.md',
    text: `# Annual leave

Everyone at Ferncastle has 27 days of paid annual leave a year, besides public holidays. The leave
year begins on 1 February. Part-time colleagues get their share of it, rounded up to half a day.

Enter your dates in the Calendar tool; your team lead answers within three working days. Please ask
at least twice as long ahead as you mean to be away: four weeks for a fortnight. Between 10 and 24
December at most half of a team may be away at the same time.

Six unused days move into the next year and lapse at the end of May. We never pay unused days out,
except when somebody leaves the company.
`,
    questions: [
      ['everyday', 'how many weeks ahead must I ask for a fortnight of leave'],
      ['fact', 'How many unused days of leave can I carry into the next year?'],
      ['paraphrase', 'how early do I have to tell my boss that I am going on vacation'],
      ['keyword', 'leave year begins'],
    ],
  },
  {
    path: 'en/people/sick-leave.md',
    text: `# When you are ill

Tell your team lead before half past nine, by message or telephone; nobody has to say what is wrong.
A doctor's certificate is needed from the fifth calendar day and goes to the People desk, never to
your lead.

Pay continues in full for ten weeks within any twelve months and then falls to sixty per cent for
another sixteen. If you fall ill during annual leave, send the certificate and the days are given
back to you.

After an absence of more than four weeks we plan the return together, often with shorter days at
first.
`,
    questions: [
      ['paraphrase', "I've caught the flu, at what time must I let someone know?"],
      ['everyday', 'how long do I get full pay when I am ill'],
      ['typo', 'docters certifcate which day'],
    ],
  },
  {
    path: 'en/people/parental-leave.md',
    text: `# Parental leave

Whoever becomes a parent, by birth, adoption or long-term fostering, has eighteen weeks of leave at
full pay and may take another twenty at half pay. It does not matter which parent you are. The weeks
can be taken in up to three blocks until the second birthday.

Write to the People desk by the end of the fifth month, or as soon as you know of an adoption. For
the eight weeks after coming back you may work four days and are paid for five.

Appointments with midwives and agencies count as working time.
`,
    questions: [
      ['everyday', 'how many weeks at full pay are there after an adoption'],
      ['paraphrase', 'we are having a baby, how long can the father stay at home with pay?'],
      ['fact', 'parental leave blocks until which birthday'],
    ],
  },
  {
    path: 'en/people/carers-leave.md',
    text: `# Leave to look after somebody

If a person who depends on you suddenly needs you (a child whose school is shut, a father after an
operation, a friend without family), take up to five days a year at once and tell your lead on the
same day. These days are paid and need no proof.

For longer care there is a reduced week: up to six months at three or four days, pay in proportion,
and the old hours afterwards for certain. Ask the People desk two weeks ahead where you can.
`,
    questions: [
      ['paraphrase', 'my mum broke her hip and I must be with her tomorrow'],
      ['everyday', 'paid days to look after a sick child'],
    ],
  },
  {
    path: 'en/people/bereavement.md',
    text: `# After a death

When someone close to you dies, take the time that you need. The first eight working days are paid
and are not counted against anything else. You decide who is close; we do not ask for papers.

Your lead looks after your work and tells the team as much as you wish. Travelling to a funeral
abroad adds two days. The counselling line (Grenwood Trust, extension 4471) is open day and night,
for you and for those you live with.
`,
    questions: [
      ['paraphrase', 'my grandfather passed away, may I go to the burial?'],
      ['code', 'extension 4471'],
      ['typo', 'funral abraod counceling'],
    ],
  },
  {
    path: 'en/people/sabbatical.md',
    text: `# Long leave

After six years you may take between two and four months away from work and come back to your post.
The first month is paid at seventy per cent, the rest is unpaid; pension contributions go on.

Propose it nine months ahead, with a plan of who covers for you. At most one person in a team of ten
is on long leave at a time, and it cannot be joined to parental leave. What you do with it is your
own affair: nobody has to write a report.
`,
    questions: [
      ['paraphrase', 'I would like to sail round the world for a quarter of a year'],
      ['keyword', 'sabbatical pay per cent'],
    ],
  },
  {
    path: 'en/people/court-and-duty.md',
    text: `# Court, elections and the fire brigade

Serving on a jury, giving evidence, counting votes and turning out with the volunteer fire brigade
or lifeboat are paid like work. Send the summons to the People desk. If the court pays you for lost
earnings, pass that sum on; the allowance for meals is yours.

Should a trial go on for more than three weeks, we find cover for you. After a night call of the
brigade you start eleven hours after it ended.
`,
    questions: [
      ['everyday', 'am I paid while I sit on a jury for a month'],
      ['fact', 'how many hours after a night call of the lifeboat may I start'],
    ],
  },
  {
    path: 'en/people/working-hours.md',
    text: `# Hours and overtime

A full week has 36 hours. Be there, on the screen or in the house, between ten and three; the rest is
up to you. Write your hours down by Friday evening.

Overtime is agreed beforehand and given back as free time within two months, hour for hour, on
Sundays one and a half for one. More than 45 hours in a week need the consent of the director.
Nobody answers messages between eight in the evening and seven in the morning unless they are on
call.
`,
    questions: [
      ['everyday', 'how is overtime on a Sunday given back'],
      ['paraphrase', 'I stayed late all week for the launch, do I get that back?'],
      ['phrase', 'Nobody answers messages between eight in the evening and seven in the morning'],
    ],
  },
];
