// The system part of the contract: versions, health, notices, the network list.
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import { protocolVersion } from '../../shared/contract/system.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { Notices } from './notices.ts';

export interface SystemParts {
  version: string;
  dataDir: string;
  gate: NetworkGate;
  notices: Notices;
  owner(): { pid: number; since: number; endpoint: string };
  /** Each checks one part and says what it found; throws if the part is not well. */
  checks: Record<string, () => string | Promise<string>>;
}

export function systemHandlers(parts: SystemParts): EngineHandlers['system'] {
  const { version, dataDir, gate, notices } = parts;
  return {
    hello({ protocol }) {
      if (protocol !== protocolVersion) {
        throw new LorekeepError('PROTOCOL_MISMATCH', { ours: protocolVersion, theirs: protocol });
      }
      return { protocol: protocolVersion, version, pid: process.pid };
    },
    async doctor() {
      const checks = [];
      for (const [name, check] of Object.entries(parts.checks)) {
        checks.push(await outcomeOf(name, check));
      }
      return { version, dataDir, owner: parts.owner(), checks };
    },
    notices: (_, { signal }) => notices.follow(signal),
    dismissNotice: ({ id }) => notices.dismiss(id),
    network: () => gate.requests(),
  };
}

async function outcomeOf(name: string, check: () => string | Promise<string>) {
  try {
    return { name, ok: true, detail: await check() };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
