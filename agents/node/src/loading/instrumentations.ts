import { diag } from "@opentelemetry/api";
import { getStringListFromEnv } from "@opentelemetry/core";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { AmqplibInstrumentation } from "@opentelemetry/instrumentation-amqplib";
import { AwsInstrumentation } from "@opentelemetry/instrumentation-aws-sdk";
import { BunyanInstrumentation } from "@opentelemetry/instrumentation-bunyan";
import { CassandraDriverInstrumentation } from "@opentelemetry/instrumentation-cassandra-driver";
import { ConnectInstrumentation } from "@opentelemetry/instrumentation-connect";
import { ExpressInstrumentation, ExpressLayerType } from "@opentelemetry/instrumentation-express";
import { GraphQLInstrumentation } from "@opentelemetry/instrumentation-graphql";
import { GrpcInstrumentation } from "@opentelemetry/instrumentation-grpc";
import { HapiInstrumentation } from "@opentelemetry/instrumentation-hapi";
import { HttpInstrumentation, type HttpInstrumentationConfig } from "@opentelemetry/instrumentation-http";
import { IORedisInstrumentation } from "@opentelemetry/instrumentation-ioredis";
import { KafkaJsInstrumentation } from "@opentelemetry/instrumentation-kafkajs";
import { KoaInstrumentation, KoaLayerType } from "@opentelemetry/instrumentation-koa";
import { MemcachedInstrumentation } from "@opentelemetry/instrumentation-memcached";
import { MongoDBInstrumentation } from "@opentelemetry/instrumentation-mongodb";
import { MongooseInstrumentation } from "@opentelemetry/instrumentation-mongoose";
import { MySQLInstrumentation } from "@opentelemetry/instrumentation-mysql";
import { MySQL2Instrumentation } from "@opentelemetry/instrumentation-mysql2";
import { NestInstrumentation } from "@opentelemetry/instrumentation-nestjs-core";
import { OpenAIInstrumentation } from "@opentelemetry/instrumentation-openai";
import { OracleInstrumentation } from "@opentelemetry/instrumentation-oracledb";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { PinoInstrumentation } from "@opentelemetry/instrumentation-pino";
import { RedisInstrumentation } from "@opentelemetry/instrumentation-redis";
import { RestifyInstrumentation } from "@opentelemetry/instrumentation-restify";
import { RuntimeNodeInstrumentation } from "@opentelemetry/instrumentation-runtime-node";
import { SocketIoInstrumentation } from "@opentelemetry/instrumentation-socket.io";
import { TediousInstrumentation } from "@opentelemetry/instrumentation-tedious";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { WinstonInstrumentation } from "@opentelemetry/instrumentation-winston";

type Maker = (http: HttpInstrumentationConfig) => Instrumentation;

/** By the names of OTEL_NODE_ENABLED_INSTRUMENTATIONS and OTEL_NODE_DISABLED_INSTRUMENTATIONS. Left out of what OpenTelemetry
 *  has: `fs`, `dns`, `net`, `router`, `generic-pool`, `lru-memoizer` and `dataloader`, whose spans bury the rest, and `aws-lambda` and
 *  `cucumber`, which are loaded otherwise. Middleware of Express and Koa gets no span of its own: a route is named by them. */
const makers: Readonly<Record<string, Maker>> = {
  amqplib: () => new AmqplibInstrumentation(),
  "aws-sdk": () => new AwsInstrumentation(),
  bunyan: () => new BunyanInstrumentation(),
  "cassandra-driver": () => new CassandraDriverInstrumentation(),
  connect: () => new ConnectInstrumentation(),
  express: () => new ExpressInstrumentation({ ignoreLayersType: Object.values(ExpressLayerType) }),
  graphql: () => new GraphQLInstrumentation({ ignoreTrivialResolveSpans: true, mergeItems: true }),
  grpc: () => new GrpcInstrumentation(),
  hapi: () => new HapiInstrumentation(),
  http: (config) => new HttpInstrumentation(config),
  ioredis: () => new IORedisInstrumentation(),
  kafkajs: () => new KafkaJsInstrumentation(),
  koa: () => new KoaInstrumentation({ ignoreLayersType: [KoaLayerType.MIDDLEWARE] }),
  memcached: () => new MemcachedInstrumentation(),
  mongodb: () => new MongoDBInstrumentation(),
  mongoose: () => new MongooseInstrumentation(),
  mysql: () => new MySQLInstrumentation(),
  mysql2: () => new MySQL2Instrumentation(),
  "nestjs-core": () => new NestInstrumentation(),
  openai: () => new OpenAIInstrumentation(),
  oracledb: () => new OracleInstrumentation(),
  pg: () => new PgInstrumentation(),
  pino: () => new PinoInstrumentation(),
  redis: () => new RedisInstrumentation(),
  restify: () => new RestifyInstrumentation(),
  "runtime-node": () => new RuntimeNodeInstrumentation(),
  "socket.io": () => new SocketIoInstrumentation(),
  tedious: () => new TediousInstrumentation(),
  undici: () => new UndiciInstrumentation(),
  winston: () => new WinstonInstrumentation(),
};

/** What is instrumented: all, those that OTEL_NODE_ENABLED_INSTRUMENTATIONS names, without those that
 *  OTEL_NODE_DISABLED_INSTRUMENTATIONS names. */
export function createInstrumentations(http: HttpInstrumentationConfig): Instrumentation[] {
  const disabled = namesIn("OTEL_NODE_DISABLED_INSTRUMENTATIONS") ?? [];
  const enabled = (namesIn("OTEL_NODE_ENABLED_INSTRUMENTATIONS") ?? Object.keys(makers)).filter(
    (name) => !disabled.includes(name),
  );
  return enabled.flatMap((name) => makers[name]?.(http) ?? []);
}

function namesIn(variable: string): readonly string[] | undefined {
  const names = getStringListFromEnv(variable);
  for (const name of names ?? []) {
    if (!(name in makers)) diag.warn(`${variable} names "${name}", which Naru's agent does not have.`);
  }
  return names;
}
