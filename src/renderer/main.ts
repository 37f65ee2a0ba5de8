import { createApp } from 'vue';
import App from './app/App.vue';
import { createAppRouter } from './app/router.ts';
import { createServices, servicesKey } from './app/services.ts';
import { reloadWhenStale } from './app/stale-page.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/screen.css';
import './styles/side.css';
import './styles/popover.css';

reloadWhenStale();
createApp(App).provide(servicesKey, createServices()).use(createAppRouter()).mount('#app');
