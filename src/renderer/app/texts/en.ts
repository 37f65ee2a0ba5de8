// Every text of the app's own screens, by key. Errors and document states have theirs in
// shared/texts, since the terminal says them too.

import { answerCounts, answerTexts } from './en-answers.ts';
import { assistantTexts } from './en-assistants.ts';
import { chatTexts } from './en-chat.ts';
import { documentTexts } from './en-documents.ts';
import { libraryTexts } from './en-library.ts';
import { modelTexts } from './en-models.ts';
import { searchTexts } from './en-search.ts';
import { serverTexts } from './en-servers.ts';
import { settingTexts } from './en-settings.ts';

export const texts = {
  'app.name': 'Lorekeep',

  'action.back': 'Back',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.retry': 'Try again',
  'action.save': 'Save',
  'action.stop': 'Stop',
  'action.pause': 'Pause',
  'action.resume': 'Resume',
  'copy.done': 'Copied',
  'copy.refused': 'The browser did not allow copying',

  'frame.menu': 'Menu',
  'frame.sidebar': 'Sidebar',
  'frame.screens': 'Screens',
  'frame.search': 'Search',
  'frame.library': 'Library',
  'frame.models': 'Models',
  'frame.settings': 'Settings',

  'connection.lost': 'Lorekeep does not answer.',
  'connection.hintApp': 'It is being started again; nothing indexed is lost.',
  'connection.hintBrowser': 'If you closed it, start it again and open the address that it prints.',
  'connection.again': 'Next try in {in}.',
  'connection.trying': 'Trying again…',
  'connection.retry': 'Try now',
  'connection.reload': 'Reload the page',
  'notice.dismiss': 'Dismiss this message',

  'scope.title': 'Search in',
  'scope.everything': 'Everything',

  'phase.fetching': 'Fetching pages',
  'phase.scanning': 'Looking for files',
  'phase.reading': 'Reading files',
  'phase.recognising': 'Reading the letters of scans',
  'phase.embedding': 'Preparing search by meaning',
  'phase.removing': 'Removing from the index',
  'phase.finishing': 'Finishing',
  'phase.downloading': 'Downloading the model',
  'phase.copying': 'Copying the model',
  'phase.converting': 'Converting the adapter',
  'phase.paused': 'Paused',
  'progress.of': '{done} of {total}',
  'progress.remaining': 'about {span} left',

  ...answerTexts,
  ...assistantTexts,
  ...chatTexts,
  ...documentTexts,
  ...libraryTexts,
  ...modelTexts,
  ...searchTexts,
  ...serverTexts,
  ...settingTexts,
} as const;

/** Texts with a number, in the forms that the language has. */
export const counts = {
  documents: { one: '{n} document', other: '{n} documents' },
  files: { one: '{n} file', other: '{n} files' },
  folders: { one: '{n} folder', other: '{n} folders' },
  pages: { one: '{n} page', other: '{n} pages' },
  slides: { one: '{n} slide', other: '{n} slides' },
  sheets: { one: '{n} sheet', other: '{n} sheets' },
  tables: { one: '{n} table', other: '{n} tables' },
  chapters: { one: '{n} chapter', other: '{n} chapters' },
  messages: { one: '{n} message', other: '{n} messages' },
  passages: { one: '{n} passage', other: '{n} passages' },
  otherPlaces: { one: '{n} other place', other: '{n} other places' },
  seconds: { one: '{n} second', other: '{n} seconds' },
  tokens: { one: '{n} token', other: '{n} tokens' },
  threads: { one: '{n} thread', other: '{n} threads' },
  adapters: { one: '{n} adapter', other: '{n} adapters' },
  ...answerCounts,
} as const;
