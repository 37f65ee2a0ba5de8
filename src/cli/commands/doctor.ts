import { Command } from 'commander';
import { printJson, printLine } from '../print.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check versions, native parts and the data folder.')
    .action((options: CommonOptions) =>
      withEngine(options, async ({ client, connection }) => {
        const report = await client.system.doctor();
        if (options.json) printJson({ ...report, ownedByThisProcess: connection.owner });
        else {
          printLine(`Lorekeep ${report.version}`);
          printLine(`Data folder: ${report.dataDir}`);
          const who = connection.owner ? 'this command' : `process ${report.owner.pid}`;
          printLine(`Owner: ${who}`);
          for (const { name, ok, detail } of report.checks) {
            printLine(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${detail}`);
          }
        }
        if (report.checks.some(({ ok }) => !ok)) process.exitCode = 1;
      }),
    );
}
