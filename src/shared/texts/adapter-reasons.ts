// Why an adapter cannot be read, converted or used with a model: whole sentences, the `{reason}` of
// the ADAPTER_… errors, and notes on what a conversion did.

export const adapterReasons = {
  // the files
  noConfig: 'The folder holds no adapter_config.json. Choose the folder that training saved.',
  noWeights:
    'The folder holds no adapter_model.safetensors. Choose the folder that training saved.',
  pickle:
    'Its weights are in adapter_model.bin, a kind of file that can run programs. Save the adapter again with safe_serialization=True.',
  noFile: 'It is no file.',
  notOpened: 'It could not be opened ({reason}).',
  tooLarge: 'It is far too large for what it should be.',
  cutOff: 'It ends too early, or goes on too long. Copy or download it again.',
  noSafetensors: 'It is no safetensors file, or it is damaged. Copy or download it again.',
  misplaced: 'The place it gives for “{name}” cannot be right. Copy or download it again.',
  noJson: 'It is not valid JSON. Copy or download it again.',
  configField: 'Its value for {field} cannot be right: {message}.',
  twice: 'It holds the matrices of “{name}” twice.',
  half: 'One of the two matrices of “{name}” is missing.',
  shapes: 'The two matrices of “{name}” do not belong together.',
  noModules: 'It changes no module of a model.',
  rank: '“{name}” has rank {rank}, and adapter_config.json says {expected}. The two files do not belong together.',
  noNumbers: '“{name}” holds values that are no numbers. The training went wrong.',
  // what a GGUF adapter cannot hold
  otherMethod:
    'It was made by the method {method}; only LoRA adapters can be. Merge it into its model and convert that.',
  variant:
    'It was trained with {name}, a variant of LoRA that llama.cpp does not have. Merge it into its model and convert that.',
  dora: 'It was trained with DoRA (use_dora), which llama.cpp does not have. Merge it into its model and convert that.',
  embeddings:
    'It changes the embeddings (embed_tokens), which a GGUF adapter cannot. Merge it into its model and convert that.',
  outputLayer:
    'It changes the output layer (lm_head), which a GGUF adapter cannot. Merge it into its model and convert that.',
  wholeModules:
    'It holds whole modules of the model (modules_to_save: {names}). Merge it into its model and convert that.',
  bias: 'It changes biases, which a GGUF adapter cannot. Merge it into its model and convert that.',
  norms:
    'It changes the norms (“{name}”), which a GGUF adapter cannot. Merge it into its model and convert that.',
  experts:
    'It changes the experts of a mixture (“{name}”), which cannot be converted yet. Merge it into its model and convert that.',
  otherPart:
    'It changes the part of the model that sees or hears (“{name}”); only the part that writes can be adapted here.',
  replication:
    'It was trained on a model with repeated layers (layer_replication). Merge it into its model and convert that.',
  parameters:
    'It changes parameters that are no modules of their own (target_parameters: {names}). Merge it into its model and convert that.',
  activated:
    'It is an activated LoRA, which begins at a certain word; here adapters act on the whole text.',
  changedBase:
    'It was trained with init_lora_weights={method}, which changes the base model as well. Convert it to a plain LoRA when saving it in PEFT (path_initial_model_for_weight_conversion).',
  otherTensors:
    'It holds “{name}”, which belongs to another method than LoRA. Merge it into its model and convert that.',
  unknownModule:
    'It changes “{name}”, which the chosen model’s kind does not have under this name.',
  otherNumbers: '“{name}” is stored as {type}; only F32, F16 and BF16 can be converted.',
  patterns:
    'A pattern in rank_pattern or alpha_pattern of adapter_config.json cannot be understood.',
  noAlpha: 'Its lora_alpha is 0: it would change nothing.',
  // the base
  architecture:
    'Adapters for models of the kind {architecture} cannot be converted. Those for these kinds can: {known}.',
  heads: 'The model does not say how many attention heads it has.',
  noTensor:
    'It changes “{name}”, and the model has no {tensor}. It was trained for {base}; choose that model.',
  otherShape:
    '“{name}” was trained for a model with {given} weights there, and this one has {expected}. It was trained for {base}; choose that model.',
  otherModel: 'another model',
  otherArchitecture:
    'It is for models of the kind {given}, and “{model}” is of the kind {expected}. It was trained for {base}; choose that model.',
  noneFits: 'None of the installed chat models fits: {reason}',
  severalFit:
    'It fits models of several kinds: {names}. Name the one that it was trained on (--base).',
  noBase: 'Converting it needs the model that it was trained on ({base}). Add that model first.',
  // GGUF adapters
  notLora: 'It is a GGUF adapter of the kind {type}; only LoRA adapters can be used.',
  noLoraAlpha: 'It does not say its alpha. Convert it again.',
  ggufShapes: 'The two matrices of “{name}” do not belong together. Convert it again.',
  ggufOther: 'It holds “{name}”, which llama.cpp does not know in an adapter. Convert it again.',
} as const;

/** Notes on a conversion that went well. */
export const adapterNotes = {
  alphaOfRankStabilised:
    'Its scale alpha / √rank (rsLoRA) is written as alpha {alpha}, which gives the same.',
  scaledModules:
    '{count} of {all} modules have an alpha of their own. It is contained in their numbers.',
  untrained: 'All its second matrices are zero: it was not trained and changes nothing.',
} as const;
