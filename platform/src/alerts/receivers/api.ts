import { z } from "zod";
import { operation } from "#kernel/operation.ts";
import { problem } from "../rules/api.ts";

const receiver = z.object({
  key: z.string().describe("cluster/namespace/AlertmanagerConfig/receiver/kind[n]"),
  cluster: z.string(),
  namespace: z.string(),
  config: z.string(),
  name: z.string(),
  kind: z.enum(["webhook", "slack", "email"]),
  /** Host or address that is told; what may be secret is left out. */
  target: z.string(),
  sendResolved: z.boolean(),
  last: z
    .object({ time: z.number(), isSent: z.boolean(), attempts: z.number(), error: z.string() })
    .nullable(),
});
export type ReceiverRow = z.infer<typeof receiver>;

export const listReceivers = operation({
  name: "alerts.listReceivers",
  method: "GET",
  path: "/api/alerts/receivers",
  summary: { en: "Receivers and how it went last", ko: "알림 수신자와 최근 전송 결과" },
  input: z.object({}),
  output: z.object({ receivers: z.array(receiver), problems: z.array(problem) }),
  permission: "telemetry:read",
  effect: "read",
});

export const testReceiver = operation({
  name: "alerts.testReceiver",
  method: "POST",
  path: "/api/alerts/receivers/test",
  summary: { en: "Sends a receiver a message that says it is a test", ko: "수신자에게 시험 메시지 전송" },
  input: z.object({ key: z.string().min(1).max(2000) }),
  output: z.object({ isSent: z.boolean(), error: z.string(), tookMs: z.number() }),
  permission: "platform:write",
  effect: "write",
});
