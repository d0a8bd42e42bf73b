export const RUNTIMES = ["Node.js", "Java", "Python", "Go"] as const;
export type Runtime = (typeof RUNTIMES)[number];

const START: Readonly<Record<Runtime, readonly string[]>> = {
  "Node.js": [
    "npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node",
    "node --require @opentelemetry/auto-instrumentations-node/register app.js",
  ],
  Java: ["java -javaagent:opentelemetry-javaagent.jar -jar app.jar"],
  Python: [
    "pip install opentelemetry-distro opentelemetry-exporter-otlp && opentelemetry-bootstrap -a install",
    "opentelemetry-instrument python app.py",
  ],
  Go: ["go get go.opentelemetry.io/contrib/exporters/autoexport", "go run ."],
};

/** A shell session that sends a program's telemetry to an endpoint by OTLP over HTTP. */
export function snippetFor(runtime: Runtime, endpoint: string): string {
  const settings = [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_SERVICE_NAME=my-service",
  ];
  return [...settings, ...START[runtime]].join("\n");
}
