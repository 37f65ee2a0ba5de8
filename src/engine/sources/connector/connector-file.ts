// The file with which a person names a program of their own. The person, or the terminal for them,
// writes it: what calls the engine can only say which of the files it means.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectorFile, connectorFile } from '../../../shared/contract/sources.ts';
import { LorekeepError } from '../../../shared/errors.ts';

export function connectorPath(dataDir: string, name: string): string {
  return join(dataDir, 'connectors', `${name}.json`);
}

/** @throws LorekeepError CONNECTOR_MISSING, CONNECTOR_INVALID */
export function readConnector(dataDir: string, name: string): ConnectorFile {
  const path = connectorPath(dataDir, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LorekeepError('CONNECTOR_MISSING', { path }, error);
  }
  try {
    return connectorFile.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'It is no JSON.' : 'It must name a “command”.';
    throw new LorekeepError('CONNECTOR_INVALID', { path, reason }, error);
  }
}
