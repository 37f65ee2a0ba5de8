// What a person is told before text leaves this machine, the same words in the terminal and the app.
import type { Server } from '../contract/servers.ts';

/** The warning that is shown once, before the person agrees. */
export function serverWarning({
  name,
  host,
  place,
  encrypted,
}: Pick<Server, 'name' | 'host' | 'place' | 'encrypted'>): string {
  const sent =
    'With a chat model of it, your questions and the passages of your documents that may answer them are sent there. With an embedding model of it, the whole text of all your documents is, and each search.';
  const trust =
    'Whoever runs it can read and keep that; Lorekeep cannot know what becomes of it. Nothing is sent before you agree, and nothing once you remove it.';
  const open =
    encrypted || place === 'machine'
      ? ''
      : ' The connection is not encrypted: others in the network could read along.';
  const where =
    place === 'machine'
      ? `“${name}” is another program on this machine (${host}).`
      : `“${name}” is not this machine: text of yours leaves it, to ${host}.`;
  return `${where} ${sent}${open} ${trust}`;
}
