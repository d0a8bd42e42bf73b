/** Echoes, says who it is, and ends in order: it takes what comes until it is told to end. */
const program = `
const server = require("node:http").createServer((request, response) => {
  const { url, method, headers } = request;
  if (url === "/slow") return setTimeout(() => response.end("slow " + process.env.VERSION), 1500);
  if (url === "/echo") return request.pipe(response);
  response.setHeader("set-cookie", ["a=1", "b=2"]);
  response.end(JSON.stringify({ version: process.env.VERSION, pod: process.env.HOSTNAME, pid: process.pid, url, method, headers }));
}).listen(process.env.PORT);
server.on("upgrade", (request, socket, head) => {
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Accept: " +
    require("node:crypto").createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64") + "\\r\\n\\r\\n");
  socket.on("data", (data) => {
    if ((data[0] & 15) === 8) return socket.end(Buffer.from([0x88, 0]));
    const length = data[1] & 127, mask = data.subarray(2, 6);
    const text = Buffer.from(data.subarray(6, 6 + length).map((byte, index) => byte ^ mask[index & 3]));
    socket.write(Buffer.concat([Buffer.from([0x81, length]), text]));
  });
});
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

/** A Deployment of that program, its headless Service, and an Ingress for `<name>.test`. */
export const manifest = (name: string, version: string, replicas: number): string =>
  jsonOf([
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            terminationGracePeriodSeconds: 10,
            containers: [
              {
                name: "web",
                image: "node",
                command: ["node", "-e", program],
                env: [{ name: "VERSION", value: version }],
                ports: [{ name: "http", containerPort: 8080 }],
                readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1 },
                lifecycle: { preStop: { exec: { command: ["sleep", "1"] } } },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: {
        selector: { app: name },
        clusterIP: "None",
        ports: [{ name: "http", port: 80, targetPort: "http" }],
      },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name },
      spec: {
        rules: [
          {
            host: `${name}.test`,
            http: {
              paths: [
                { path: "/", pathType: "Prefix", backend: { service: { name, port: { name: "http" } } } },
                {
                  path: "/nowhere",
                  pathType: "Prefix",
                  backend: { service: { name: "absent", port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
  ]);

const jsonOf = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join("\n");
