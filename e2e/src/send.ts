import { encode, httpPaths, requests, type Signal } from "@naru/otlp";
import { inject } from "vitest";

/** Sends one request of OTLP, written as OTLP/JSON, to the platform that watches the shop.
 *  @param change something done to the encoded request before it is sent */
export async function send(signal: Signal, request: object, change = (body: Buffer) => body): Promise<void> {
  const answer = await fetch(`${inject("platform").otlpHttp}${httpPaths[signal]}`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(change(encode(requests[signal], request))),
  });
  if (!answer.ok) throw new Error(`The platform answered ${answer.status}.`);
}
