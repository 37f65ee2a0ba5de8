import type { Component } from 'vue';

/** One thing to do in the list of a MenuButton. */
export interface MenuItem {
  name: string;
  icon: Component;
  danger?: boolean;
  run: () => void;
}
