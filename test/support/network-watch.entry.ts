// Put in front of every process and thread of a test (`--import`): writes down each attempt to reach
// a network, also of native code, into the file that NETWORK_WATCH names. What stays inside the
// machine's own pipes and named sockets is no network.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const file = process.env['NETWORK_WATCH'] ?? '';
const program = basename(process.argv[1] ?? '');
const sampleMs = 20;

function note(what: string): void {
  appendFileSync(file, `${JSON.stringify({ program, what })}\n`);
}

type Anything = (this: unknown, ...given: unknown[]) => unknown;

/** Notes each call of a function before it is made; `isPipe` tells those that are none. */
function watch(holder: object, name: string, isPipe = (_given: unknown[]) => false): void {
  const functions = holder as Record<string, Anything>;
  const own = functions[name]!;
  functions[name] = function (...given) {
    if (!isPipe(given)) note(name);
    return own.apply(this, given);
  };
}

/** Options, or what `net.connect` made of them, or a path alone. */
function leadsToPipe(given: unknown[]): boolean {
  const [first] = given.flat() as [unknown];
  if (typeof first === 'string') return !/^\d+$/.test(first);
  return typeof first === 'object' && first !== null && 'path' in first && Boolean(first.path);
}

watch(net.Socket.prototype, 'connect', leadsToPipe);
watch(net.Server.prototype, 'listen', leadsToPipe);
for (const name of ['bind', 'connect', 'send']) watch(dgram.Socket.prototype, name);
for (const holder of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.keys(Object.getOwnPropertyDescriptors(holder))) {
    if (/^(lookup|resolve|reverse)/.test(name)) watch(holder, name);
  }
}
syncBuiltinESMExports();

/** The number of the socket that a file descriptor is, if it is one. */
function socketAt(fd: string): string[] {
  try {
    const number = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1];
    return number === undefined ? [] : [number];
  } catch {
    // Closed in between.
    return [];
  }
}

/** Internet sockets that this process holds, whoever opened them; none where there is no /proc. */
function socketsHeld(): string[] {
  try {
    const held = new Set(readdirSync('/proc/self/fd').flatMap(socketAt));
    return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((kind) => {
      const lines = readFileSync(`/proc/self/net/${kind}`, 'utf8').split('\n').slice(1);
      const sockets = lines.map((line) => line.trim().split(/\s+/)[9] ?? '');
      return sockets.filter((socket) => held.has(socket)).map(() => kind);
    });
  } catch {
    return [];
  }
}

note(isMainThread ? 'started' : 'thread started');
if (isMainThread) {
  const sample = () => {
    for (const kind of socketsHeld()) note(`${kind} socket`);
  };
  setInterval(sample, sampleMs).unref();
  process.once('exit', sample);
}
