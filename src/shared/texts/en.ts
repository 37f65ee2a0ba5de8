import type { ErrorCode } from '../errors.ts';
import type { DocumentState } from '../contract/documents.ts';
import type { FilterKind, NoticeCode } from '../contract/search.ts';

/** What happened, and what to do about it. `{name}` is filled from the error's params. */
export const errorSentences: Record<ErrorCode, string> = {
  FOLDER_NOT_FOUND: 'There is no folder at “{path}”. Check the path, or choose it again.',
  FOLDER_IS_FILE: '“{path}” is a file. Choose the folder it is in.',
  FOLDER_UNREADABLE:
    'Lorekeep may not read “{path}”. Give your user read access to it, then try again.',
  FOLDER_INSIDE_FOLDER: '“{path}” is already indexed as part of “{outer}”. Nothing to add.',
  FOLDER_HOLDS_FOLDER:
    '“{path}” holds “{inner}”, which is already indexed. Remove that one first, then add this.',
  FOLDER_VERY_LARGE:
    '“{path}” holds everything you have, system files too. Choose the folders you need, or confirm that you want all of it.',
  FOLDER_IS_DATA:
    '“{path}” is where Lorekeep keeps its own data. Choose another folder, or move the data folder.',
  FOLDER_UNKNOWN: '“{path}” is not one of your folders. Add it first.',
  FOLDER_OFFLINE:
    '“{path}” cannot be reached right now. Its documents stay searchable; connect the drive and update.',
  COLLECTION_UNKNOWN: 'There is no collection “{name}”. See your collections for the names.',
  COLLECTION_NAME_TAKEN: 'A collection “{name}” exists already. Choose another name.',
  COLLECTION_IS_DEFAULT: 'The default collection cannot be deleted. Remove its folders instead.',
  DOCUMENT_UNKNOWN:
    '“{path}” is not in the index. Update its folder if it is new, or check the path.',
  FILE_TOO_LARGE:
    'The file has {size}, more than the limit of {limit}. Raise “Largest file” in the settings to index it.',
  FILE_UNREADABLE:
    'The file could not be opened ({reason}). Check its permissions, or close the program that holds it, and retry.',
  FILE_DAMAGED: 'The file is damaged or is not what its name says. Open it in its own program.',
  FILE_LOCKED: 'The file is protected by a password. Save a copy without one to index it.',
  FILE_UNSUPPORTED: 'Lorekeep cannot read this kind of file ({format}) yet.',
  FILE_NO_TEXT: 'The file holds no text.',
  FILE_PARTLY_TEXT: '{missing} of {pages} pages hold no text. They may be scans or pictures.',
  FILE_TEXT_CUT: 'Only the first {kept} characters were indexed; the file holds more.',
  FILE_ROWS_CUT: 'Only the first {kept} rows of a table were indexed; the file holds more.',
  FILE_PARTS_MISSING:
    '{missing} of {parts} parts of the file could not be read. The rest of it is indexed.',
  FILE_MEMBERS_LEFT_OUT:
    '{left} of the {members} files inside were not read: too large, too many or packed too deep. Unpack them to index them.',
  FILE_IGNORED: 'You chose to leave this file out. Include it again to index it.',
  FILE_NAME_UNREADABLE:
    'The file’s name is not valid text on this system. Rename the file, then update.',
  DIRECTORY_UNREADABLE:
    'This folder inside could not be opened, and what is in it is not known. Allow access to it, then update.',
  FILE_PARTLY_LETTERS:
    '{missing} of {pages} pages could not be read, also not letter by letter. Everything else is indexed.',
  FILE_IN_CLOUD:
    'The file is in the cloud and not on this machine. Open it once, or keep it on this device, to index it.',
  PARSER_TIME_LIMIT:
    'Reading the file took longer than {seconds} s and was stopped. Retry, or raise the limit in the settings.',
  PARSER_MEMORY_LIMIT:
    'Reading the file needed more than {limit} of memory and was stopped. Raise the limit in the settings to try again.',
  PARSER_CRASHED: 'Reading the file crashed its reader. The file may be damaged; retry it later.',
  SOURCE_UNKNOWN: '“{name}” is none of your web pages. See lorekeep sources list.',
  SOURCE_ADDRESS_INVALID:
    '“{address}” is no address of a web page. Give one that begins with https:// or http://, without a user name in it.',
  SOURCE_EMPTY: 'The list at {host} names no page that may be fetched.',
  SOURCE_LIST_UNREAD:
    '{address} could not be read to its end as a list of pages. The others are up to date; nothing is removed until it can be read.',
  SOURCE_SHRUNK:
    'The list at {host} does not name {count} pages any more, most of what is kept. They are removed if it says so again at the next update.',
  PAGE_GONE: 'There is no such page, or not any more (the server answers {status}).',
  PAGE_REFUSED:
    '{host} did not give the page (it answers {status}). What was fetched before stays.',
  PAGE_BUSY: '{host} is busy and asks to come back later. What was fetched before stays.',
  PAGE_UNREACHABLE:
    '{host} cannot be reached ({reason}). What was fetched before stays; check the connection and update.',
  PAGE_ROBOTS: '{host} asks programs not to fetch this page (in its robots.txt).',
  PAGE_REDIRECTS: '{host} sends from one address to the next without an end.',
  PAGE_OTHER_HOST:
    'The page leads to another site, {host}. Add its address, or allow other sites for this source.',
  PAGE_PRIVATE:
    'The page leads into your own network, to {host}. If you want that, add its address yourself.',
  PAGE_TOO_LARGE: 'The page is larger than the limit of {limit}.',
  PAGE_NO_DOCUMENT: 'There is no text to be had from this kind of file ({type}).',
  CONNECTOR_MISSING:
    'There is no file “{path}” that says which program to run. Add the program again with lorekeep sources add.',
  CONNECTOR_INVALID: 'The file “{path}” does not say which program to run. {reason}',
  CONNECTOR_NOT_STARTED: '“{command}” could not be started ({reason}). Check its path.',
  CONNECTOR_FAILED: '“{command}” ended with {code}. The last that it said: {said}',
  CONNECTOR_TIME_LIMIT:
    '“{command}” took longer than {seconds} s and was stopped. What it gave until then is kept.',
  CONNECTOR_TOO_MUCH:
    '“{command}” gave more than {limit} and was stopped. What it gave until then is kept.',
  CONNECTOR_LINES:
    '{count} lines of “{command}” were no documents; the first is line {line}. {reason}',
  QUERY_EMPTY: 'Type at least one word to search for.',
  QUERY_TOO_LONG:
    'The query has {length} characters; up to {limit} can be searched. Shorten it to its main words.',
  QUERY_ONLY_EXCLUDES:
    'The query only says what to leave out. Add a word to look for, or a filter such as type:pdf.',
  QUERY_DATE_UNCLEAR:
    '“{value}” is no date. Write {key}:2024, {key}:2024-03, {key}:2024-03-15, {key}:7d, {key}:3m or {key}:yesterday; in quotes, “{key}:{value}” is searched as it stands.',
  QUERY_DATES_CONTRADICT:
    'Nothing can be from {from} on and also from before {before}. Change one of the two dates.',
  QUERY_TYPE_UNKNOWN:
    '“{value}” is no kind of file that Lorekeep knows. Write type:pdf, type:word, type:mail or another one, or the end of a file name with its dot, as in type:.log.',
  QUERY_SORT_UNKNOWN:
    'Passages cannot be sorted by “{value}”. Write sort:newest, or leave it out to have the best first.',
  QUERY_COLLECTION_UNKNOWN:
    'There is no collection whose name begins with “{value}”. There are: {names}.',
  QUERY_COLLECTION_UNCLEAR:
    'Several collections begin with “{value}”: {names}. Write more of the name, in quotes if it has spaces.',
  QUERY_NOT_NEGATED: '“-{key}:” means nothing. Leave out the minus, or use path: or type: with it.',
  CONVERSATION_UNKNOWN: 'This conversation is gone. Choose another one, or begin a new one.',
  CONVERSATION_EMPTY: 'Nothing was asked in this conversation yet.',
  ASSISTANT_UNKNOWN:
    'There is no assistant “{name}”. See the list of assistants (or: lorekeep assistants ls).',
  ASSISTANT_NAME_TAKEN: 'An assistant “{name}” exists already. Choose another name.',
  ASSISTANT_INVALID: 'This file holds no assistant. {reason}',
  SCHEMA_UNSUPPORTED:
    'The JSON schema cannot be kept to: {reason} at {place}. Use types, properties, items, enum and const.',
  ANSWER_CUT:
    'The answer came to the limit of tokens before its data was whole. Raise the limit (--max-tokens) and ask again.',
  ANSWER_FORM:
    'What the model wrote is not in the form that was asked for. Ask again, or choose another model.',
  QUESTIONS_INVALID: 'Line {line} of “{path}” is not a question with a file. {reason}',
  MODEL_UNKNOWN: '“{name}” is not installed. There are: {names}.',
  MODEL_ROLE: '“{name}” is {is}, and {wanted} is needed here. Choose another.',
  MODEL_MISSING:
    'The file of “{name}” is not at “{path}” any more. Put it back, or remove the model and add it again.',
  MODEL_NOT_REMOVED:
    '“{path}” could not be deleted ({reason}). Close the program that uses it, then remove the model again.',
  MODEL_NO_ROOM:
    'The disk with Lorekeep’s data has too little room: {missing} more is needed. Free some space, or add the file without copying it.',
  MODEL_NOT_GGUF: '“{file}” is no GGUF model. {reason}',
  MODEL_DAMAGED: '“{file}” is damaged. {reason}',
  MODEL_UNSUPPORTED: '“{file}” cannot be used. {reason}',
  MODEL_NOT_LOADED:
    '“{name}” could not be loaded: {reason}. Choose a smaller model or fewer GPU layers, or add the file again.',
  MODEL_CRASHES:
    '“{name}” ended its process twice while it was loaded and is not loaded again by itself. Get the file again, choose another model, or try once more on the models page.',
  MODEL_NEEDED:
    'This needs a chat model. Add one on the models page (or: lorekeep models add), and choose it.',
  BACKEND_MISSING:
    'Models cannot run here: {reason}. Choose what they compute with on the Models page, under “This computer” (or: lorekeep config set model-backend cpu).',
  INFERENCE_CRASHED:
    'The model’s process ended ({names}). What was written is kept; ask again to go on.',
  PROMPT_TOO_LONG:
    'This is {tokens} tokens long, and the model sees {limit} at once. Shorten it, begin a new conversation, or give the model a larger context.',
  EMBEDDER_UNAVAILABLE:
    'Search goes by words alone for now, as the embedding model “{name}” does not work. {reason}',
  EMBEDDER_CHANGED:
    'The file of “{name}” is another one than your documents were embedded with. Choose it again, and they are embedded anew.',
  RERANKER_UNAVAILABLE:
    'Passages are not reranked for now, as the model “{name}” does not work. {reason}',
  ADAPTER_NOT_LOADED: 'The adapter “{name}” does not work with this model: {reason}.',
  ADAPTER_ALONE:
    '“{name}” is an adapter, which works on top of a model and is none by itself. Add it as an adapter.',
  ADAPTER_BASE_UNCLEAR: 'This adapter belongs to a model that was not named. {reason}',
  ADAPTER_UNREADABLE: '“{path}” cannot be read as an adapter. {reason}',
  ADAPTER_NOT_CONVERTIBLE: 'This adapter cannot be converted to GGUF. {reason}',
  ADAPTER_MISMATCH: 'This adapter does not fit the model. {reason}',
  HUB_REFERENCE_INVALID:
    '“{text}” names no model on Hugging Face. Write it as in hf:Qwen/Qwen3-4B-GGUF:Q4_K_M, or paste the address of its page.',
  HUB_MIRROR_INVALID:
    '“{address}” cannot be the place to download from. Give an address that begins with https://, or with http:// if it is in your own network.',
  HUB_UNREACHABLE:
    '{host} cannot be reached ({reason}). Check the connection and start the download again; it goes on where it was.',
  HUB_NOT_FOUND: 'There is no “{name}” at {host}, or it is not public. Check how it is written.',
  HUB_GATED:
    '“{name}” is given only to those who agreed to its terms. Agree on its page at {host}, and enter an access token of yours on the Models page, under “This computer”.',
  HUB_TOKEN_REFUSED:
    '{host} does not accept your access token. Make a new one there and enter it on the Models page, under “This computer”.',
  HUB_TOKEN_UNKEPT:
    'The access token could not be kept or read: this system offers no keychain to Lorekeep, or has changed it. Enter it again in the app.',
  HUB_REFUSED: '{host} does not give “{name}” (it answers {status}). Try again later.',
  HUB_BUSY:
    '{host} asks to wait. Start the download again in {seconds} s; it goes on where it was.',
  HUB_OTHER_HOST:
    '{host} sends the download on to {other}, where Lorekeep does not follow. Check the mirror on the Models page, under “This computer”.',
  HUB_ANSWER_UNCLEAR:
    '{host} does not answer as Hugging Face does. Check the mirror on the Models page, under “This computer”, or try again later.',
  HUB_NO_MODEL:
    '“{name}” holds no GGUF file. Look for one whose name ends with GGUF: the same model, made ready for llama.cpp.',
  HUB_NO_SUCH_FILE: '“{name}” holds no “{wanted}”. There are: {there}.',
  HUB_SEVERAL_FILES: 'Several files of “{name}” fit. Name one of them: {there}.',
  HUB_PARTS_MISSING: '“{file}” is in parts, and not all of them are there. Choose another file.',
  DOWNLOAD_MISMATCH:
    'What came as “{file}” is not what {host} has on record ({what}). It was deleted; start the download again.',
  DOWNLOAD_NOT_GGUF:
    'What came as “{file}” is no GGUF model, whatever its name says. It was deleted; choose another file.',
  DOWNLOAD_DISK_FULL:
    'The disk has too little room: {missing} more is needed. Free some space and start the download again; it goes on where it was.',
  DOWNLOAD_IN_THE_WAY:
    'Another file is at “{path}” already. Rename or remove it, then start the download again.',
  SERVER_UNKNOWN: 'There is no server “{name}”. There are: {names}.',
  SERVER_ADDRESS_INVALID:
    '“{address}” is no address of a server. Give one as in http://192.168.1.20:8080, without a user name or a question mark in it; a key is entered by itself.',
  SERVER_NAME_TAKEN:
    'A server “{name}” exists already, at {address}. Choose another name, or remove that one first.',
  SERVER_NOT_AGREED:
    '“{name}” is at {host}, and you have not agreed yet that text is sent there. Nothing was sent. Agree on the Models page, under “Servers” (or: lorekeep servers agree).',
  SERVER_UNREACHABLE:
    '“{name}” cannot be reached at {host} ({reason}). See that it runs and that this machine may connect to it, then try again.',
  SERVER_REFUSED:
    '“{name}” refused (it answers {status}): {reason}. See on the Models page, under “Servers”, which models it has (or: lorekeep servers check).',
  SERVER_BUSY: '“{name}” is busy (it answers {status}). Try again in {seconds} s.',
  SERVER_KEY:
    '“{name}” wants a key, or does not accept the one that it got (it answers {status}). Enter it again on the Models page, under “Servers” (or: lorekeep servers add, with --key-stdin).',
  SERVER_KEY_MISSING:
    'The key of “{name}” is not at hand: no keychain of this system keeps it for Lorekeep. Enter it on the Models page, under “Servers”, or set LOREKEEP_SERVER_KEY, which counts while Lorekeep runs.',
  SERVER_ANSWER:
    '“{name}” did not answer as it should: {reason}. See that its address is right, and what its own log says.',
  SERVER_NO_ADAPTERS:
    'Adapters work with models on this machine only, and “{name}” is on a server. Choose a model of this machine, or leave the adapters out.',
  FILE_NO_LETTERS: 'It is a picture, and no letters were found in it.',
  OCR_LANGUAGE_MISSING:
    'There is no data for reading scans in “{language}”. Choose another language in the settings.',
  DISK_FULL:
    'The disk with Lorekeep’s data is full. Free some space and update; what is indexed so far is safe.',
  DATA_FOLDER_UNUSABLE:
    'Lorekeep cannot write to its data folder “{path}” ({reason}). Choose another with --data.',
  DATA_NEWER: 'The data in “{path}” was made by a newer Lorekeep. Update Lorekeep to open it.',
  INDEX_DAMAGED:
    'The index was damaged. It was set aside as “{file}” and is being rebuilt from your folders.',
  LIBRARY_DAMAGED:
    'The library file was damaged and was set aside as “{file}”. The backup of {date} was restored.',
  ENGINE_UNREACHABLE:
    'The Lorekeep that owns this data folder does not answer. Close it and retry.',
  ENGINE_STOPPED: 'Lorekeep’s engine stopped. Restart Lorekeep; nothing indexed is lost.',
  PROTOCOL_MISMATCH:
    'Two versions of Lorekeep are running ({ours} and {theirs}). Close both and start one again.',
  REQUEST_INVALID: 'The request was not understood: {reason}.',
  SETTING_INVALID: 'The setting “{name}” cannot be “{value}”. {reason}',
  TASK_UNKNOWN: 'This task has ended already.',
  NETWORK_CLOSED:
    'Lorekeep did not connect to {host}: the network is off until you start something that needs it.',
  NETWORK_UNENCRYPTED:
    '{host} is on the internet, where Lorekeep sends nothing unencrypted. Use an address that begins with https://.',
  PORT_IN_USE:
    'Port {port} is used by another program. Choose another with --port, or leave it out.',
  CANCELLED: 'Stopped.',
  INTERNAL: 'Something went wrong inside Lorekeep. The log file has the details; please report it.',
};

/** The name of each document state, as shown beside a file. */
export const documentStateNames: Record<DocumentState, string> = {
  queued: 'Waiting',
  indexed: 'Indexed',
  partial: 'Partly indexed',
  empty: 'No text',
  skipped: 'Skipped',
  unsupported: 'Not supported',
  failed: 'Failed',
  quarantined: 'Set aside',
};

/** A query's operator as it was understood. */
export const filterLabels: Record<FilterKind, string> = {
  phrase: 'exactly “{value}”',
  exclude: 'without “{value}”',
  path: 'path has “{value}”',
  notPath: 'path has no “{value}”',
  type: 'type: {value}',
  notType: 'not of type: {value}',
  after: 'since {value}',
  before: 'before {value}',
  collection: 'in {value}',
  sort: 'newest first',
};

/** What a person should know of how a query was read. */
export const noticeSentences: Record<NoticeCode, string> = {
  QUOTE_OPEN: 'A quote was not closed: everything after it was taken as the exact phrase.',
  VALUE_MISSING:
    '“{key}:” was searched as a word. Write its value right after the colon, as in {example}.',
  READ_AS_PLAIN:
    'The query has more than {limit} quotes and operators, so all of it was searched as plain words.',
};
