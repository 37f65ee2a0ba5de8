// Computers, telephones and passwords at the made-up company.
import type { LabelledDocument } from './labelled-document.ts';

export const devices: readonly LabelledDocument[] = [
  {
    path: 'en/devices/laptops.md',
    text: `# Laptops

New colleagues choose between the light model (Aster 13) and the strong one (Aster 16). Both are
replaced after four years, or earlier if a repair would cost more than a third of the price. You may
buy your old one for 120 euros once its disk has been wiped.

Screens, stands and keyboards for the desk at home come out of a budget of 450 euros every three
years. Stickers are welcome. Please do not open the case yourself: the helpdesk lends you a spare the
same day.
`,
    questions: [
      ['paraphrase', 'how long until I get a newer computer'],
      ['everyday', 'budget for a screen and a keyboard at home'],
      ['code', 'Aster 16'],
    ],
  },
  {
    path: 'en/devices/phones.md',
    text: `# Telephones

Field engineers and people on call get a telephone with 40 gigabytes a month. Everyone else may put
the work profile on their own; it is kept apart, and we can erase only that part of it.

Private calls are fine within Europe. Before you leave for another continent order the travel pack
(code TR-7), or data costs eight euros a megabyte. Broken glass is repaired twice a year without
questions.
`,
    questions: [
      ['paraphrase', 'can IT delete my family pictures if I read work mail on my own mobile?'],
      ['code', 'TR-7'],
      ['everyday', 'may I make private calls with the work telephone'],
    ],
  },
  {
    path: 'en/devices/lost-or-stolen.md',
    text: `# Lost or stolen devices

Ring the duty desk at once, also at night: 0800 555 0142. They lock the device from afar within
minutes; that is the only thing that counts. Nobody is blamed for ringing, and people have been
blamed for waiting.

After that write down where and when you last had it, and report a theft to the police for the
insurance. Change the password of your mail. A found device goes back to the helpdesk and is set up
afresh before it is used again.
`,
    questions: [
      ['everyday', 'my laptop was stolen, must I go to the police'],
      ['paraphrase', 'I left my bag with the notebook on the bus'],
      ['code', '0800 555 0142'],
    ],
  },
  {
    path: 'en/devices/passwords.md',
    text: `# Passwords and keys

Use the safe (Lockrose) for every password and let it make them up: twenty characters. You remember
one sentence of at least five words and open everything else with it and a hardware key. There are
two keys for everybody; leave the second at home.

We do not ask for regular changes. Change it when a service reports a leak. Shared accounts live in
the team's drawer of the safe and nowhere else, least of all in chat.
`,
    questions: [
      ['paraphrase', 'must I pick a new secret word every few months?'],
      ['keyword', 'hardware key second'],
      ['typo', 'pasword maneger lockrose'],
    ],
  },
  {
    path: 'en/devices/remote-access.md',
    text: `# Working from elsewhere

At home and in trains switch on the tunnel (Burrow) before you open anything internal; it starts by
itself in strange networks. Cafés are fine for reading and writing, not for calls with customers.

You may work up to thirty days a year from another country of the European Economic Area if the
People desk knows four weeks ahead. Elsewhere is not possible, because of tax and insurance. Take the
lock cable and a privacy screen.
`,
    questions: [
      ['everyday', 'how many days a year may I work from another country'],
      ['paraphrase', 'can I spend a month at a beach in Portugal and keep working?'],
      ['keyword', 'Burrow tunnel'],
    ],
  },
  {
    path: 'en/devices/software.md',
    text: `# Buying and installing software

What stands in the catalogue installs itself with one click. For anything else fill in form S-12:
what it does, what it costs, which data it sees. Answers take two days, a week if personal data is
involved.

Free trials count as purchases. Extensions for the browser are on an allow list. Licences end with
the month in which you say so, and unused ones are taken back after sixty days.
`,
    questions: [
      ['paraphrase', 'I want to try out a drawing program that is not on the list'],
      ['code', 'form S-12'],
    ],
  },
];
