import { type Examination, type Rejection, rejectionMessages } from "./examine.ts";
import { encode } from "./json.ts";
import { responses, statusMessage } from "./messages.ts";
import type { Signal } from "./signal.ts";

export type Encoding = "protobuf" | "json";

/** The `Export…ServiceResponse` for a request of which everything, or all but the rejected items, was accepted. */
export function successAnswer(signal: Signal, found: Examination, encoding: Encoding): Buffer {
  const { message, rejected } = responses[signal];
  const value =
    found.rejected === 0
      ? {}
      : { partialSuccess: { [rejected]: String(found.rejected), errorMessage: explain(found.reasons) } };
  return encoding === "json" ? Buffer.from(JSON.stringify(value)) : encode(message, value);
}

/** A google.rpc.Status, which OTLP/HTTP answers when it accepts nothing. */
export function failureAnswer(grpcCode: number, message: string, encoding: Encoding): Buffer {
  const value = { code: grpcCode, message };
  return encoding === "json" ? Buffer.from(JSON.stringify(value)) : encode(statusMessage, value);
}

function explain(reasons: Examination["reasons"]): string {
  return (Object.entries(reasons) as [Rejection, number][])
    .map(([reason, count]) => `${count}: ${rejectionMessages[reason]}`)
    .join("; ");
}
