import { z } from "zod";
import { operation } from "#kernel/operation.ts";

const signal = z.enum(["traces", "logs", "metrics", "profiles"]);

export const ingestStatus = operation({
  name: "telemetry.ingestStatus",
  method: "GET",
  path: "/api/ingest",
  summary: {
    en: "What has been received, stored, refused and set aside",
    ko: "수신·저장·거절·격리된 텔레메트리 현황",
  },
  input: z.object({}),
  output: z.object({
    endpoints: z.object({ http: z.string(), grpc: z.string() }),
    signals: z.array(
      z.object({
        signal,
        received: z.number().describe("items acknowledged since start"),
        stored: z.number().describe("items inserted since start"),
        rejected: z.number().describe("items refused in a partial success"),
        perSecond: z.number().describe("items acknowledged a second, over the last 10 s"),
      }),
    ),
    refused: z.array(z.object({ reason: z.string(), requests: z.number() })),
    log: z.object({ bytes: z.number(), limitBytes: z.number(), oldestSeconds: z.number() }),
    quarantine: z.object({
      requests: z.number(),
      recent: z.array(
        z.object({ time: z.number(), signal, bytes: z.number(), reason: z.string(), file: z.string() }),
      ),
    }),
    engine: z.object({ ready: z.boolean(), restarts: z.number(), message: z.string() }),
  }),
  permission: "telemetry:read",
  effect: "read",
});

export const ingestOperations = [ingestStatus] as const;
