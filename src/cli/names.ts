/** Names are told apart without regard to capitals. */
export function isNamed(name: string, asked: string): boolean {
  return name.toLowerCase() === asked.toLowerCase();
}
