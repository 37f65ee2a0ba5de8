// What is searched: everything, one collection or one folder. A choice whose object is gone
// falls back to everything.
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { Scope } from '../../shared/contract/search.ts';
import { folderName } from './paths.ts';
import type { LibraryState } from './library-state.ts';
import { t } from './text.ts';

export type ScopeChoice =
  { kind: 'everything' } | { kind: 'collection'; id: string } | { kind: 'folder'; id: string };

export interface ScopeState {
  readonly choice: ShallowRef<ScopeChoice>;
  /** The choice as the engine takes it. */
  readonly scope: ComputedRef<Scope>;
  /** The choice's name for people. */
  readonly name: ComputedRef<string>;
  isChosen(choice: ScopeChoice): boolean;
}

export function createScopeState(library: LibraryState): ScopeState {
  const choice = shallowRef<ScopeChoice>({ kind: 'everything' });

  const name = computed(() => {
    const chosen = choice.value;
    if (chosen.kind === 'collection') {
      return library.collections.value.find(({ id }) => id === chosen.id)?.name ?? '';
    }
    if (chosen.kind === 'folder') {
      const folder = library.folders.value?.find(({ id }) => id === chosen.id);
      return folder ? folderName(folder) : '';
    }
    return t('scope.everything');
  });

  watch([library.folders, library.collections], () => {
    if (name.value === '') choice.value = { kind: 'everything' };
  });

  return {
    choice,
    name,
    scope: computed(() => toScope(choice.value)),
    isChosen: (other) => sameChoice(choice.value, other),
  };
}

function toScope(choice: ScopeChoice): Scope {
  if (choice.kind === 'collection') return { collectionId: choice.id };
  if (choice.kind === 'folder') return { folderIds: [choice.id] };
  return {};
}

function sameChoice(a: ScopeChoice, b: ScopeChoice): boolean {
  return a.kind === b.kind && ('id' in a ? a.id : '') === ('id' in b ? b.id : '');
}
