import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { firstLoad } from "./build/first-load.ts";
import { schemeBoot } from "./build/scheme-boot.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  plugins: [react(), schemeBoot(), firstLoad()],
  resolve: {
    alias: [
      { find: /^#(kernel|identity|telemetry|kubernetes)\//, replacement: `${at("../platform/src")}/$1/` },
      { find: /^zod$/, replacement: fileURLToPath(new URL("./build/schemaless-zod.ts", import.meta.url)) },
    ],
  },
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: false },
  server: {
    fs: { allow: [at("..")] },
    proxy: { "/api": "http://127.0.0.1:8800" },
  },
});
