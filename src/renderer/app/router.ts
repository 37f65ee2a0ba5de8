// The screens and their addresses. The address stands behind `#`, so that the same page works
// under app:// and under a loopback address, and can be reloaded in both.
import { createRouter, createWebHashHistory, type Router } from 'vue-router';
import AssistantPage from '../features/assistants/AssistantPage.vue';
import AssistantsPage from '../features/assistants/AssistantsPage.vue';
import ChatPage from '../features/chat/ChatPage.vue';
import DocumentPage from '../features/documents/DocumentPage.vue';
import FolderPage from '../features/library/FolderPage.vue';
import LibraryPage from '../features/library/LibraryPage.vue';
import ModelsPage from '../features/models/ModelsPage.vue';
import SearchPage from '../features/search/SearchPage.vue';
import SettingsPage from '../features/settings/SettingsPage.vue';

export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'search', component: SearchPage },
      { path: '/assistants', name: 'assistants', component: AssistantsPage },
      { path: '/assistants/:id', name: 'assistant', props: true, component: AssistantPage },
      { path: '/chat/:id?', name: 'chat', props: true, component: ChatPage },
      {
        path: '/library',
        name: 'library',
        component: LibraryPage,
      },
      {
        path: '/library/:folderId',
        name: 'folder',
        props: true,
        component: FolderPage,
      },
      {
        path: '/models/:part(catalogue|servers|computer)?',
        name: 'models',
        props: true,
        component: ModelsPage,
      },
      {
        path: '/document',
        name: 'document',
        component: DocumentPage,
      },
      {
        path: '/settings',
        name: 'settings',
        component: SettingsPage,
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  });
}
