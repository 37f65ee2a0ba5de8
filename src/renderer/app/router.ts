// The screens and their addresses. The address stands behind `#`, so that the same page works
// under app:// and under a loopback address, and can be reloaded in both.
import { createRouter, createWebHashHistory, type Router } from 'vue-router';
import SearchPage from '../features/search/SearchPage.vue';

export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'search', component: SearchPage },
      {
        path: '/library',
        name: 'library',
        component: () => import('../features/library/LibraryPage.vue'),
      },
      {
        path: '/library/:folderId',
        name: 'folder',
        props: true,
        component: () => import('../features/library/FolderPage.vue'),
      },
      {
        path: '/document',
        name: 'document',
        component: () => import('../features/documents/DocumentPage.vue'),
      },
      {
        path: '/settings',
        name: 'settings',
        component: () => import('../features/settings/SettingsPage.vue'),
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  });
}
