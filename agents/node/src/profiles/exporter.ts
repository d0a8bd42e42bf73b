import { context } from "@opentelemetry/api";
import { type ExportResult, suppressTracing } from "@opentelemetry/core";
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from "@opentelemetry/otlp-exporter-base/node-http";
import { encodeProfile, type OtlpProfile } from "./encode.ts";

/** Sends profiles by OTLP/HTTP, with the endpoint, headers, compression, certificates and retries of the standard variables
 *  (`OTEL_EXPORTER_OTLP_PROFILES_*` before `OTEL_EXPORTER_OTLP_*`). Without a meter nothing of it is counted as spans. */
export function createProfileExporter(): (profile: OtlpProfile) => Promise<ExportResult> {
  const headers = { "Content-Type": "application/x-protobuf" };
  const delegate = createOtlpHttpExportDelegate<OtlpProfile, unknown>(
    convertLegacyHttpOptions({}, "PROFILES", "v1development/profiles", headers),
    { serializeRequest: encodeProfile, deserializeResponse: () => ({}) },
    "otlp_http_profile_exporter",
    { name: "span", countItems: () => 1 },
    undefined,
  );
  return (profile) =>
    new Promise((resolve) => {
      context.with(suppressTracing(context.active()), () => delegate.export(profile, resolve));
    });
}
