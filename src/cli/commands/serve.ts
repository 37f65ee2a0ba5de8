import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { openBrowser } from '../../serve/open-browser.ts';
import { startServer } from '../../serve/serve.ts';
import { printJson, printLine } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, connect, withStopSignal } from '../with-engine.ts';

interface Options extends CommonOptions {
  port: number;
  open?: boolean;
}

/** The built page: beside the bundle, or where the build puts it in a checkout. */
const pageFolders = ['../renderer', '../../out/renderer', '../../../out/renderer'];

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the app at a loopback address, for a browser on this machine.')
    .option('--port <n>', 'port (default: a free one)', parsePort, 0)
    .option('--open', 'open the browser')
    .action((options: Options) => withStopSignal((signal) => serve(options, signal)));
}

async function serve(options: Options, signal: AbortSignal): Promise<void> {
  const pageFolder = findPage();
  let current = await connect(options, true);
  try {
    const server = await startServer({
      // Asked each time: the connection is another after its owner went.
      connection: {
        get client() {
          return current.client;
        },
        serveSocket: (socket) => current.serveSocket(socket),
      },
      port: options.port,
      pageFolder,
    });
    if (options.json) printJson({ url: server.url, port: server.port });
    else printLine(`Lorekeep is at ${server.url}\nStop it with Ctrl+C.`);
    if (options.open) await openBrowser(server.url);
    const stopped = once(signal, 'abort');
    while (!signal.aborted) {
      await Promise.race([stopped, current.lost]);
      if (!signal.aborted) current = await connect(options, true);
    }
    await server.close();
  } finally {
    await current.close();
  }
}

function findPage(): string {
  const folders = pageFolders.map((folder) => join(import.meta.dirname, folder));
  const found = folders.find((folder) => existsSync(join(folder, 'index.html')));
  if (!found) throw new UsageError('The app is not built yet. Run: npm run build');
  return found;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
