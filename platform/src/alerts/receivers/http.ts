import { DeliveryError, type ReadSecret } from "./delivery.ts";
import type { HttpSettings } from "../routing/receiver.ts";

const timeoutMs = 10_000;
const mostReasonBytes = 300;

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly key: string;
  readonly http: HttpSettings;
  readonly secret: ReadSecret;
  readonly signal: AbortSignal;
}

/** Posts JSON. The key goes as `Idempotency-Key`: the same message has it each time that it is sent.
 *  @throws DeliveryError; it may be tried again when there was no answer, and after 429 and 5xx
 *  Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export async function postJson({ url, body, key, http, secret, signal }: Post): Promise<void> {
  const headers = {
    "content-type": "application/json",
    "user-agent": "Naru",
    "idempotency-key": `"${key}"`,
    ...(await authorization(http, secret)),
  };
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (cause) {
    throw new DeliveryError(`it can't be reached: ${reasonOf(cause)}`, { isTransient: true, cause });
  }
  const text = await answer.text().catch(() => "");
  if (answer.ok) return;
  const isTransient = answer.status === 429 || answer.status >= 500;
  throw new DeliveryError(`it answered ${answer.status}: ${text.slice(0, mostReasonBytes)}`, { isTransient });
}

async function authorization(http: HttpSettings, secret: ReadSecret): Promise<Record<string, string>> {
  const { basicAuth, bearerTokenSecret, authorization: given } = http;
  if (basicAuth) {
    const name = basicAuth.username ? await secret(basicAuth.username) : "";
    const password = basicAuth.password ? await secret(basicAuth.password) : "";
    return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` };
  }
  if (bearerTokenSecret) return { authorization: `Bearer ${await secret(bearerTokenSecret)}` };
  return given?.credentials ? { authorization: `${given.type} ${await secret(given.credentials)}` } : {};
}

/** The reason of `fetch` stands in its cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  return cause.cause instanceof Error
    ? ("code" in cause.cause && String(cause.cause.code)) || cause.cause.message
    : cause.message;
}
