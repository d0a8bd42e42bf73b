import { alertHistory, notificationHistory } from "./history/api.ts";
import { listReceivers, testReceiver } from "./receivers/api.ts";
import { getAlert, listAlerts, listRules } from "./rules/api.ts";
import { createSilence, expireSilence, listSilences } from "./silences/api.ts";

export { alertHistory, notificationHistory, type NotificationRow, type StepRow } from "./history/api.ts";
export { listReceivers, type ReceiverRow, testReceiver } from "./receivers/api.ts";
export { type ActiveAlertRow, getAlert, listAlerts, listRules, type RuleRow } from "./rules/api.ts";
export { createSilence, expireSilence, listSilences, type SilenceRow } from "./silences/api.ts";
export type { AlertRow } from "./shapes/api.ts";

export const alertOperations = [
  listAlerts,
  getAlert,
  listRules,
  alertHistory,
  notificationHistory,
  listSilences,
  createSilence,
  expireSilence,
  listReceivers,
  testReceiver,
] as const;
