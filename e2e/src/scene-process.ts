import { startScene } from "./scene.ts";

/* The scene in a process of its own: tells its parent where it is, and ends when the parent goes. */

const { platform, stop } = await startScene();
const { url, otlpHttp, token } = platform;
process.on("disconnect", () => {
  for (const line of platform.output().split("\n")) if (line.startsWith("{")) console.error(line);
  void stop().finally(() => process.exit());
});
if (process.connected) process.send?.({ url, otlpHttp, token });
else await stop();
