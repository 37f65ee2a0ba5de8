// What an adapter's file says of the model that it was trained for.
import type { GgufValue } from '../../gguf/values.ts';

const repository = /^([\w-][\w.-]*)\/([\w-][\w.-]*)$/;

/** `general.base_model.*`: a repository on the hub gives its address too, a folder its last part. */
export function describeBase(name: string | null): [string, GgufValue][] {
  const text = (value: string): GgufValue => ({ type: 'string', value });
  if (name === null) return [];
  const [, owner, model] = repository.exec(name) ?? [];
  const count: [string, GgufValue] = ['general.base_model.count', { type: 'u32', value: 1 }];
  if (owner === undefined || model === undefined) {
    const last = name.split(/[\\/]/).findLast((part) => part !== '') ?? name;
    return [count, ['general.base_model.0.name', text(last)]];
  }
  return [
    count,
    ['general.base_model.0.name', text(model)],
    ['general.base_model.0.organization', text(owner)],
    ['general.base_model.0.repo_url', text(`https://huggingface.co/${name}`)],
  ];
}
