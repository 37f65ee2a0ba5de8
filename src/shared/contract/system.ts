import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { call, stream } from './procedure.ts';

/**
 * Raised with every change that an older or newer end would misunderstand. The client sends it
 * with each request and the engine refuses another; the engine names its own in `hello`.
 */
export const protocolVersion = 1;

export const doctorCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string(),
});

/** Something the person should know that belongs to no single action, such as a rebuilt index. */
export const notice = z.object({
  id: z.string(),
  at: z.number(),
  code: z.enum(errorCodes),
  message: z.string(),
});
export type Notice = z.infer<typeof notice>;

export const networkRequest = z.object({
  at: z.number(),
  host: z.string(),
  purpose: z.string(),
  allowed: z.boolean(),
});

export const systemContract = {
  hello: call(
    z.object({ protocol: z.number().int() }),
    z.object({ protocol: z.number().int(), version: z.string(), pid: z.number().int() }),
  ),
  doctor: call(
    z.void(),
    z.object({
      version: z.string(),
      dataDir: z.string(),
      owner: z.object({ pid: z.number().int(), since: z.number(), endpoint: z.string() }),
      checks: z.array(doctorCheck),
    }),
  ),
  notices: stream(z.void(), z.array(notice)),
  dismissNotice: call(z.object({ id: z.string() }), z.void()),
  /** Requests that left or tried to leave this machine since the start, the newest first. */
  network: call(z.void(), z.array(networkRequest)),
};
