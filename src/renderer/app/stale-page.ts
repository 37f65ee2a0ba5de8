// A page that was open while the app was updated asks for parts that are there no more. It then
// loads itself anew, once: if a part is truly missing, the second failure is left to be seen.
const storageKey = 'lorekeep.reloadedAt';
const onceMs = 30_000;

export function reloadWhenStale(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(storageKey));
    if (Date.now() - last < onceMs) return;
    event.preventDefault();
    sessionStorage.setItem(storageKey, String(Date.now()));
    window.location.reload();
  });
}
