import protobuf from "protobufjs";
import type { Signal } from "../signal.ts";
import { definitions } from "./otlp.proto.ts";
import { pprofDefinitions } from "./pprof.proto.ts";

const { root } = protobuf.parse(definitions);
const nameOf: Readonly<Record<Signal, string>> = {
  traces: "otlp.Traces",
  logs: "otlp.Logs",
  metrics: "otlp.Metrics",
  profiles: "otlp.Profiles",
};

/** A request's message, as the schema has it. */
export const messageOf = (signal: Signal): protobuf.Type => root.lookupType(nameOf[signal]);

/** What protobufjs makes of a request: 64-bit integers as strings, bytes as base64, numbers that are not finite by
 *  name. */
export function decode(signal: Signal, body: Uint8Array): unknown {
  const type = messageOf(signal);
  return type.toObject(type.decode(body), { longs: String, bytes: String, json: true });
}

/** The same request written by protobufjs. */
export function encodeWith(signal: Signal, value: Record<string, unknown>): Uint8Array {
  const type = messageOf(signal);
  return type.encode(type.fromObject(value)).finish();
}

const pprof = protobuf.parse(pprofDefinitions).root.lookupType("perftools.profiles.Profile");

/** A pprof profile written by protobufjs; not compressed. */
export const encodePprof = (profile: Record<string, unknown>): Uint8Array =>
  pprof.encode(pprof.fromObject(profile)).finish();
