import { Agent, request as httpRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Client, credentials } from "@grpc/grpc-js";
import { httpPaths, type Signal } from "@naru/otlp";
import { type Template, templates } from "./traffic.ts";

/* A thread that sends prepared requests as fast as they are acknowledged, or at a given rate, and counts. */

export interface SenderSetup {
  readonly signal: Signal;
  readonly protocol: "http" | "grpc";
  readonly endpoint: string;
  readonly connections: number;
  readonly seconds: number;
  /** Items a second; 0 for as many as are acknowledged. */
  readonly rate: number;
  readonly firstTick: number;
}

export interface Sent {
  readonly acknowledged: number;
  readonly refused: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly cpuSeconds: number;
}

const setup = workerData as SenderSetup;
const services: Readonly<Record<Signal, string>> = {
  traces: "opentelemetry.proto.collector.trace.v1.TraceService",
  logs: "opentelemetry.proto.collector.logs.v1.LogsService",
  metrics: "opentelemetry.proto.collector.metrics.v1.MetricsService",
  profiles: "opentelemetry.proto.collector.profiles.v1development.ProfilesService",
};

const asIs = (bytes: Buffer) => bytes;

type Send = (body: Buffer) => Promise<boolean>;

function overHttp(): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: setup.connections });
  const headers = { "content-type": "application/x-protobuf" };
  return (body) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        `${setup.endpoint}${httpPaths[setup.signal]}`,
        { method: "POST", agent, headers: { ...headers, "content-length": body.length } },
        (answer) => {
          answer.resume();
          answer.on("end", () => resolve(answer.statusCode === 200));
        },
      );
      request.on("error", reject);
      request.end(body);
    });
}

function overGrpc(): Send {
  const client = new Client(setup.endpoint, credentials.createInsecure());
  const path = `/${services[setup.signal]}/Export`;
  return (body) =>
    new Promise((resolve) => {
      client.makeUnaryRequest(path, asIs, asIs, body, (error) => resolve(error === null));
    });
}

async function run(): Promise<Sent> {
  const send = setup.protocol === "http" ? overHttp() : overGrpc();
  const started = performance.now();
  const cpu = process.threadCpuUsage();
  const until = started + setup.seconds * 1000;
  const count = { acknowledged: 0, refused: 0, bytes: 0, sent: 0, tick: setup.firstTick };

  const line = async (prepared: Template[]) => {
    for (;;) {
      const tick = count.tick++;
      for (const template of prepared) {
        if (performance.now() >= until) return;
        if (setup.rate > 0) {
          const due = started + (count.sent / setup.rate) * 1000;
          if (due > performance.now()) await sleep(due - performance.now());
        }
        count.sent += template.items;
        template.stamp(tick);
        if (await send(template.body)) {
          count.acknowledged += template.items;
          count.bytes += template.body.length;
        } else {
          count.refused += template.items;
          await sleep(100);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: setup.connections }, () => line(templates(setup.signal))));
  const used = process.threadCpuUsage(cpu);
  return {
    acknowledged: count.acknowledged,
    refused: count.refused,
    bytes: count.bytes,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}

const port = parentPort;
if (!port) throw new Error("sender.ts runs as a worker thread");
port.postMessage(await run());
