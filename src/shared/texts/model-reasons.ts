// Why a file cannot be used as a model: whole sentences, the `{reason}` of the MODEL_… errors.

export const modelReasons = {
  // no GGUF at all
  empty: 'The file is empty. Download it again.',
  zeros: 'It holds nothing but zeros: a download that was cut off. Download it again.',
  pointer:
    'It is a pointer of Git LFS, which stands for the model in a repository. Run “git lfs pull” there, or download the file itself.',
  page: 'It is a web page, not the file it leads to. Open it in a browser, download the model from there and add that.',
  text: 'It is text. Choose the .gguf file of the model.',
  safetensors:
    'It is a model in the safetensors format. Look for the same model as GGUF; an adapter is added by its folder.',
  pytorch: 'It is a model in the PyTorch format. Look for the same model as GGUF.',
  olderFormat:
    'It is in the format that came before GGUF, which is no longer read. Look for a newer copy of the model.',
  packed: 'It is a packed file. Unpack it and choose the .gguf file inside.',
  other: 'Choose the .gguf file of a model.',
  gone: 'There is no such file. Check how its name is written.',
  noFile: 'It is no file. Choose the .gguf file of a model.',
  // a GGUF that is not whole
  cutHeader: 'It ends before its description is complete. Download it again.',
  cutData: 'It should have at least {expected} bytes and has {size}. Download it again.',
  tensorCount:
    'It says that it holds {count} weights, which it has no room for. Download it again.',
  entryCount: 'It says that it holds {count} facts, which it has no room for. Download it again.',
  length: 'It says that “{name}” is {length} long, which it has no room for. Download it again.',
  valueType: 'The value of “{name}” is of a kind ({type}) that there is not. Download it again.',
  keyTwice: 'It holds “{name}” twice. Get the model from another source.',
  tensorTwice: 'It holds the weights “{name}” twice. Get the model from another source.',
  tensorName: 'It holds weights whose name cannot be right. Download it again.',
  tensorShape: 'The shape of the weights “{name}” cannot be right. Download it again.',
  tensorPlace: 'The weights “{name}” are not in their place. Download it again.',
  alignment: 'Its alignment cannot be right. Download it again.',
  tokenTwice: 'Its vocabulary holds “{token}” twice. Get the model from another source.',
  tokenFacts:
    'It has {count} tokens and {name} for {facts} of them. Get the model from another source.',
  specialToken:
    'Its token {name} should be number {id}, and it has only {count} tokens. Get the model from another source.',
  partMissing:
    'It is one of {parts} parts of a model, and “{file}” is not beside it. Put all parts into one folder.',
  partName:
    'It is one of {parts} parts of a model, and its name does not say which. Give the parts the names that they had where you got them.',
  partOther: '“{file}” beside it does not belong to the same model. Download the parts again.',
  // what cannot be read
  bigEndian:
    'It was written for processors with the other order of bytes (big-endian). Look for a little-endian copy of the model.',
  version:
    'It is a GGUF of version {version}; versions 2 and 3 can be read. Look for another copy.',
  tensorType:
    'Its weights “{name}” are stored in a way (type {type}) that Lorekeep does not know, or that was given up. Look for another quantisation of the model.',
  headerTooLarge: 'Its description is far larger than that of any model.',
  nested: 'The value of “{name}” is a list of lists, which cannot be read.',
  // what is no model of a kind that is used here
  noWeights: 'It holds no weights. Download the model’s other file.',
  noArchitecture: 'It does not say what kind of model it is. Get the model from another source.',
  beside:
    'It is only a part that goes with a model ({kind}), such as its eyes or ears. Add the model’s own file.',
  // what llama.cpp says when it looks at a file
  refused: 'llama.cpp does not take it: {said}. Look for another copy of the model.',
  endsProcess: 'It ends the process that opens it. Get the model from another source.',
  tooSlow:
    'It could not be opened in {seconds} seconds. Copy it to a faster disk, or get the model from another source.',
} as const;

/** What a file can be, as it is said in a sentence. */
export const modelKindWords = {
  chat: 'a chat model',
  embedder: 'an embedding model',
  reranker: 'a reranking model',
  adapter: 'an adapter',
} as const;
