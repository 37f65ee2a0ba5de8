import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { openBrowser } from '../../serve/open-browser.ts';
import { startServer } from '../../serve/serve.ts';
import { printJson, printLine } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

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
    .action((options: Options) =>
      withEngine(options, async ({ connection, signal }) => {
        const pageFolder = findPage();
        const server = await startServer({ connection, port: options.port, pageFolder });
        if (options.json) printJson({ url: server.url, port: server.port });
        else printLine(`Lorekeep is at ${server.url}\nStop it with Ctrl+C.`);
        if (options.open) await openBrowser(server.url);
        await Promise.race([once(signal, 'abort'), connection.lost]);
        await server.close();
      }),
    );
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
